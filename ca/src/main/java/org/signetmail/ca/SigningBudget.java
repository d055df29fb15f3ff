package org.signetmail.ca;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How much may be signed because strangers ask for it: so much a second, and as much again at once
 * after a pause (a token bucket). Thread-safe.
 */
final class SigningBudget {
  private final int perSecond;
  private final InstantSource clock;
  private double left;
  private Instant filled;

  SigningBudget(int perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.left = perSecond;
    this.filled = clock.instant();
  }

  /** Whether one more may be signed now. */
  synchronized boolean take() {
    Instant now = clock.instant();
    Duration passed = Duration.between(filled, now);
    if (!passed.isNegative()) {
      left = Math.min(perSecond, left + passed.toNanos() * 1e-9 * perSecond);
    }
    filled = now; // also when the clock was set back
    if (left < 1) {
      return false;
    }
    left -= 1;
    return true;
  }
}
