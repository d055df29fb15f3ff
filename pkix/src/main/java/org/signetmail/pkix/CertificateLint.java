package org.signetmail.pkix;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.lint.Lint;
import org.signetmail.pkix.internal.lint.ProfileRules;

/**
 * Checks a certificate against standards and profiles: each rule small, its clause in the finding.
 * A signature is not looked at, so what is linted need not be signed yet.
 *
 * <p>Every certificate is held to RFC 5280 and what says more of its fields (RFC 8550, 8813, 9295,
 * 9549, 9598, 9608, 9881, 9935). One that names a reserved policy of the S/MIME Baseline
 * Requirements is held to these as well.
 */
public final class CertificateLint {
  private CertificateLint() {}

  /** What stands against anybody's certificate; empty when nothing does. */
  public static List<Finding> lint(Certificate certificate) {
    return Lint.run(certificate, SmimeBaseline.of(certificate));
  }

  /** The same, with the requirements given instead of recognised from its policy. */
  public static List<Finding> lint(Certificate certificate, SmimeBaseline baseline) {
    return Lint.run(certificate, Optional.of(baseline));
  }

  /** The same, and what the certificate does not keep of the profile. */
  public static List<Finding> lint(Certificate certificate, CertificateProfile profile) {
    return Lint.run(certificate, profile);
  }

  /** What makes the certificate useless or wrong under this issuer; empty when nothing does. */
  public static List<Finding> lintIssuer(Certificate certificate, Certificate issuer) {
    return ProfileRules.underIssuer(certificate, issuer);
  }
}
