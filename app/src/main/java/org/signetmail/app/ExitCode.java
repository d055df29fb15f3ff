package org.signetmail.app;

/** What the command tells the shell; scripts rely on the numbers. */
public enum ExitCode {
  /** Done, or passed. */
  DONE(0),
  /** A signature that does not hold, a refusal by policy, a check that found errors. */
  FAILED(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** Nobody can say from what is at hand. */
  INDETERMINATE(3),
  /** None of the given keys is a recipient. */
  NOT_FOR_US(4),
  /** Input is unreadable, or not what it claims to be. */
  UNREADABLE(5),
  /** The other side or the store is unreachable. */
  UNREACHABLE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
