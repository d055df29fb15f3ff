package org.signetmail.smime.internal;

import java.io.IOException;

/** A message asks more of its reader than {@link org.signetmail.smime.Budget} allows. */
public final class BudgetExceeded extends IOException {
  private static final long serialVersionUID = 1L;

  public BudgetExceeded(String what) {
    super(what);
  }
}
