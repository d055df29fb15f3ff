package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who asks too often, whatever is asked: each one has so many attempts, and gets one
 * back each interval. In memory, of this node, because a flood must not reach the store; what
 * guesses secrets is counted there, by {@link AttemptStore}. The longest unused are forgotten
 * first, so that inventing names costs nothing but a place.
 *
 * <p>Safe for use by many threads.
 */
public final class AttemptLimit {
  private static final int MOST_KNOWN = 20_000;

  private final int attempts;
  private final Duration interval;
  private final InstantSource clock;

  /** When all attempts of somebody are back. */
  private final Map<String, Instant> full =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * @param attempts at once
   * @param interval in which one of them comes back
   */
  public AttemptLimit(int attempts, Duration interval, InstantSource clock) {
    if (attempts < 1 || !interval.isPositive()) {
      throw new IllegalArgumentException("attempts: at least one, and one back in some time");
    }
    this.attempts = attempts;
    this.interval = interval;
    this.clock = clock;
  }

  /** How long somebody must wait; empty when an attempt is free now. Takes none. */
  public synchronized Optional<Duration> wait(String who) {
    Instant now = clock.instant();
    Instant allBack = full.getOrDefault(who, now);
    Instant free = allBack.minus(interval.multipliedBy(attempts - 1L));
    return free.isAfter(now) ? Optional.of(Duration.between(now, free)) : Optional.empty();
  }

  /** Takes an attempt: it failed, or there shall be only so many. */
  public synchronized void take(String who) {
    Instant now = clock.instant();
    Instant allBack = full.getOrDefault(who, now);
    full.put(who, (allBack.isBefore(now) ? now : allBack).plus(interval));
  }
}
