package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFModifyChangeRecord;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.ListedPerson;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/** The directory as LDIF (RFC 2849): whole for another LDAP server, or as changes to one's own. */
public final class DirectoryLdif {
  private DirectoryLdif() {}

  /** Takes people one after the other. */
  public interface Sink {
    void add(ListedPerson person) throws IOException;
  }

  /** The entries as we serve them, the upper ones first, for {@code ldapadd}. */
  public static Sink entries(
      OutputStream out, String domain, String organization, ServedAuthorities authorities)
      throws IOException {
    LDIFWriter writer = new LDIFWriter(out);
    DirectoryTree tree = new DirectoryTree(domain, organization, authorities, schema());
    for (Entry entry : tree.others()) {
      writer.writeEntry(entry);
    }
    writer.flush();
    return person -> {
      writer.writeEntry(tree.person(person, List.of("*")));
      writer.flush();
    };
  }

  /** What changes came to. */
  public record Changes(int changed, int without, int unreadable) {}

  /**
   * Changes that put the present certificate into entries of another directory, such as an Active
   * Directory, whose global address list Outlook asks. Its entries are read from LDIF with {@code
   * dn} and {@code mail}; those of no one with a certificate are left as they are. One certificate
   * each: Outlook takes the first, and synchronisation with the cloud refuses many.
   *
   * @param theirs as {@code ldifde -f people.ldf -r "(mail=*)" -l mail} writes it; read to its end
   * @throws IOException in one line when it is no LDIF
   */
  public static Changes changes(
      InputStream theirs, Function<Mailbox, Optional<ListedPerson>> people, OutputStream out)
      throws IOException {
    LDIFWriter writer = new LDIFWriter(out);
    int changed = 0;
    int without = 0;
    int unreadable = 0;
    try (LDIFReader reader =
        new LDIFReader(new BufferedReader(new InputStreamReader(theirs, StandardCharsets.UTF_8)))) {
      for (Entry entry = next(reader); entry != null; entry = next(reader)) {
        String mail = entry.getAttributeValue("mail");
        Optional<Mailbox> mailbox = mail == null ? Optional.empty() : mailbox(mail);
        if (mailbox.isEmpty()) {
          unreadable++;
          continue;
        }
        Optional<ListedPerson> person = people.apply(mailbox.get());
        if (person.isEmpty()) {
          without++;
          continue;
        }
        Certificate newest = person.get().certificates().getFirst();
        writer.writeChangeRecord(
            new LDIFModifyChangeRecord(
                entry.getDN(),
                new Modification(ModificationType.REPLACE, "userCertificate", newest.encoded()),
                new Modification(
                    ModificationType.REPLACE,
                    "userSMIMECertificate",
                    Certificates.certsOnly(List.of(newest)))));
        changed++;
      }
    }
    writer.flush();
    return new Changes(changed, without, unreadable);
  }

  private static @Nullable Entry next(LDIFReader reader) throws IOException {
    try {
      return reader.readEntry();
    } catch (LDIFException e) {
      throw new IOException(
          "line " + e.getLineNumber() + ": is no LDIF (RFC 2849): " + e.getMessage(), e);
    }
  }

  private static Optional<Mailbox> mailbox(String text) {
    try {
      return Optional.of(Mailbox.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Schema schema() {
    try {
      return Schema.getDefaultStandardSchema();
    } catch (LDAPException e) {
      throw new IllegalStateException("LDAP: the standard schema is missing", e);
    }
  }
}
