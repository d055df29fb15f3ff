package org.signetmail.app;

/** What the command tells the shell; scripts rely on the numbers. */
public enum ExitCode {
  DONE(0, "done, or passed"),
  FAILED(1, "failed: a signature that does not hold, a refusal, a check that found errors"),
  USAGE(2, "the command line or the configuration is wrong"),
  INDETERMINATE(3, "cannot say from what is at hand"),
  NOT_FOR_US(4, "none of the given keys is a recipient"),
  UNREADABLE(5, "input is unreadable, or not what it claims to be"),
  UNREACHABLE(6, "the other side or the store is unreachable");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** What it says, as every help and manual page has it. */
  public String meaning() {
    return meaning;
  }
}
