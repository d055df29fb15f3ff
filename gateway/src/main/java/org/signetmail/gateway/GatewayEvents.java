package org.signetmail.gateway;

import org.signetmail.policy.Facts;
import org.signetmail.policy.Treatment;

/**
 * Hears what became of mail, for counters and logs; never content or addresses. Safe for use by
 * many threads, quick, and without exceptions.
 */
public interface GatewayEvents {
  /** Nobody listens. */
  GatewayEvents NONE = new GatewayEvents() {};

  /** The next hop took one form of a message for so many recipients. */
  default void sent(Facts.Direction direction, Treatment treatment, int recipients) {}

  /** A message was answered: accepted, to be tried again, or refused. */
  default void answered(Facts.Direction direction, Answer answer) {}

  /** What became of a correspondent's certificate that came with signed mail. */
  default void harvested(Harvester.Outcome outcome) {}

  /**
   * Old mail was handed in to be opened.
   *
   * @param opened messages
   * @param closed messages that were not
   */
  default void reprocessed(int opened, int closed) {}

  /** Hears of the steps of the message that this thread works for. */
  default Steps steps() {
    return Steps.NONE;
  }

  /** Something went wrong that an administrator should know: one line. */
  default void trouble(String line) {}
}
