package org.signetmail.pkix;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.signetmail.pkix.internal.TimeStampDraft;

/**
 * The pen of a time stamping authority (RFC 3161 §2.4.2): tokens carry signingCertificateV2 over
 * the authority's certificate (RFC 5816). Thread-safe.
 */
public final class TimeStampSigner {
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  private final SigningIdentity authority;

  /**
   * @param authority whose certificate is for time stamping and nothing else
   * @throws IllegalArgumentException when it is for anything else (RFC 3161 §2.3)
   */
  public TimeStampSigner(SigningIdentity authority) {
    Certificate certificate = authority.certificate();
    boolean alone =
        certificate.extendedKeyUsage().equals(java.util.List.of(TIME_STAMPING))
            && certificate.x509().getCriticalExtensionOIDs().contains("2.5.29.37");
    if (!alone) {
      throw new IllegalArgumentException(
          certificate.displayName()
              + ": its extended key usage is not timeStamping, critical and alone (RFC 3161 §2.3);"
              + " use the certificate of a time stamping authority");
    }
    this.authority = authority;
  }

  public Certificate certificate() {
    return authority.certificate();
  }

  /**
   * What is stated besides the digest.
   *
   * @param serial of the token: never used before by this authority
   * @param time to the millisecond
   * @param accuracy how far {@code time} may be off, either way
   * @param policy as a dotted OID
   */
  public record Statement(BigInteger serial, Instant time, Duration accuracy, String policy) {}

  /** TimeStampResp with a token, granted, as DER. */
  public byte[] response(TimeStampRequest request, Statement statement) {
    return TimeStampDraft.response(authority, request, statement);
  }
}
