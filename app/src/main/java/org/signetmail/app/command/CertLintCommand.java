package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.SmimeBaseline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet cert lint}: anybody's certificate, held to the standards and to a profile. */
@Command(
    name = "lint",
    header = {"Example: signet cert lint alice.pem --profile sponsor-strict", ""},
    description = {
      "Holds certificates to RFC 5280 and the standards of their fields, and to the S/MIME",
      "Baseline Requirements when their policy names them. Ends with 1 when there is an error."
    })
final class CertLintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "One or more certificates, PEM or DER.")
  private Path file = Path.of("");

  @Option(
      names = "--profile",
      description =
          "Type and generation (mailbox-strict, sponsor-multipurpose …), one of our kinds"
              + " (person-signing, issuing …), or a file with a profile.")
  private @Nullable String profile;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  /** What was found in one certificate. */
  private record Linted(Certificate certificate, List<Finding> findings) {}

  @Override
  public Integer call() throws Exception {
    Function<Certificate, List<Finding>> lint = lint();
    List<Linted> all =
        Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).stream()
            .map(certificate -> new Linted(certificate, lint.apply(certificate)))
            .toList();
    if (json) {
      Json.print(
          System.out,
          out -> {
            out.writeStartArray();
            all.forEach(linted -> write(out, linted));
            out.writeEndArray();
          });
    } else {
      all.forEach(CertLintCommand::print);
    }
    boolean clean =
        all.stream().allMatch(one -> one.findings().stream().noneMatch(Finding::isError));
    return (clean ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  private Function<Certificate, List<Finding>> lint() throws IOException {
    if (profile == null) {
      return CertificateLint::lint;
    }
    Optional<SmimeBaseline> baseline = SmimeBaseline.ofWord(profile);
    if (baseline.isPresent()) {
      return certificate -> CertificateLint.lint(certificate, baseline.get());
    }
    CertificateProfile own = ownProfile(profile);
    return certificate -> CertificateLint.lint(certificate, own);
  }

  private static CertificateProfile ownProfile(String name) throws IOException {
    for (CertificateProfile.Kind kind : CertificateProfile.Kind.values()) {
      if (Words.of(kind).equals(name)) {
        return CertificateProfile.standard(kind);
      }
    }
    Path path = Path.of(name);
    if (!Files.isRegularFile(path)) {
      throw Failure.usage(
          "--profile "
              + name
              + ": is no profile and no file; write sponsor-strict, person-signing, or a file");
    }
    byte[] text = Input.smallFile(path, "a profile");
    return CertificateProfile.parse(new String(text, StandardCharsets.UTF_8), name);
  }

  private static void print(Linted linted) {
    System.out.println(
        Report.printable(linted.certificate().displayName())
            + ", serial "
            + linted.certificate().serialHex()
            + SmimeBaseline.of(linted.certificate()).map(one -> ", S/MIME BR " + one).orElse(""));
    for (Finding finding : linted.findings()) {
      System.out.println(
          Report.printable(
              "  %-7s %s: %s (%s); %s"
                  .formatted(
                      finding.severity().word(),
                      finding.code().code(),
                      finding.detail(),
                      finding.code().clause(),
                      finding.code().advice())));
    }
    if (linted.findings().isEmpty()) {
      System.out.println("  nothing found");
    }
  }

  private static void write(JsonGenerator out, Linted linted) {
    out.writeStartObject();
    out.writeStringProperty("subject", linted.certificate().subject());
    out.writeStringProperty("serial", linted.certificate().serialHex());
    out.writeStringProperty("sha256", linted.certificate().fingerprint());
    SmimeBaseline.of(linted.certificate())
        .ifPresent(one -> out.writeStringProperty("baseline", one.word()));
    out.writeArrayPropertyStart("findings");
    linted.findings().forEach(finding -> Report.writeFinding(out, finding));
    out.writeEndArray();
    out.writeEndObject();
  }
}
