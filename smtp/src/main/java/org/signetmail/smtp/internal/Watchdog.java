package org.signetmail.smtp.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections whose peer does not read what is written to it, or holds up a read beyond its
 * deadline: Java has no timeout for writing, and one for reading is met by a single octet of a TLS
 * record. Safe for many threads.
 */
public final class Watchdog implements AutoCloseable {
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Duration patience;
  private final Thread thread;

  /**
   * @param patience for one write, and beyond the deadline of a read; exceeded by a quarter at most
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
      while (true) {
        Thread.sleep(patience.dividedBy(4));
        long before = System.nanoTime() - patience.toNanos();
        watched.forEach(one -> one.endIfStalled(before));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }
}
