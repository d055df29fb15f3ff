package org.signetmail.tlog;

/**
 * The outcome of checking a claim about the log: it holds, and here is what is now known, or it
 * does not, and here is why.
 *
 * @param <T> what is known when the claim holds
 */
public sealed interface Verification<T> {

  /**
   * The claim holds.
   *
   * @param value what was claimed, now checked
   */
  record Verified<T>(T value) implements Verification<T> {}

  /**
   * The claim does not hold, and nothing may be believed of it.
   *
   * @param reason one line for a person: object, what is wrong, clause
   */
  record Refused<T>(String reason) implements Verification<T> {}
}
