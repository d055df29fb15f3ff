package org.signetmail.app.organization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's clock, held against the one of the database, which all nodes share. A node whose
 * clock is wrong does nothing that carries a time for years: it issues, revokes, publishes and
 * stamps nothing and takes no task of all nodes, until the two agree again. Mail goes on.
 *
 * <p>The database is asked once in ten seconds; while it is away, what it said last counts. With
 * SQLite there is no second clock. Thread-safe.
 */
public final class SharedTime {
  /** More than clocks differ that NTP holds, less than matters to any certificate. */
  public static final Duration ALLOWED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SharedTime.class);
  private static final long FRESH = Duration.ofSeconds(10).toNanos();

  private final Store store;
  private final InstantSource clock;
  private final LongSupplier nanoCounter;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Optional<Long> looked = Optional.empty();
  private volatile Optional<Duration> apart = Optional.empty();

  /**
   * @param nanoCounter such as {@link System#nanoTime}
   */
  SharedTime(Store store, InstantSource clock, LongSupplier nanoCounter) {
    this.store = store;
    this.clock = clock;
    this.nanoCounter = nanoCounter;
  }

  /** How far this clock is ahead, negative when it is behind; empty where there is one clock. */
  public Optional<Duration> ahead() {
    Optional<Long> last = looked;
    boolean isOld = last.isEmpty() || nanoCounter.getAsLong() - last.get() > FRESH;
    if (isOld && looking.compareAndSet(false, true)) {
      if (last.isEmpty()) {
        look();
      } else {
        Thread.startVirtualThread(this::look); // the database may be silent: nobody waits for it
      }
    }
    return apart;
  }

  /** What is wrong, in one line; empty when the clocks agree. */
  public Optional<String> problem() {
    return ahead()
        .filter(off -> off.abs().compareTo(ALLOWED) > 0)
        .map(off ->
            "this machine's is %d s %s the database's; set the wrong one by NTP"
                .formatted(off.abs().toSeconds(), off.isNegative() ? "behind" : "ahead of"));
  }

  boolean isApart() {
    return problem().isPresent();
  }

  /** The clock for what lasts: it does not answer while it is apart. */
  InstantSource forActs() {
    return () -> {
      problem()
          .ifPresent(wrong -> {
            throw new StoreUnavailable("clock: " + wrong);
          });
      return clock.instant();
    };
  }

  private void look() {
    try {
      boolean wasApart = isBeyond();
      Instant before = clock.instant();
      Optional<Instant> theirs = store.time();
      Instant after = clock.instant();
      // The answer was made somewhere in between; after a slow way nobody knows where.
      Duration half = Duration.between(before, after).dividedBy(2);
      apart = theirs.map(time -> Duration.between(time, before.plus(half)));
      if (isBeyond() && !wasApart) {
        LOG.error("clock: apart from the database's by {}; nothing is issued here", apart.get());
      } else if (wasApart && !isBeyond()) {
        LOG.info("clock: agrees with the database's again");
      }
    } catch (StoreUnavailable e) {
      // Whoever acts hears that from the store itself.
    } finally {
      looked = Optional.of(nanoCounter.getAsLong());
      looking.set(false);
    }
  }

  private boolean isBeyond() {
    return apart.filter(off -> off.abs().compareTo(ALLOWED) > 0).isPresent();
  }
}
