package org.signetmail.enrolment.staff;

import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody is in this system. A recovery officer is never one of the others ({@link
 * org.signetmail.archive.RoleRule}), so nobody who runs, fills or judges the system is among those
 * who open keys.
 */
public enum Role {
  /** Runs the system and its policy. Does not see who asks for whose keys, or why. */
  ADMINISTRATOR("administrator"),
  /** Brings people in: knows who stands before them. */
  ENROLMENT_AGENT("enrolment agent"),
  /** Holds a share of every archived key. */
  RECOVERY_OFFICER("recovery officer"),
  /** Sees everything and changes nothing. */
  AUDITOR("auditor");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** For a person, such as {@code enrolment agent}. */
  public String word() {
    return word;
  }

  /** What it allows. */
  public Set<Right> rights() {
    return switch (this) {
      case ADMINISTRATOR ->
          EnumSet.of(
              Right.SEE_TODAY,
              Right.SEE_PEOPLE,
              Right.CHANGE_PEOPLE,
              Right.SEE_CERTIFICATES,
              Right.REVOKE_CERTIFICATES,
              Right.DECIDE_REQUESTS,
              Right.SEE_POLICY,
              Right.SEE_ROLLOUT,
              Right.RUN_ROLLOUT);
      case ENROLMENT_AGENT ->
          EnumSet.of(
              Right.SEE_PEOPLE, Right.CHANGE_PEOPLE, Right.SEE_CERTIFICATES, Right.DECIDE_REQUESTS);
      case RECOVERY_OFFICER -> EnumSet.of(Right.SEE_RECOVERIES);
      case AUDITOR ->
          EnumSet.of(
              Right.SEE_TODAY,
              Right.SEE_PEOPLE,
              Right.SEE_CERTIFICATES,
              Right.SEE_RECOVERIES,
              Right.SEE_POLICY,
              Right.SEE_ROLLOUT,
              Right.SEE_LOG);
    };
  }
}
