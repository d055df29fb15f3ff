package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.internal.ResponseForm;

/**
 * A successful basic OCSP response (RFC 6960 §4.2.1): what a responder says of some certificates,
 * read once and asked often. What it says counts only if the issuer of the certificate signed it,
 * or a responder that the issuer named; {@link PathValidator} sees to that.
 *
 * <p>Two are equal when their DER is equal. Immutable and safe for use by many threads.
 */
public final class OcspResponse {
  private final byte[] encoded;
  private final ResponseForm form;

  /** A key under which the signature holds: immutable, so a race computes it twice. */
  private @Nullable PublicKey signer;

  /** CertStatus (§4.2.1). */
  public enum Status {
    GOOD,
    REVOKED,
    UNKNOWN
  }

  /**
   * The answer for one certificate.
   *
   * @param revokedAt present exactly when it was revoked
   */
  public record Answer(
      Status status,
      Optional<Instant> revokedAt,
      Instant thisUpdate,
      Optional<Instant> nextUpdate) {}

  private OcspResponse(byte[] encoded) throws IOException {
    this.encoded = encoded;
    this.form = new ResponseForm(encoded);
  }

  /**
   * Parses DER.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong: also
   *     when it is the answer that there is none, such as {@code tryLater}
   */
  public static OcspResponse of(byte[] der) throws IOException {
    return new OcspResponse(der.clone());
  }

  public byte[] encoded() {
    return encoded.clone();
  }

  /** When the responder signed it. */
  public Instant producedAt() {
    return form.producedAt();
  }

  /** The nonce that the responder repeated from the request (RFC 9654), as it stands there. */
  public Optional<byte[]> nonce() {
    return form.nonce();
  }

  /** The serial numbers of the certificates of which it speaks. */
  public Set<BigInteger> serials() {
    return form.serials();
  }

  /** The answer for this certificate of this issuer, found by its CertID (§4.1.1). */
  public Optional<Answer> about(Certificate certificate, Certificate issuer) {
    return form.about(certificate, issuer);
  }

  /** The certificates that the responder sent along, trusted for nothing. */
  public List<Certificate> certificates() {
    return form.certificates();
  }

  /** Whether this certificate's subject is the responder that is named in it (§4.2.2.3). */
  public boolean names(Certificate responder) {
    return form.names(responder);
  }

  /** The dotted OID of the algorithm with which it is signed. */
  public String signatureAlgorithm() {
    return form.signatureAlgorithm();
  }

  /** The parameters of that algorithm as DER, where it has any. */
  public Optional<byte[]> signatureParameters() {
    return form.signatureParameters();
  }

  /** Whether its signature holds under a key; that it does is remembered. */
  public boolean isSignedBy(PublicKey key) {
    if (key.equals(signer)) {
      return true;
    }
    boolean holds = form.isSignedBy(key);
    if (holds) {
      signer = key;
    }
    return holds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OcspResponse that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "OcspResponse[" + producedAt() + ", " + serials().size() + " certificates]";
  }
}
