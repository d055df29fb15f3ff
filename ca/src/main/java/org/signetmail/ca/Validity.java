package org.signetmail.ca;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a certificate is valid: its profile's time, but never longer than its issuer. */
final class Validity {
  private Validity() {}

  /** The last second of validity, which is part of it (RFC 5280 §4.1.2.5). */
  static Instant end(Instant notBefore, Duration validity, Optional<Instant> issuerEnd) {
    Instant end = notBefore.plus(validity).minusSeconds(1);
    return issuerEnd.filter(end::isAfter).orElse(end);
  }
}
