package org.signetmail.pkix;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.signetmail.pkix.internal.RequestedStatus;

/**
 * A question for the status of one certificate (RFC 6960 §4.1), in the form of RFC 9919 §3.1: one
 * certificate, named with SHA-256, unsigned. Immutable.
 */
public final class OcspRequest {
  private static final int NONCE = 32; // octets (RFC 9654 §2.1)

  private final Certificate certificate;
  private final Certificate issuer;
  private final Optional<byte[]> nonce;
  private final byte[] encoded;

  private OcspRequest(Certificate certificate, Certificate issuer, Optional<byte[]> nonce) {
    this.certificate = certificate;
    this.issuer = issuer;
    this.nonce = nonce;
    this.encoded = RequestedStatus.encode(certificate, issuer, nonce);
  }

  /** What a response has to do with the question. */
  public enum Match {
    /** It repeats the nonce: it was made for this question. */
    FRESH,
    /** It has none, as RFC 9919 §5 lets it: its times alone say whether it counts. */
    BY_TIME,
    /** It repeats the nonce of another question, or does not speak of the certificate. */
    OTHER
  }

  /** Without a nonce, so that the answer may come from a cache. */
  public static OcspRequest of(Certificate certificate, Certificate issuer) {
    return new OcspRequest(certificate, issuer, Optional.empty());
  }

  /** With a nonce of 32 octets (RFC 9654 §2.1), against answers that are played again. */
  public static OcspRequest withNonce(
      Certificate certificate, Certificate issuer, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return new OcspRequest(certificate, issuer, Optional.of(nonce));
  }

  /** DER. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** A response that does not match is not to be made evidence of; one that does is not yet. */
  public Match match(OcspResponse response) {
    if (response.about(certificate, issuer).isEmpty()) {
      return Match.OTHER;
    }
    Optional<byte[]> repeated = response.nonce();
    if (nonce.isEmpty() || repeated.isEmpty()) {
      return Match.BY_TIME; // a nonce that was not asked for is passed over (RFC 9919 §5)
    }
    return MessageDigest.isEqual(nonce.get(), repeated.get()) ? Match.FRESH : Match.OTHER;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OcspRequest that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
