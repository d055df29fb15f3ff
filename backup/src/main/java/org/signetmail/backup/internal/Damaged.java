package org.signetmail.backup.internal;

import java.io.IOException;

/** The octets are not a whole backup. */
public final class Damaged extends IOException {
  private static final long serialVersionUID = 1L;

  public Damaged(String what) {
    super(what);
  }
}
