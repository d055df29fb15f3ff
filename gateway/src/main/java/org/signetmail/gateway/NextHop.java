package org.signetmail.gateway;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * The server to which mail goes on. {@link #send} returns only with that server's final answer.
 * Safe for use by many threads.
 */
public interface NextHop {
  /**
   * Hands one variant of a message over.
   *
   * @return the final answer for each recipient of the envelope
   * @throws IOException when no final answer came: nobody knows whether it was accepted, or no
   *     connection could be had
   */
  Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException;

  /**
   * The servers to which an envelope goes, each with its part, in the order in which they are
   * spoken to. What each of them took can then be remembered before the next is spoken to.
   */
  default Map<NextHop, Envelope> ways(Envelope envelope) {
    return Map.of(this, envelope);
  }

  /**
   * The largest message it takes, in octets, as it said last (RFC 1870 §3); empty when it did not
   * say, or nobody asked yet.
   */
  default Optional<Long> largest() {
    return Optional.empty();
  }

  /** Who takes the reports to senders: mail that goes back where the message came from. */
  default NextHop reports() {
    return this;
  }
}
