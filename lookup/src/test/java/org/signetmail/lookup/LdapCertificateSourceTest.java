package org.signetmail.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

class LdapCertificateSourceTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final String BASE = "ou=people,dc=example,dc=test";

  private final TestPki corp =
      new TestPki("Example Corp", Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Certificate bob = corp.encryption(BOB);
  private InMemoryDirectoryServer server;

  @BeforeEach
  void serve() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
    config.setSchema(null);
    server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
    server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
    server.startListening();
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
  }

  @Test
  void userCertificateIsFoundByMailWithoutRegardToCase() throws Exception {
    add("bob", BOB, new Attribute("userCertificate;binary", bob.encoded()));

    assertEquals(List.of(bob), find(BOB));
    assertEquals(List.of(bob), find(Mailbox.of("BOB@Example.Test")));
  }

  @Test
  void bothAttributesAreReadWithAndWithoutBinaryOption() throws Exception {
    Certificate other = corp.encryption(BOB);
    add(
        "bob",
        BOB,
        new Attribute("userCertificate", bob.encoded()),
        new Attribute("userSMIMECertificate;binary", other.encoded()));

    assertEquals(Set.of(bob, other), Set.copyOf(find(BOB)));
  }

  @Test
  void valuesThatAreNoCertificatesAreLeftOut() throws Exception {
    add(
        "bob",
        BOB,
        new Attribute("userCertificate;binary", new byte[] {1, 2, 3}, bob.encoded(), new byte[0]));

    assertEquals(List.of(bob), find(BOB));
  }

  @Test
  void nobodyIsAnEmptyAnswer() throws Exception {
    assertEquals(List.of(), find(Mailbox.of("nobody@example.test")));
  }

  @Test
  void missingBaseIsAnEmptyAnswer() throws Exception {
    try (LdapCertificateSource source = source(settings(Set.of(), "ou=none,dc=example,dc=test"))) {
      assertEquals(List.of(), source.find(BOB));
    }
  }

  @Test
  void addressCannotChangeTheMeaningOfTheFilter() throws Exception {
    add("bob", BOB, new Attribute("userCertificate;binary", bob.encoded()));

    for (String address :
        List.of(
            "*@example.test",
            "\"*)(mail=*\"@example.test",
            "\"bob@example.test)(|(mail=*)\"@example.test",
            "b*b@example.test",
            "\"bob\\\\2a\"@example.test")) {
      assertEquals(List.of(), find(Mailbox.of(address)), address);
    }
  }

  @Test
  void addressWithFilterCharactersIsFoundAsItself() throws Exception {
    Mailbox odd = Mailbox.of("\"*)(mail=*\"@example.test");
    Certificate hers = corp.encryption(odd);
    add("odd", odd, new Attribute("userCertificate;binary", hers.encoded()));
    add("bob", BOB, new Attribute("userCertificate;binary", bob.encoded()));

    assertEquals(List.of(hers), find(odd));
  }

  @Test
  void entriesAreLimited() throws Exception {
    for (int i = 0; i < 30; i++) {
      add("bob" + i, BOB, new Attribute("userCertificate;binary", bob.encoded()));
    }

    assertTrue(find(BOB).size() <= 20);
    assertTrue(find(BOB).size() > 0);
  }

  @Test
  void mailboxesOfOtherDomainsAreNotAskedFor() throws Exception {
    LdapSettings settings = settings(Set.of("partner.test"), BASE);
    server.shutDown(true);
    try (LdapCertificateSource source = source(settings)) {
      assertEquals(List.of(), source.find(BOB));
      assertThrows(IOException.class, () -> source.find(Mailbox.of("bob@partner.test")));
    }
  }

  @RepeatedTest(20)
  void connectionLostBetweenQuestionsIsMadeAgain() throws Exception {
    add("bob", BOB, new Attribute("userCertificate;binary", bob.encoded()));
    try (LdapCertificateSource source = source(settings(Set.of(), BASE))) {
      assertEquals(List.of(bob), source.find(BOB));
      server.closeAllConnections(false);
      assertEquals(List.of(bob), source.find(BOB));
    }
  }

  @Test
  void serverThatIsDownIsAnIoException() {
    LdapSettings settings = settings(Set.of(), BASE);
    server.shutDown(true);
    try (LdapCertificateSource source = source(settings)) {
      IOException thrown = assertThrows(IOException.class, () -> source.find(BOB));
      assertTrue(thrown.toString().contains("127.0.0.1:" + settings.port()), thrown::toString);
    }
  }

  @Test
  void serverThatSaysNothingIsAnIoExceptionInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        LdapCertificateSource source =
            source(
                new LdapSettings(
                    "silent",
                    "127.0.0.1",
                    silent.getLocalPort(),
                    LdapSettings.Transport.PLAIN,
                    BASE,
                    Set.of(),
                    Duration.ofMillis(300)))) {
      assertTimeout(
          Duration.ofSeconds(5), () -> assertThrows(IOException.class, () -> source.find(BOB)));
    }
  }

  private List<Certificate> find(Mailbox mailbox) throws IOException {
    try (LdapCertificateSource source = source(settings(Set.of(), BASE))) {
      return source.find(mailbox);
    }
  }

  private static LdapCertificateSource source(LdapSettings settings) {
    return new LdapCertificateSource(settings);
  }

  private LdapSettings settings(Set<String> domains, String base) {
    return new LdapSettings(
        "directory of Example Corp",
        "127.0.0.1",
        server.getListenPort(),
        LdapSettings.Transport.PLAIN,
        base,
        domains,
        Duration.ofSeconds(2));
  }

  private void add(String id, Mailbox mailbox, Attribute... more) throws Exception {
    List<Attribute> attributes = new ArrayList<>(List.of(more));
    attributes.add(new Attribute("objectClass", "inetOrgPerson"));
    attributes.add(new Attribute("uid", id));
    attributes.add(new Attribute("cn", id));
    attributes.add(new Attribute("sn", id));
    attributes.add(new Attribute("mail", mailbox.toString()));
    server.add(new Entry("uid=" + id + "," + BASE, attributes));
  }
}
