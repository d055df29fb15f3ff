package org.signetmail.pkix;

/** How much a {@link Finding} weighs. An {@code ERROR} can never stand beside a passed verdict. */
public enum Severity {
  /** The thing looked at must not be relied on for the purpose it was checked for. */
  ERROR,
  /** It holds, but somebody should act or look. */
  WARNING,
  /** Worth knowing. */
  INFO;

  /** The word used in JSON and on the terminal. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
