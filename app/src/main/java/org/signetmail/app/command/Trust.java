package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import picocli.CommandLine.Option;

/** What a check relies on: roots, helping certificates, revocation evidence, the time. */
final class Trust {
  private static final Pattern OBJECT_IDENTIFIER = Pattern.compile("[0-2](\\.(0|[1-9][0-9]*))+");

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "ROOT",
      description = "Trusted root certificates, PEM or DER; may be repeated.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--certs",
      paramLabel = "FILE",
      description = "Certificates that help to find a path, trusted for nothing.")
  private List<Path> extra = new ArrayList<>();

  @Option(names = "--crl", paramLabel = "FILE", description = "Revocation lists; enforced.")
  private List<Path> crls = new ArrayList<>();

  @Option(names = "--ocsp", paramLabel = "FILE", description = "OCSP responses; enforced.")
  private List<Path> ocsp = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Check as of this moment: 2026-11-23T12:00:00Z; now when left out.")
  private @Nullable String at;

  @Option(
      names = "--revocation",
      paramLabel = "HOW",
      defaultValue = "if-available",
      description = "required, if-available (default) or off.")
  private String revocation = "if-available";

  @Option(names = "--policy", paramLabel = "OID", description = "Acceptable certificate policies.")
  private List<String> policies = new ArrayList<>();

  @Option(names = "--require-explicit-policy", description = "RFC 5280 §6.1.1 (e).")
  private boolean requireExplicitPolicy;

  @Option(names = "--inhibit-policy-mapping", description = "RFC 5280 §6.1.1 (f).")
  private boolean inhibitPolicyMapping;

  @Option(names = "--inhibit-any-policy", description = "RFC 5280 §6.1.1 (g).")
  private boolean inhibitAnyPolicy;

  Instant at() {
    if (at == null) {
      return Instant.now();
    }
    try {
      return Instant.parse(at);
    } catch (DateTimeParseException e) {
      throw Failure.usage("--at " + at + ": is not a moment in UTC; write 2026-11-23T12:00:00Z");
    }
  }

  PathValidator.Context context() throws IOException {
    List<CertificateList> lists = new ArrayList<>();
    for (Path file : crls) {
      lists.addAll(Certificates.readCrls(Input.smallFile(file, "a CRL"), file.toString()));
    }
    List<OcspResponse> responses = new ArrayList<>();
    for (Path file : ocsp) {
      byte[] bytes = Input.smallFile(file, "an OCSP response");
      responses.addAll(Certificates.readOcspResponses(bytes, file.toString()));
    }
    return new PathValidator.Context(
        certificates(roots),
        certificates(extra),
        RevocationEvidence.of(lists, responses),
        checking(),
        policyInputs());
  }

  private RevocationChecking checking() {
    return switch (revocation) {
      case "required" -> RevocationChecking.REQUIRED;
      case "if-available" -> RevocationChecking.IF_AVAILABLE;
      case "off" -> RevocationChecking.OFF;
      default ->
          throw Failure.usage(
              "--revocation " + revocation + ": one of required, if-available, off");
    };
  }

  private PathValidator.PolicyInputs policyInputs() {
    for (String policy : policies) {
      if (!OBJECT_IDENTIFIER.matcher(policy).matches()) {
        throw Failure.usage(
            "--policy " + policy + ": is not an object identifier; write 2.16.840.1");
      }
    }
    Set<String> initial =
        policies.isEmpty()
            ? PathValidator.PolicyInputs.ANY.initialPolicies()
            : Set.copyOf(policies);
    return new PathValidator.PolicyInputs(
        initial, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy);
  }

  static List<Certificate> certificates(List<Path> files) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      certificates.addAll(
          Certificates.read(Input.smallFile(file, "a certificate"), file.toString()));
    }
    return certificates;
  }
}
