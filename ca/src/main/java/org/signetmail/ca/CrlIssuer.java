package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyId;

/** Makes and publishes full CRLs (RFC 5280 §5), for the root and for issuing authorities alike. */
final class CrlIssuer {
  private CrlIssuer() {}

  /**
   * The number is taken before the revocations are read: a CRL with a higher number can then never
   * know less than one with a lower number that was finished before it was begun, whichever nodes
   * made them.
   */
  static CrlStore.Crl publish(
      CertificateSigner pen,
      CertificateStore certificates,
      CrlStore crls,
      Instant now,
      Duration validity) {
    KeyId issuer = pen.authority().key().id();
    BigInteger number = crls.nextNumber(issuer);
    Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
    Instant nextUpdate = thisUpdate.plus(validity);
    byte[] encoded = pen.crl(number, thisUpdate, nextUpdate, certificates.revocations(issuer));
    CrlStore.Crl crl = new CrlStore.Crl(number, thisUpdate, nextUpdate, encoded);
    crls.publish(issuer, crl);
    return crl;
  }
}
