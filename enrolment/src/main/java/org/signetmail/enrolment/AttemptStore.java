package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts what may be tried only so often, over all nodes. Durable on return, each call one
 * transaction; safe for many threads and nodes. Nothing of it is worth a backup.
 */
public interface AttemptStore {
  /**
   * Counts one more.
   *
   * @param what is counted; names nobody in clear
   * @param window from the first one on for so long all are counted together
   * @return how many there are in this window, this one included
   */
  int count(String what, Instant now, Duration window);

  /** How many there are in the window that began with the first; counts none. */
  int taken(String what, Instant now);

  /** Takes one back, because it was right. */
  void takeBack(String what);
}
