package org.signetmail.directory;

import java.time.Duration;

/**
 * How long a lookup waits and how long an answer is believed without asking again.
 *
 * @param answerWithin the time for all sources together
 * @param keepFound how long a certificate that was found is used again; a change of trust or a new
 *     CRL ends it at once
 * @param keepMissing how long it is remembered that nothing was found, or that a source was down
 * @param remembered the most mailboxes that answers are kept for
 */
public record LookupLimits(
    Duration answerWithin, Duration keepFound, Duration keepMissing, int remembered) {

  /** Three seconds; five minutes for what was found, half a minute for what was not. */
  public static final LookupLimits DEFAULT =
      new LookupLimits(
          Duration.ofSeconds(3), Duration.ofMinutes(5), Duration.ofSeconds(30), 100_000);

  public LookupLimits {
    if (!answerWithin.isPositive() || remembered < 1) {
      throw new IllegalArgumentException(
          "lookup limits: a lookup needs time and room for one answer; use more than zero of both");
    }
  }
}
