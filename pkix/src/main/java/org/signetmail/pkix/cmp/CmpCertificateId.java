package org.signetmail.pkix.cmp;

import java.math.BigInteger;
import java.util.Arrays;
import org.signetmail.pkix.Certificate;

/**
 * A certificate by its issuer and serial number (CertId, RFC 4211 §6.5).
 *
 * @param issuer name, DER
 */
public record CmpCertificateId(byte[] issuer, BigInteger serial) {
  public CmpCertificateId {
    issuer = issuer.clone();
  }

  @Override
  public byte[] issuer() {
    return issuer.clone();
  }

  /** Whether this is that certificate. */
  public boolean names(Certificate certificate) {
    return serial.equals(certificate.serial()) && Arrays.equals(issuer, certificate.issuerDer());
  }
}
