package org.signetmail.smtp.internal;

/** Something that waits for the other side, and must not do so for ever. */
interface Watched {
  /**
   * Ends the wait when it has lasted too long.
   *
   * @param now of {@link System#nanoTime}
   * @param patience in nanoseconds
   */
  void endIfStalled(long now, long patience);
}
