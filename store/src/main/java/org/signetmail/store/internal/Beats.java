package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How old what a replica shows can be at most. A number is written to the store again and again,
 * and it is kept when each writing began: a replica that shows a number has everything that was
 * committed before. No two clocks are compared, and nobody else's numbers count: a database that
 * follows another one than ours shows none of them. Safe for many threads.
 */
final class Beats {
  private static final Duration KEPT = Duration.ofDays(1);

  private final String node = UUID.randomUUID().toString();
  private final Duration allowed;
  private final LongSupplier nanoCounter;
  private final AtomicLong last = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Long> begun = new ConcurrentSkipListMap<>();

  /**
   * @param nanoCounter such as {@link System#nanoTime}
   */
  Beats(Duration allowed, LongSupplier nanoCounter) {
    this.allowed = allowed;
    this.nanoCounter = nanoCounter;
  }

  /** Writes the next number; it is known before it can be seen anywhere. */
  long write(Database store) {
    long beat = last.incrementAndGet();
    begun.put(beat, nanoCounter.getAsLong());
    begun.entrySet().removeIf(one -> isOld(one.getValue()));
    Instant now = Instant.now();
    store.write(session -> {
      if (beat == 1) {
        session.update("DELETE FROM replica_beat WHERE at < ?", now.minus(KEPT));
      }
      return session.update(
          "INSERT INTO replica_beat (node, beat, at) VALUES (?, ?, ?) ON CONFLICT (node)"
              + " DO UPDATE SET beat = excluded.beat, at = excluded.at"
              + " WHERE excluded.beat > replica_beat.beat",
          node,
          beat,
          now);
    });
    return beat;
  }

  /** The last number that is seen there; 0 when none of ours is. */
  long seen(Session replica) throws SQLException {
    return replica.number("SELECT coalesce(max(beat), 0) FROM replica_beat WHERE node = ?", node);
  }

  /** Whether what is seen there now is no older than allowed. */
  boolean isFresh(Session replica) throws SQLException {
    Long since = begun.get(seen(replica));
    return since != null && !isOld(since);
  }

  private boolean isOld(long since) {
    return nanoCounter.getAsLong() - since > allowed.toNanos();
  }
}
