package org.signetmail.enrolment.staff;

import static org.signetmail.enrolment.staff.Right.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody is in this system. A recovery officer is never one of the others ({@link
 * org.signetmail.archive.RoleRule}), so nobody who runs, fills or judges the system is among those
 * who open keys.
 */
public enum Role {
  /** Runs the system and its policy. Does not see who asks for whose keys, or why. */
  ADMINISTRATOR(
      "administrator",
      SEE_TODAY,
      SEE_PEOPLE,
      CHANGE_PEOPLE,
      SEE_CERTIFICATES,
      REVOKE_CERTIFICATES,
      DECIDE_REQUESTS,
      SEE_POLICY,
      SEE_ROLLOUT),
  /** Brings people in: knows who stands before them. */
  ENROLMENT_AGENT(
      "enrolment agent", SEE_PEOPLE, CHANGE_PEOPLE, SEE_CERTIFICATES, DECIDE_REQUESTS),
  /** Holds a share of every archived key. */
  RECOVERY_OFFICER("recovery officer", SEE_RECOVERIES),
  /** Sees everything and changes nothing. */
  AUDITOR(
      "auditor",
      SEE_TODAY,
      SEE_PEOPLE,
      SEE_CERTIFICATES,
      SEE_RECOVERIES,
      SEE_POLICY,
      SEE_ROLLOUT,
      SEE_LOG);

  private final String word;
  private final Set<Right> rights;

  Role(String word, Right first, Right... more) {
    this.word = word;
    this.rights = Collections.unmodifiableSet(EnumSet.of(first, more));
  }

  /** For a person, such as {@code enrolment agent}. */
  public String word() {
    return word;
  }

  /** What it allows. */
  public Set<Right> rights() {
    return rights;
  }
}
