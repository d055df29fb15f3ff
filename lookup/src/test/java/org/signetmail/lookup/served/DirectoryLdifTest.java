package org.signetmail.lookup.served;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFChangeRecord;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** What is exported, taken in by another implementation that holds entries to their schema. */
class DirectoryLdifTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private final TestPki corp =
      new TestPki("Example Corp", Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Certificate newest = corp.encryption(BOB);
  private final ListedPerson bob =
      new ListedPerson(BOB, "Bob Example", List.of(newest, corp.encryption(BOB)));

  @Test
  void anotherServerTakesOurEntries() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DirectoryLdif.Sink sink =
        DirectoryLdif.entries(
            out,
            "example.test",
            "Example Corp",
            new ServedAuthorities() {
              @Override
              public List<Certificate> authorities() {
                return List.of(corp.root());
              }

              @Override
              public Optional<byte[]> list(KeyId authority) {
                return Optional.empty();
              }
            });
    sink.add(bob);
    Mailbox odd = Mailbox.of("o'neil+x=y@example.test");
    sink.add(new ListedPerson(odd, "Prince", List.of(newest)));

    InMemoryDirectoryServer other =
        new InMemoryDirectoryServer(new InMemoryDirectoryServerConfig("dc=example,dc=test"));
    int entries =
        other.importFromLDIF(true, new LDIFReader(new ByteArrayInputStream(out.toByteArray())));
    assertEquals(6, entries, "three above, an authority, two people");
    Entry found = other.getEntry("mail=bob@example.test,ou=people,dc=example,dc=test");
    assertArrayEquals(newest.encoded(), found.getAttributeValueBytes("userCertificate;binary"));
    assertEquals("Prince", other.getEntry(entryOf(odd)).getAttributeValue("sn"));
  }

  @Test
  void entriesOfAnotherDirectoryGetOneCertificateEach() throws Exception {
    String theirs =
        """
        dn: CN=Bob,OU=Staff,DC=corp,DC=local
        mail: Bob@Example.test

        dn: CN=Nobody,OU=Staff,DC=corp,DC=local
        mail: nobody@example.test

        dn: CN=Printer,OU=Staff,DC=corp,DC=local
        mail: printer

        """;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DirectoryLdif.Changes changes =
        DirectoryLdif.changes(
            in(theirs), mailbox -> mailbox.equals(BOB) ? Optional.of(bob) : Optional.empty(), out);
    assertEquals(new DirectoryLdif.Changes(1, 1, 1), changes);

    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("DC=corp,DC=local");
    config.setSchema(null);
    InMemoryDirectoryServer active = new InMemoryDirectoryServer(config);
    active.add("dn: DC=corp,DC=local", "objectClass: domain", "dc: corp");
    active.add("dn: OU=Staff,DC=corp,DC=local", "objectClass: organizationalUnit", "ou: Staff");
    active.add(
        "dn: CN=Bob,OU=Staff,DC=corp,DC=local",
        "objectClass: user",
        "cn: Bob",
        "userCertificate:: AAAA");
    try (LDIFReader reader = new LDIFReader(in(out.toString(StandardCharsets.UTF_8)))) {
      LDIFChangeRecord change = reader.readChangeRecord();
      assertTrue(change.processChange(active).getResultCode().intValue() == 0);
      assertEquals(null, reader.readChangeRecord());
    }
    Entry entry = active.getEntry("CN=Bob,OU=Staff,DC=corp,DC=local");
    byte[][] values = entry.getAttributeValueByteArrays("userCertificate");
    assertEquals(1, values.length);
    assertArrayEquals(newest.encoded(), values[0]);
  }

  @Test
  void whatIsNoLdifIsSaidInOneLine() {
    IOException problem =
        assertThrows(
            IOException.class,
            () ->
                DirectoryLdif.changes(
                    in("<html>\n"), mailbox -> Optional.empty(), new ByteArrayOutputStream()));
    String line = String.valueOf(problem.getMessage());
    assertTrue(line.startsWith("line 1: is no LDIF (RFC 2849)"), line);
    assertFalse(line.contains("\n"), line);
  }

  private static String entryOf(Mailbox mailbox) {
    return new com.unboundid.ldap.sdk.RDN("mail", mailbox.toString())
        + ",ou=people,dc=example,dc=test";
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
