package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;

/**
 * Says what a message from outside came to: who signed it, and whether that holds. It opens nothing
 * but with keys that it is given. Safe for use by many threads.
 */
@FunctionalInterface
public interface Judge {
  /** Nobody judges: nothing is said about mail from outside. */
  Judge NONE = (message, at) -> Optional.empty();

  /**
   * What it came to at a time; the caller closes it. Empty when nobody judges here.
   *
   * @throws IOException when it cannot be read, one line
   */
  Optional<Reading> judge(Octets message, Instant at) throws IOException;

  /**
   * What opens this message with the keys of its recipients, and says what the inside came to; the
   * caller closes it. Empty when nobody opens here.
   */
  default Optional<SharedReading> opening(Octets message, Instant at) {
    return Optional.empty();
  }
}
