package org.signetmail.app;

/**
 * The end of a command that could not be done: one line for a person and the exit code.
 *
 * <p>The line has the form {@code OBJECT: what is wrong (clause); what to do next} and never holds
 * key material or a message's text.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public Failure(ExitCode code, String line) {
    super(line);
    this.code = code;
  }

  public Failure(ExitCode code, String line, Throwable cause) {
    super(line, cause);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }

  /** The command line or the configuration is wrong. */
  public static Failure usage(String line) {
    return new Failure(ExitCode.USAGE, line);
  }

  /** A profile or the law of the format does not allow it. */
  public static Failure refused(IllegalArgumentException cause) {
    return new Failure(ExitCode.FAILED, String.valueOf(cause.getMessage()), cause);
  }

  /** Input is unreadable, or not what it claims to be. */
  public static Failure unreadable(String line, Throwable cause) {
    return new Failure(ExitCode.UNREADABLE, line, cause);
  }
}
