package org.signetmail.archive;

import java.io.IOException;

/**
 * A file of the archive's (a request, a bundle, an approval, a release) is not what it claims to
 * be. The message is one line: object, what is wrong, what to do next.
 */
public final class MalformedDocument extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedDocument(String line) {
    super(line);
  }

  public MalformedDocument(String line, Throwable cause) {
    super(line, cause);
  }
}
