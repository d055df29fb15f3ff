package org.signetmail.tlog;

import java.util.Objects;

/**
 * Bytes or text that are not what they claim to be: a note, a checkpoint, a proof, a key, an entry
 * or a path of the log. The message is one line: object, what is wrong, clause.
 *
 * <p>It says nothing about truth. A well-formed proof of something false is not this exception but
 * a {@link Verification.Refused}.
 */
public final class LogFormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** An exception with this line as its message. */
  public LogFormatException(String message) {
    super(message);
  }

  /** An exception with this line as its message, and the exception behind it. */
  public LogFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The line. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
