package org.signetmail.smtp.internal;

/** Something that waits for the other side, and must not do so for ever. */
interface Watched {
  /**
   * Closes the connection when it has been waiting since before that time.
   *
   * @param before of {@link System#nanoTime}
   */
  void endIfStalled(long before);
}
