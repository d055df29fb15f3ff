package org.signetmail.policy.internal;

/** A condition could not be worked out for a message. */
public final class ConditionFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ConditionFailed(String why) {
    super(why, null, false, false);
  }
}
