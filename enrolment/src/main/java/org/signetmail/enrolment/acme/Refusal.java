package org.signetmail.enrolment.acme;

import java.time.Duration;
import java.util.Optional;

/**
 * A request ends here, with a problem document. Thrown, because a request has a dozen steps of
 * which each may end it, and all end in the same way.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final int status;
  private final transient Optional<Duration> retryAfter;

  Refusal(Problem problem, int status, Optional<Duration> retryAfter) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Of this type, with its usual status. */
  public static Refusal of(Problem.Type type, String detail) {
    return new Problem(type, detail).refusal();
  }

  /** With another HTTP status: 401, 404, 413 … */
  public static Refusal of(Problem.Type type, int status, String detail) {
    return new Refusal(new Problem(type, detail), status, Optional.empty());
  }

  /** Too often (RFC 8555 §6.6). */
  public static Refusal tooOften(Duration retryAfter, String detail) {
    return new Refusal(
        new Problem(Problem.Type.RATE_LIMITED, detail),
        Problem.Type.RATE_LIMITED.status(),
        Optional.of(retryAfter));
  }

  public Problem problem() {
    return problem;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
