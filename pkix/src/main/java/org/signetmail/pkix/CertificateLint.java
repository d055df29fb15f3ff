package org.signetmail.pkix;

import java.util.List;
import org.signetmail.pkix.internal.LintRules;

/**
 * Checks a certificate against a profile: each rule small, its clause in the finding. A signature
 * is not looked at, so what is linted need not be signed yet.
 */
public final class CertificateLint {
  private CertificateLint() {}

  /** What the certificate does not keep of the profile; empty when it keeps all. */
  public static List<Finding> lint(Certificate certificate, CertificateProfile profile) {
    return new LintRules(certificate, profile).findings();
  }

  /** What makes the certificate useless or wrong under this issuer; empty when nothing does. */
  public static List<Finding> lintIssuer(Certificate certificate, Certificate issuer) {
    return LintRules.underIssuer(certificate, issuer);
  }
}
