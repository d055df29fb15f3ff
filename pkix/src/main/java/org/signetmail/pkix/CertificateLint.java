package org.signetmail.pkix;

import java.util.List;

/** Checks a certificate against a profile: each rule small, its clause quoted. */
public final class CertificateLint {
  private CertificateLint() {}
  public static List<Finding> lint(Certificate certificate, CertificateProfile profile) { throw new UnsupportedOperationException(); }
}
