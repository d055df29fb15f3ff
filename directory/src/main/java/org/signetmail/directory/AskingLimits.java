package org.signetmail.directory;

import java.time.Duration;

/**
 * How much a client nobody knows may learn, so that a directory answers people who write mail and
 * is no list to be copied. A client has a purse that fills with time; each question costs, and a
 * client whose purse is empty waits, then is refused.
 *
 * @param letters so many letters of a name make a question; fewer are too wide
 * @param entries the most people in one answer
 * @param perMinute what comes into a purse in a minute
 * @param purse what a purse holds, and has at first
 * @param patience the longest that an answer is held back; beyond it the question is refused
 */
public record AskingLimits(int letters, int entries, int perMinute, int purse, Duration patience) {
  /** Three letters, twenty people, 120 a minute, 300 at first, two seconds. */
  public static final AskingLimits STANDARD =
      new AskingLimits(3, 20, 120, 300, Duration.ofSeconds(2));

  /** What a question costs, whatever it finds. */
  public static final int QUESTION = 1;

  /** What is added for a mailbox that is not here: who guesses pays more than who knows. */
  public static final int UNKNOWN = 9;

  /** What is added for a question by name, and again for each person in its answer. */
  public static final int BY_NAME = 2;

  public AskingLimits {
    if (letters < 1 || entries < 1 || perMinute < 1 || purse < 1 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "limits for questions: everything must be at least 1; leave them out for the usual ones");
    }
  }
}
