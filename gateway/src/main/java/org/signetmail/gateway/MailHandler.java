package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.smime.Octets;

/**
 * Takes mail in for a server: its answers are the server's answers. The server says {@code 250} to
 * a message only when {@link #handle} did. Called from many threads at once.
 */
public interface MailHandler {
  /**
   * The largest message that is worth sending now, in octets, for the server to announce (RFC 1870
   * §4); a larger one may still be taken. Empty when it is not known.
   */
  default Optional<Long> largest() {
    return Optional.empty();
  }

  /** Runs all that a client says, on this thread; who wants to see it whole is around it. */
  default void session(Runnable conversation) {
    conversation.run();
  }

  /** Whether mail from this sender is taken; {@code envelope} has no recipients yet. */
  default Answer sender(Arrival arrival, Envelope envelope) {
    return Answer.OK;
  }

  /** Whether this recipient is taken, next to those already in {@code envelope}. */
  default Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return Answer.OK;
  }

  /**
   * Takes responsibility for a message, or does not: one answer for all its recipients. Must be
   * durable, or handed to one who is, before it answers {@link Answer.Kind#ACCEPTED}.
   *
   * @param message with CR LF line ends only; its caller closes it
   */
  Answer handle(Arrival arrival, Envelope envelope, Octets message);
}
