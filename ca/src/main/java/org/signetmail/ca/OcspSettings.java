package org.signetmail.ca;

import java.time.Duration;

/**
 * How a responder works.
 *
 * @param validity from thisUpdate to nextUpdate of a response; it is renewed after half of it
 * @param ready for how many certificates responses are kept in memory, at about 1,500 octets each
 * @param prepared for how many of the newest certificates they are made before anybody asks
 * @param signedPerSecond how many may be signed because of a request, on this node: those with a
 *     nonce, of certificates nobody issued, or for which none is ready
 */
public record OcspSettings(Duration validity, int ready, int prepared, int signedPerSecond) {
  /** A day, so that a node that was away for an hour harms nobody. */
  public static final OcspSettings STANDARD =
      new OcspSettings(Duration.ofHours(24), 50_000, 5_000, 500);

  public OcspSettings {
    if (validity.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "ocsp validity: " + validity + "; at least a minute (RFC 9919 §3.2.4)");
    }
    if (ready < 2 || prepared < 0 || prepared > ready || signedPerSecond < 1) {
      throw new IllegalArgumentException(
          "ocsp: keep at least 2 responses ready, prepare no more than that, and sign at least 1 a"
              + " second");
    }
  }
}
