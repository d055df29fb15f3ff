package org.signetmail.enrolment.staff;

/** One thing that somebody who runs the system may see or do. */
public enum Right {
  /** The state of the whole system in numbers; names nobody. */
  SEE_TODAY,
  /** Who is here, in which groups and in which state. */
  SEE_PEOPLE,
  /** Invite people, suspend them and take a suspension back. */
  CHANGE_PEOPLE,
  /** Certificates that were issued, and when they end. */
  SEE_CERTIFICATES,
  /** End a certificate for ever. */
  REVOKE_CERTIFICATES,
  /** Requests that wait, and the word on them; never on one's own. */
  DECIDE_REQUESTS,
  /** Who asked for whose archived keys, why, and what the officers decided. */
  SEE_RECOVERIES,
  /** The policy in force, and what it would do with a message. */
  SEE_POLICY,
  /** Waves of the rollout, and how far each group is. */
  SEE_ROLLOUT,
  /** Start, hold, resume and take back waves, and remind whom they wait for. */
  RUN_ROLLOUT,
  /** The log with what is behind its commitments. */
  SEE_LOG
}
