package org.signetmail.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.signetmail.pkix.Mailbox;

/**
 * How many messages each person may have opened within an hour, on this node: as many at once, and
 * then as they come back evenly. Safe for use by many threads.
 */
final class ReprocessingPace {
  private static final double HOUR = Duration.ofHours(1).toNanos();
  private static final int REMEMBERED = 10_000;

  private record Level(double left, long at) {}

  private final int hourly;
  private final LongSupplier nanoTime;
  private final Map<Mailbox, Level> levels = new HashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  ReprocessingPace(int hourly, LongSupplier nanoTime) {
    this.hourly = hourly;
    this.nanoTime = nanoTime;
  }

  /** Whether so many more may be; then they are counted. */
  synchronized boolean take(Mailbox person, int messages) {
    long now = nanoTime.getAsLong();
    double left = left(person, now);
    if (messages > left) {
      return false;
    }
    if (levels.size() >= REMEMBERED) {
      levels.keySet().removeIf(one -> left(one, now) >= hourly);
    }
    levels.put(person, new Level(left - messages, now));
    return true;
  }

  private double left(Mailbox person, long now) {
    Level level = levels.get(person);
    return level == null
        ? hourly
        : Math.min(hourly, level.left() + (now - level.at()) * hourly / HOUR);
  }
}
