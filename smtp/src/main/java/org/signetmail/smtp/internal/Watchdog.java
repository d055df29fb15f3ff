package org.signetmail.smtp.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends connections whose peer does not read what is written to it. Safe for many threads. */
public final class Watchdog implements AutoCloseable {
  private final Set<WireOutput> watched = ConcurrentHashMap.newKeySet();
  private final Duration patience;
  private final Thread thread;

  /**
   * @param patience for one write, exceeded by a quarter at most
   */
  public Watchdog(String name, Duration patience) {
    this.patience = patience;
    this.thread = Thread.ofVirtual().name(name + "-watchdog").start(this::watch);
  }

  public void add(WireOutput output) {
    watched.add(output);
  }

  public void remove(WireOutput output) {
    watched.remove(output);
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
        watched.forEach(output -> output.endIfStalled(before));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }
}
