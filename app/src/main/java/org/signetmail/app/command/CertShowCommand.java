package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SmimeBaseline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet cert show}: one certificate with all that is known of it. */
@Command(
    name = "show",
    header = {"Example: signet cert show 1f2e3d…", ""},
    description = "Shows a certificate: ours by its serial, anybody's from a file.")
final class CertShowCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "SERIAL|FILE", description = "Hexadecimal, or PEM or DER.")
  private String what = "";

  @Option(names = "--pem", description = "The certificate itself as PEM, and nothing else.")
  private boolean pem;

  @Override
  public Integer call() throws Exception {
    Path file = Path.of(what);
    if (Files.exists(file)) {
      for (Certificate certificate :
          Certificates.read(Input.smallFile(file, "a certificate"), what)) {
        show(certificate);
      }
      return ExitCode.DONE.number();
    }
    try (Organization organization = home.open()) {
      Listed listed = OwnCertificate.bySerial(organization, what);
      show(listed.record().certificate());
      if (!pem) {
        showOurs(organization, listed);
      }
    }
    return ExitCode.DONE.number();
  }

  private void show(Certificate certificate) {
    if (pem) {
      System.out.print(certificate.pem());
      return;
    }
    System.out.println(Report.printable(certificate.displayName()));
    row("subject", certificate.subject());
    row("issuer", certificate.issuer());
    row("serial", certificate.serialHex());
    row("valid", certificate.notBefore() + " to " + certificate.notAfter());
    row(
        "addresses",
        certificate.mailboxes().stream().map(Mailbox::toString).collect(Collectors.joining(", ")));
    row(
        "key",
        certificate
            .keyAlgorithm()
            .map(KeyAlgorithm::word)
            .orElse(certificate.publicKey().getAlgorithm()));
    row(
        "may",
        certificate
            .keyUsage()
            .map(uses -> uses.stream().map(Words::of).collect(Collectors.joining(", ")))
            .orElse("everything (no key usage)"));
    row("for", String.join(", ", certificate.extendedKeyUsage()));
    row("policies", policies(certificate));
    row("sha256", certificate.fingerprint());
  }

  private static String policies(Certificate certificate) {
    return String.join(", ", certificate.policies())
        + SmimeBaseline.of(certificate).map(one -> " (S/MIME BR " + one + ")").orElse("")
        + (certificate.isSeal() ? " (the organisation's seal)" : "");
  }

  private static void showOurs(Organization organization, Listed listed) {
    CertificateRecord record = listed.record();
    row("kind", Words.of(record.kind()));
    row("owner", record.owner().map(Mailbox::toString).orElse("a service"));
    row("log index", Long.toString(listed.logIndex()));
    record
        .receipt()
        .ifPresent(receipt ->
            row("receipt", "archive record " + receipt.record() + " of " + receipt.archivedAt()));
    row(
        "state",
        record
            .revocation()
            .map(revocation -> "revoked " + revocation.at() + ", " + Words.of(revocation.reason()))
            .orElse("not revoked"));
    row("path", path(organization, record.certificate()));
  }

  private static String path(Organization organization, Certificate certificate) {
    PathValidator.Outcome outcome =
        PathValidator.validate(
            certificate,
            PathValidator.Purpose.ANY,
            Instant.now(),
            organization.trust(RevocationChecking.IF_AVAILABLE));
    if (outcome instanceof PathValidator.Outcome.Valid valid) {
      return valid.path().certificates().stream()
          .map(Certificate::displayName)
          .collect(Collectors.joining(" → "));
    }
    List<Finding> findings = outcome.findings();
    Optional<Finding> error = findings.stream().filter(Finding::isError).findFirst();
    return "none: " + error.map(Finding::detail).orElse("not found");
  }

  private static void row(String name, String value) {
    if (!value.isEmpty()) {
      System.out.printf("  %-10s %s%n", name, Report.printable(value));
    }
  }
}
