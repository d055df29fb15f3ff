package org.signetmail.pkix;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.OcspDraft;

/**
 * A responder's pen (RFC 6960 §4.2.2.2): signs what is said of certificates with the key of a
 * delegated responder, whose certificate goes along. Thread-safe.
 */
public final class OcspSigner {
  private final SigningIdentity responder;

  /**
   * @param responder certified by the issuer of the certificates that it speaks of
   */
  public OcspSigner(SigningIdentity responder) {
    this.responder = responder;
  }

  public Certificate certificate() {
    return responder.certificate();
  }

  /**
   * SingleResponse.
   *
   * @param thisUpdate when the status was known, to the second
   * @param nextUpdate when there will be newer information at the latest, to the second
   */
  public record Single(
      OcspCertId certificate, CertStatus status, Instant thisUpdate, Instant nextUpdate) {}

  /** An OCSPResponse that is successful, as DER. */
  public byte[] sign(List<Single> responses, Optional<byte[]> nonce, Instant producedAt) {
    return OcspDraft.signed(responder, responses, nonce, producedAt);
  }
}
