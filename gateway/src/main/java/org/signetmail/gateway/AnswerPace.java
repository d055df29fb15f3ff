package org.signetmail.gateway;

import java.time.Duration;

/**
 * When mail that one of our keys was applied to is answered: only at whole steps of time, so that
 * how long the work took can be told by nobody who waits for the answer.
 */
final class AnswerPace {
  private static final long STEP = Duration.ofMillis(100).toNanos();

  private AnswerPace() {}

  /** Returns at the next whole step since {@code begin}, a value of {@link System#nanoTime}. */
  static void hold(long begin) {
    long taken = System.nanoTime() - begin;
    long left = STEP - Math.floorMod(taken, STEP);
    try {
      Thread.sleep(Duration.ofNanos(left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
