package org.signetmail.smime;

import java.io.IOException;

/**
 * The input is not what it claims to be: exit code 5. One line: object, what is wrong, clause, what
 * to do.
 */
public final class MalformedMessage extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedMessage(String line) {
    super(line);
  }

  public MalformedMessage(String line, Throwable cause) {
    super(line, cause);
  }
}
