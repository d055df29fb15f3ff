package org.signetmail.app.command;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code signet cert list}: what this organisation issued, newest first. */
@Command(
    name = "list",
    header = {"Example: signet cert list --kind person-encryption --expiring P30D", ""},
    description = "Lists the certificates that we issued, newest first.")
final class CertListCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--person", paramLabel = "ADDRESS", description = "Of this person only.")
  private @Nullable String person;

  @Option(names = "--kind", description = "person-signing, person-encryption, seal, officer …")
  private @Nullable String kind;

  @Option(
      names = "--expiring",
      paramLabel = "WITHIN",
      description = "Valid ones that end within this time: P30D.")
  private @Nullable String expiring;

  @Option(names = "--revoked", description = "Revoked ones only.")
  private boolean revoked;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Predicate<CertificateRecord> wanted = wanted(Instant.now());
    try (Organization organization = home.open()) {
      if (json) {
        Json.print(
            System.out,
            out -> {
              out.writeStartArray();
              each(organization, wanted, listed -> write(out, listed));
              out.writeEndArray();
            });
      } else {
        Table table = new Table("serial", "for", "whom", "until", "state");
        each(
            organization,
            wanted,
            listed ->
                table.row(
                    listed.record().certificate().serialHex(),
                    Words.of(listed.record().kind()),
                    whom(listed.record()),
                    listed.record().certificate().notAfter().toString(),
                    state(listed.record(), Instant.now())));
        table.print(System.out, "no certificate of this kind");
      }
    }
    return ExitCode.DONE.number();
  }

  private static void each(
      Organization organization, Predicate<CertificateRecord> wanted, Consumer<Listed> consumer) {
    List<Listed> page = organization.store().certificates().page(Long.MAX_VALUE, PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(listed -> wanted.test(listed.record())).forEach(consumer);
      page = organization.store().certificates().page(page.getLast().logIndex(), PAGE);
    }
  }

  private Predicate<CertificateRecord> wanted(Instant now) {
    Predicate<CertificateRecord> all = record -> !revoked || record.revocation().isPresent();
    if (person != null) {
      Mailbox mailbox = Mailbox.of(person);
      all = all.and(record -> record.certificate().mailboxes().contains(mailbox));
    }
    if (kind != null) {
      CertificateProfile.Kind only = kindOf(kind);
      all = all.and(record -> record.kind() == only);
    }
    if (expiring != null) {
      Instant end = now.plus(within(expiring));
      all =
          all.and(record ->
              record.revocation().isEmpty()
                  && record.certificate().notAfter().isAfter(now)
                  && record.certificate().notAfter().isBefore(end));
    }
    return all;
  }

  private static CertificateProfile.Kind kindOf(String word) {
    for (CertificateProfile.Kind kind : CertificateProfile.Kind.values()) {
      if (Words.of(kind).equals(word)) {
        return kind;
      }
    }
    throw Failure.usage(
        "--kind "
            + word
            + ": is no kind; one of "
            + String.join(
                ", ", List.of(CertificateProfile.Kind.values()).stream().map(Words::of).toList()));
  }

  private static Duration within(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw Failure.usage("--expiring " + text + ": is not a length of time; write P30D");
    }
  }

  static String whom(CertificateRecord record) {
    return record
        .owner()
        .or(() -> record.certificate().mailboxes().stream().findFirst())
        .map(Mailbox::toString)
        .orElseGet(() -> record.certificate().displayName());
  }

  static String state(CertificateRecord record, Instant now) {
    if (record.revocation().isPresent()) {
      return "revoked " + record.revocation().get().at();
    }
    return record.certificate().notAfter().isBefore(now) ? "expired" : "valid";
  }

  private static void write(JsonGenerator out, Listed listed) {
    CertificateRecord record = listed.record();
    out.writeStartObject();
    out.writeStringProperty("serial", record.certificate().serialHex());
    out.writeStringProperty("kind", Words.of(record.kind()));
    out.writeStringProperty("subject", record.certificate().subject());
    out.writeArrayPropertyStart("mailboxes");
    record.certificate().mailboxes().forEach(mailbox -> out.writeString(mailbox.toString()));
    out.writeEndArray();
    out.writeStringProperty("notBefore", record.certificate().notBefore().toString());
    out.writeStringProperty("notAfter", record.certificate().notAfter().toString());
    out.writeStringProperty("sha256", record.certificate().fingerprint());
    out.writeNumberProperty("logIndex", listed.logIndex());
    record
        .revocation()
        .ifPresent(revocation -> {
          out.writeStringProperty("revokedAt", revocation.at().toString());
          out.writeStringProperty("reason", Words.of(revocation.reason()));
        });
    out.writeEndObject();
  }
}
