package org.signetmail.policy.internal;

import java.util.List;

/** A condition that cannot be used, with everything that is wrong in it. */
public final class ConditionProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  /**
   * One thing that is wrong.
   *
   * @param position character within the condition, from 1
   * @param hint what to do
   */
  public record Issue(String what, int position, String hint) {}

  ConditionProblem(List<Issue> issues) {
    super(issues.getFirst().what(), null, false, false);
    this.issues = List.copyOf(issues);
  }

  /** At least one. */
  public List<Issue> issues() {
    return issues;
  }
}
