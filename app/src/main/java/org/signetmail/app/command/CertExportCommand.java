package org.signetmail.app.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.DirectoryHost;
import org.signetmail.app.organization.Organization;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.ListedPerson;
import org.signetmail.lookup.SmimeaZone;
import org.signetmail.lookup.served.DirectoryLdif;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet cert export}: everybody's certificates, for other directories and for DNS. */
@Command(
    name = "export",
    header = {"Example: signet cert export --smimea --domain example.com -o smimea.zone", ""},
    description = {
      "Writes the certificates that people are encrypted to, valid and not revoked:",
      "as DNS records, as entries for an LDAP server, or as changes to a directory of yours."
    })
final class CertExportCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private Output output = new Output();

  @Option(names = "--smimea", description = "SMIMEA records for a signed zone (RFC 8162).")
  private boolean smimea;

  @Option(names = "--ldif", description = "Entries for an LDAP server (RFC 2849, RFC 2798).")
  private boolean ldif;

  @Option(
      names = "--updating",
      paramLabel = "LDIF",
      description = {
        "Changes for the entries in this file, which has dn and mail: from an Active Directory",
        "by 'ldifde -f people.ldf -r \"(mail=*)\" -l mail'."
      })
  private @Nullable Path updating;

  @Option(names = "--domain", description = "People of this domain only.")
  private @Nullable String domain;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "How long resolvers keep an SMIMEA record; ${DEFAULT-VALUE}.")
  private String life = "PT1H";

  @Override
  public Integer call() throws Exception {
    if ((smimea ? 1 : 0) + (ldif ? 1 : 0) + (updating != null ? 1 : 0) != 1) {
      throw Failure.usage("cert export: in which form? one of --smimea, --ldif, --updating FILE");
    }
    try (Organization organization = home.open()) {
      ListedPeople people = organization.store().listedPeople();
      Instant now = organization.now();
      output.write(out -> {
        if (updating != null) {
          update(updating, people, now, out);
        } else if (smimea) {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
          each(people, now, new SmimeaZone(writer, life())::add);
          writer.flush();
        } else {
          each(people, now, new DirectoryHost(organization).ldif(out));
        }
      });
    }
    return ExitCode.DONE.number();
  }

  private void each(ListedPeople people, Instant now, DirectoryLdif.Sink sink) throws IOException {
    int count = 0;
    List<Mailbox> page = people.page("", PAGE);
    while (!page.isEmpty()) {
      for (Mailbox mailbox : page) {
        Optional<ListedPerson> person =
            wanted(mailbox) ? people.of(mailbox, now) : Optional.empty();
        if (person.isPresent()) {
          sink.add(person.get());
          count++;
        }
      }
      page = people.page(page.getLast().key(), PAGE);
    }
    System.err.println(count + " people with a certificate to encrypt to");
  }

  private void update(Path theirs, ListedPeople people, Instant now, OutputStream out)
      throws IOException {
    DirectoryLdif.Changes changes;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(theirs))) {
      changes =
          DirectoryLdif.changes(
              in, mailbox -> wanted(mailbox) ? people.of(mailbox, now) : Optional.empty(), out);
    } catch (java.nio.file.NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          theirs + ": " + e.getMessage() + "; export it again with dn and mail",
          e);
    }
    System.err.println(
        changes.changed()
            + " entries get a certificate, "
            + changes.without()
            + " have nobody's, "
            + changes.unreadable()
            + " have no address");
  }

  private Duration life() {
    try {
      return Duration.parse(life);
    } catch (DateTimeParseException e) {
      throw Failure.usage("--ttl " + life + ": is no duration such as PT1H (ISO 8601)");
    }
  }

  private boolean wanted(Mailbox mailbox) {
    return domain == null || mailbox.domain().equalsIgnoreCase(domain);
  }
}
