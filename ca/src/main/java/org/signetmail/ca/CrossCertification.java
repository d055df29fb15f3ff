package org.signetmail.ca;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;

/**
 * One more certificate over our issuing authority's key, given by another authority (RFC 5280
 * §3.2): who trusts that authority's root then trusts what ours signed, before and after.
 *
 * <p>Nothing that was issued changes, because name, key and key identifier stay the same; a
 * certificate that differs in one of them is refused, for no reader could build a path with it.
 */
public final class CrossCertification {
  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";

  private CrossCertification() {}

  /** What became of what the other authority delivered. */
  public sealed interface Outcome {}

  /**
   * It can be used.
   *
   * @param path our certificate first, then the way to the other root, without it
   * @param findings without an error
   */
  public record Accepted(List<Certificate> path, List<Finding> findings) implements Outcome {
    public Accepted {
      path = List.copyOf(path);
      findings = List.copyOf(findings);
    }

    /** The certificate that the other authority gave to ours. */
    public Certificate certificate() {
      return path.getFirst();
    }
  }

  /** It cannot be used. */
  public record Refused(List<Finding> findings) implements Outcome {
    public Refused {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Looks at what another authority delivered.
   *
   * @param issuing our authority's present certificate
   * @param delivered the new certificate, and what leads to the root, in any order
   * @param roots of the other authority
   */
  public static Outcome check(
      Certificate issuing,
      Collection<Certificate> delivered,
      Collection<Certificate> roots,
      Instant now) {
    Optional<Certificate> ours =
        delivered.stream()
            .filter(one -> one.keyId().equals(issuing.keyId()) && !one.equals(issuing))
            .findFirst();
    if (ours.isEmpty()) {
      return new Refused(
          List.of(
              Finding.of(
                  CrossCertificationFinding.OTHER_KEY,
                  issuing.displayName(),
                  "is not the key of any certificate that was delivered")));
    }
    Certificate certificate = ours.get();
    List<Finding> findings = new ArrayList<>(CertificateLint.lint(certificate));
    findings.addAll(differences(issuing, certificate));
    PathValidator.Outcome path =
        PathValidator.validate(
            certificate,
            PathValidator.Purpose.ANY,
            now,
            new PathValidator.Context(
                roots,
                delivered,
                RevocationEvidence.NONE,
                RevocationChecking.OFF,
                PolicyInputs.ANY));
    findings.addAll(path.findings());
    if (path instanceof PathValidator.Outcome.Valid valid
        && findings.stream().noneMatch(Finding::isError)) {
      List<Certificate> certificates = valid.path().certificates();
      return new Accepted(certificates.subList(0, certificates.size() - 1), findings);
    }
    return new Refused(findings);
  }

  private static List<Finding> differences(Certificate issuing, Certificate certificate) {
    List<Finding> findings = new ArrayList<>();
    if (!Arrays.equals(issuing.subjectDer(), certificate.subjectDer())) {
      findings.add(
          Finding.of(
              CrossCertificationFinding.OTHER_NAME,
              certificate.displayName(),
              "is not named " + issuing.subject()));
    }
    if (!Arrays.equals(
        issuing.subjectKeyIdentifier().orElse(new byte[0]),
        certificate.subjectKeyIdentifier().orElse(new byte[0]))) {
      findings.add(
          Finding.of(
              CrossCertificationFinding.OTHER_KEY_IDENTIFIER,
              certificate.displayName(),
              "has another subject key identifier than what we issue refers to"));
    }
    Set<Certificate.Use> uses = certificate.keyUsage().orElse(Set.of());
    boolean certifies =
        certificate.isAuthority()
            && uses.contains(Certificate.Use.CERTIFICATE_SIGN)
            && uses.contains(Certificate.Use.CRL_SIGN);
    List<String> usages = certificate.extendedKeyUsage();
    boolean forMail = usages.isEmpty() || usages.contains(EMAIL_PROTECTION);
    if (!certifies || !forMail) {
      findings.add(
          Finding.of(
              CrossCertificationFinding.NOT_AN_AUTHORITY,
              certificate.displayName(),
              certifies ? "may not certify for mail" : "may not sign certificates and CRLs"));
    }
    return findings;
  }
}
