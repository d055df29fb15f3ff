package org.signetmail.ca;

import java.time.Duration;
import java.time.Instant;

/**
 * Who of several nodes does what only one of them needs to do. A claim saves work, it protects
 * nothing: whoever was slow may find that another has taken over, and what both then do must still
 * be right. Safe for use by many threads and many nodes.
 */
public interface Claims {
  /**
   * Takes a task for a while, unless another node has it.
   *
   * @param holder the node
   * @return whether it is this holder's now
   */
  boolean claim(String task, String holder, Instant now, Duration lease);

  /** Gives a task back, if this holder has it. */
  void release(String task, String holder);
}
