package org.signetmail.web.portal;

import java.util.List;

/** Judges a message that somebody hands in, and keeps nothing of it. For many threads. */
@FunctionalInterface
public interface MailCheck {
  /** What the seal beside the answer looks like. */
  enum Shape {
    FILLED,
    BROKEN,
    OPEN,
    EMPTY
  }

  /**
   * What a reader should know.
   *
   * @param sentence the verdict in plain words
   * @param details one finding a line
   */
  record Answer(Shape shape, String sentence, List<String> details) {
    public Answer {
      details = List.copyOf(details);
    }
  }

  /**
   * @param message as it is on the wire
   */
  Answer check(byte[] message);
}
