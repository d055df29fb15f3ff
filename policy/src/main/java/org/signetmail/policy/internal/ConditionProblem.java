package org.signetmail.policy.internal;

/** A condition that cannot be used, with where and what to do. */
public final class ConditionProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final String hint;

  ConditionProblem(String what, int position, String hint) {
    super(what, null, false, false);
    this.position = position;
    this.hint = hint;
  }

  /** Character within the condition, from 1. */
  public int position() {
    return position;
  }

  public String hint() {
    return hint;
  }
}
