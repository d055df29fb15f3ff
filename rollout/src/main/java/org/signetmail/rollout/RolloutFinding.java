package org.signetmail.rollout;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What stands between an organisation and secure mail for everybody. */
public enum RolloutFinding implements FindingCode {
  /** Invited, and not enrolled. */
  NOT_ENROLLED("rollout.not-enrolled", Severity.WARNING, "remind the person, or invite them again"),
  /** Suspended: on hold with everything. */
  SUSPENDED("rollout.suspended", Severity.INFO, "invite the person again when they are back"),
  /** Enrolled, and without a valid signing certificate. */
  CANNOT_SIGN("rollout.cannot-sign", Severity.ERROR, "renew the person's certificates"),
  /** Enrolled, and without a valid encryption certificate. */
  CANNOT_READ("rollout.cannot-read", Severity.ERROR, "renew the person's certificates"),
  /** A certificate ends soon, and there is no later one. */
  ENDS_SOON("rollout.ends-soon", Severity.WARNING, "renew the person's certificates before then"),
  /** Nobody is known. */
  NOBODY("rollout.nobody", Severity.WARNING, "add people with signet user add or import"),
  /** A wave is for a group that nobody is in. */
  EMPTY_GROUP("rollout.empty-group", Severity.WARNING, "correct the group's name in the plan");

  private final Entry entry;

  RolloutFinding(String code, Severity severity, String advice) {
    entry = new Entry(code, severity, "rollout plan", advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
