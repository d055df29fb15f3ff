package org.signetmail.app.organization;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that takes long to make: whoever asks gets the last one at once, and one that is older
 * than a minute is made anew aside. Thread-safe.
 */
final class Refreshed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Refreshed.class);
  private static final long OLD = Duration.ofMinutes(1).toNanos();

  private record Made<T>(T value, long since) {}

  private final Supplier<T> source;
  private final AtomicBoolean making = new AtomicBoolean();
  private volatile Optional<Made<T>> last;

  /**
   * @param source asked aside, by one thread at a time
   */
  Refreshed(Supplier<T> source) {
    this(source, Optional.empty());
  }

  /**
   * @param former from before the start: given out until another is made, which is begun at once
   */
  Refreshed(Supplier<T> source, Optional<T> former) {
    this.source = source;
    this.last = former.map(value -> new Made<>(value, System.nanoTime() - 2 * OLD));
  }

  /** The last one; made now where there is none yet. */
  T get() {
    return lately()
        .orElseGet(() -> {
          make();
          return last.orElseThrow().value();
        });
  }

  /** The last one; empty until the first is made, which begins now. */
  Optional<T> lately() {
    Optional<Made<T>> seen = last;
    boolean isOld = seen.isEmpty() || System.nanoTime() - seen.get().since() > OLD;
    if (isOld && making.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          make();
        } catch (RuntimeException e) {
          LOG.warn("what the console shows could not be made anew: {}", e.toString());
        } finally {
          making.set(false);
        }
      });
    }
    return seen.map(Made::value);
  }

  /** Makes it anew at once: what it was made of has changed. */
  void renew() {
    make();
  }

  private synchronized void make() {
    last = Optional.of(new Made<>(source.get(), System.nanoTime()));
  }
}
