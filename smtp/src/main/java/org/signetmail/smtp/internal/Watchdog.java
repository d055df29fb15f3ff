package org.signetmail.smtp.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections whose peer does not read what is written to it, or holds up a read beyond its
 * deadline. Java has no timeout for writing; one for reading is met by a single octet of a TLS
 * record, and in clear it costs a timer for each read, a tenth of all that a message costs. Safe
 * for many threads.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Duration patience;
  private final Thread thread;

  /**
   * @param patience for one write, and under TLS beyond the deadline of a read; exceeded by a
   *     quarter at most, and by a tenth of a second at most
   */
  public Watchdog(String name, Duration patience) {
    this.patience = patience;
    this.thread = Thread.ofVirtual().name(name + "-watchdog").start(this::watch);
  }

  public void add(Watched one) {
    watched.add(one);
  }

  public void remove(Watched one) {
    watched.remove(one);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      Duration quarter = patience.dividedBy(4);
      while (true) {
        Thread.sleep(quarter.compareTo(MOST_BETWEEN_LOOKS) < 0 ? quarter : MOST_BETWEEN_LOOKS);
        long now = System.nanoTime();
        watched.forEach(one -> one.endIfStalled(now, patience.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }
}
