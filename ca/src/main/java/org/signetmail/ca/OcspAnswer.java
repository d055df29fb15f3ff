package org.signetmail.ca;

import java.time.Instant;
import org.signetmail.pkix.OcspFailure;

/** What a responder sends back. */
public sealed interface OcspAnswer {
  /** OCSPResponse as DER. */
  byte[] encoded();

  /**
   * The same for everybody who asks until it is renewed: caches may keep it (RFC 9919 §6).
   *
   * @param sha256 of the response, in lower-case hexadecimal
   */
  record Reusable(byte[] encoded, Instant thisUpdate, Instant nextUpdate, String sha256)
      implements OcspAnswer {}

  /** Made for this one request, because of its nonce or of all that it asks. */
  record Once(byte[] encoded) implements OcspAnswer {}

  /** No answer, and why; unsigned. */
  record Failed(OcspFailure failure) implements OcspAnswer {
    @Override
    public byte[] encoded() {
      return failure.response();
    }
  }
}
