package org.signetmail.acme;

import java.io.IOException;

/** An authority outside did not do what was asked: one line for a person. */
public final class OutsideAuthorityException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the caller does next differs by this. */
  public enum Kind {
    /** No answer, or none that is ACME: try later, or check the address. */
    UNREACHABLE,
    /** It said no. */
    REFUSED,
    /** It has not decided yet: ask again. */
    NOT_YET
  }

  private final Kind kind;

  public OutsideAuthorityException(Kind kind, String line) {
    super(line);
    this.kind = kind;
  }

  public OutsideAuthorityException(Kind kind, String line, Throwable cause) {
    super(line, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
