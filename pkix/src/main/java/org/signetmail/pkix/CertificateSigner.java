package org.signetmail.pkix;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** The issuer's pen: signs certificates and CRLs with an authority's key. Thread-safe. */
public final class CertificateSigner {
  private final SigningIdentity authority;

  public CertificateSigner(SigningIdentity authority) {
    this.authority = authority;
  }

  public SigningIdentity authority() {
    return authority;
  }

  /** A self-signed root. */
  public static Certificate selfSign(ToBeSigned tbs, SigningKey key) { throw new UnsupportedOperationException(); }

  /**
   * Lints what would be signed against its profile and signs it only without an error (S/MIME BR §4.3.1.2: pre-issuance linting).
   */
  public Outcome sign(ToBeSigned tbs) { throw new UnsupportedOperationException(); }

  public sealed interface Outcome {
    record Signed(Certificate certificate, List<Finding> findings) implements Outcome {}
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** A full CRL (RFC 5280 §5) as DER. */
  public byte[] crl(BigInteger number, Instant thisUpdate, Instant nextUpdate, List<Revocation> revoked) { throw new UnsupportedOperationException(); }
}
