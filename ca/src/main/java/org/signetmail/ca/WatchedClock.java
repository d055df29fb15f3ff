package org.signetmail.ca;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The system's clock, held against one that only counts on: who stamps time must notice when the
 * clock is set.
 *
 * <p>Between two looks the clock must have moved as far as the counter, but for what it may be off
 * anyway. When it has not, somebody has set it, and nobody can say whether it was right before or
 * is now: there is no time until it has gone evenly for a while. Thread-safe.
 */
public final class WatchedClock implements TrustedTime {
  private final InstantSource clock;
  private final LongSupplier nanoCounter;
  private final Duration tolerance;
  private final Duration probation;
  private Instant seen;
  private long counted;
  private long believedFrom;

  /**
   * @param nanoCounter such as {@link System#nanoTime}
   * @param tolerance what the two may differ by
   * @param probation how long the clock must go evenly after it was set
   */
  public WatchedClock(
      InstantSource clock, LongSupplier nanoCounter, Duration tolerance, Duration probation) {
    this.clock = clock;
    this.nanoCounter = nanoCounter;
    this.tolerance = tolerance;
    this.probation = probation;
    this.seen = clock.instant();
    this.counted = nanoCounter.getAsLong();
    this.believedFrom = counted;
  }

  @Override
  public synchronized Optional<Instant> now() {
    long count = nanoCounter.getAsLong();
    Instant now = clock.instant();
    Duration off = Duration.between(seen.plusNanos(count - counted), now).abs();
    if (off.compareTo(tolerance) > 0) {
      believedFrom = count + probation.toNanos();
    }
    // The anchor moves only over longer times, or many small steps would pass as none.
    if (off.compareTo(tolerance) > 0 || count - counted > probation.toNanos()) {
      seen = now;
      counted = count;
    }
    return count - believedFrom >= 0 ? Optional.of(now) : Optional.empty();
  }
}
