package org.signetmail.smime;

import java.io.IOException;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.RevocationEvidence;

/** Where the status of certificates is to be had. */
public interface StatusSource {
  /** Knows of nothing: what is given must do. */
  StatusSource NONE = (certificate, issuer) -> RevocationEvidence.NONE;

  /**
   * CRLs or OCSP responses about a certificate that leads to a trusted root, trusted for nothing;
   * none when nobody says where to ask.
   *
   * @throws IOException in one line, when it cannot be had
   */
  RevocationEvidence about(Certificate certificate, Certificate issuer) throws IOException;
}
