package org.signetmail.enrolment;

import java.time.Duration;

/** What came of standing before a door, the portal's or the console's. */
public sealed interface Entry {
  /**
   * Come in.
   *
   * @param token a new one, for the browser alone
   */
  record Admitted(String token) implements Entry {
    /** Without the token. */
    @Override
    public String toString() {
      return "Admitted[]";
    }
  }

  /** What was shown does not count, or not any more, or whose it is may not come in. */
  record Refused() implements Entry {}

  /**
   * Too many were wrong.
   *
   * @param pause at most so long
   */
  record TooMany(Duration pause) implements Entry {}

  /** Who would know could not be asked; nothing was counted as wrong. */
  record Unreachable() implements Entry {}
}
