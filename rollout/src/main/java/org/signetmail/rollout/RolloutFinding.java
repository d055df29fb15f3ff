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
  EMPTY_GROUP("rollout.empty-group", Severity.WARNING, "correct the group's name in the plan"),
  /** Enrolled, and has not sent signed mail that the gateway saw. */
  NOT_SIGNED_YET("rollout.not-signed-yet", Severity.INFO, "ask whether the mail program is set up"),
  /** Signs, and has not read encrypted mail as far as the gateway can know. */
  NOT_READ_YET("rollout.not-read-yet", Severity.INFO, "send an encrypted message and ask to reply"),
  /** A condition of a wave holds. */
  CONDITION_HOLDS("rollout.condition-holds", Severity.INFO, "nothing"),
  /** A condition of a wave does not hold. */
  CONDITION_MISSING("rollout.condition-missing", Severity.ERROR, "meet it, then start the wave"),
  /** A wave that must be done before is not. */
  WAVE_BEFORE("rollout.wave-before", Severity.ERROR, "finish the earlier wave first"),
  /** Mail to somebody could not be encrypted. */
  UNREADABLE("rollout.unreadable", Severity.WARNING, "enrol them, or agree on another way"),
  /** A server takes what secure mail needs. */
  SERVER_FIT("rollout.server-fit", Severity.INFO, "nothing"),
  /** A server lacks something that mail needs on its way. */
  SERVER_LACKS("rollout.server-lacks", Severity.WARNING, "upgrade or reconfigure the server"),
  /** A server could not be asked. */
  SERVER_SILENT("rollout.server-silent", Severity.WARNING, "look why, then plan again"),
  /** A mail program reads and writes secure mail as it is. */
  CLIENT_FIT("rollout.client-fit", Severity.INFO, "set it up as docs/clients says"),
  /** A mail program is older than its maker still mends. */
  CLIENT_UPGRADE("rollout.client-upgrade", Severity.WARNING, "upgrade it before the wave"),
  /** A mail program knows no S/MIME, or has no maker any more. */
  CLIENT_REPLACE("rollout.client-replace", Severity.WARNING, "change it, or use gateway mode"),
  /** A mail program of which nothing is known here. */
  CLIENT_UNKNOWN("rollout.client-unknown", Severity.WARNING, "ask whether it knows S/MIME"),
  /** Of some people the sample has no mail, so their mail programs are unknown. */
  CLIENT_UNSEEN("rollout.client-unseen", Severity.INFO, "give a longer sample, or ask them"),
  /** A wave of the plan. */
  WAVE_PLANNED("rollout.wave-planned", Severity.INFO, "start it with signet rollout wave start"),
  /** Part of a wave is at risk. */
  WAVE_RISK("rollout.wave-risk", Severity.WARNING, "lower the risk before the wave starts"),
  /** Groups wait for each other. */
  WAVE_CIRCLE("rollout.wave-circle", Severity.ERROR, "take one 'after' out of rollout.yaml"),
  /** Somebody is in no group, and so in no wave. */
  NO_GROUP("rollout.no-group", Severity.WARNING, "put them into a group"),
  /** Somebody is on a list and not among the people here. */
  NOT_IN_STORE("rollout.not-in-store", Severity.WARNING, "add them with signet user"),
  /** What policy shall say at a stage of the rollout. */
  POLICY_STAGE("rollout.policy-stage", Severity.INFO, "try it with signet policy simulate"),
  /** A correspondent who can be written to in secret. */
  PARTNER_READY("rollout.partner-ready", Severity.INFO, "agree when encryption is required"),
  /** Much mail goes to somebody who cannot be written to in secret. */
  PARTNER_UNREADY("rollout.partner-unready", Severity.WARNING, "agree on certificates with them"),
  /** Which form of encryption is used, and why. */
  ENCRYPTION_CHOICE("rollout.encryption-choice", Severity.INFO, "keep profile: auto"),
  /** What the law of a place says, by the jurisdiction table. */
  PLACE_RULED("rollout.place-ruled", Severity.INFO, "have counsel review it when it changes"),
  /** The law of a place limits or forbids. */
  PLACE_LIMITED("rollout.place-limited", Severity.WARNING, "have counsel decide before the wave"),
  /** Nobody wrote down what the law of a place says. */
  PLACE_UNKNOWN("rollout.place-unknown", Severity.WARNING, "add it to the jurisdiction table"),
  /** How large the certificate services must be. */
  SERVICE_SIZE("rollout.service-size", Severity.INFO, "compare with the machine's figures"),
  /** Certificates that people have from elsewhere. */
  CERTIFICATES_ELSEWHERE(
      "rollout.certificates-elsewhere", Severity.INFO, "import their keys before they end"),
  /** How a group comes to its certificates. */
  ENROLMENT_WAY("rollout.enrolment-way", Severity.INFO, "change it in rollout.yaml if need be"),
  /** What is done about backups of the key archive, and when it was last tried. */
  BACKUP_PRACTICE("rollout.backup-practice", Severity.INFO, "hold the drills as scheduled"),
  /** Nobody has shown that a backup brings keys back. */
  BACKUP_UNTRIED("rollout.backup-untried", Severity.WARNING, "run signet backup drill"),
  /** Who the recovery officers are, and how a recovery goes. */
  OFFICERS("rollout.officers", Severity.INFO, "practise a recovery once a year"),
  /** There are too few officers. */
  OFFICERS_MISSING("rollout.officers-missing", Severity.WARNING, "run signet officer enrol"),
  /** What it costs in hours. */
  EFFORT("rollout.effort", Severity.INFO, "mend the rates in rollout.yaml"),
  /** A question that only the organisation can answer. */
  OPEN_QUESTION("rollout.open-question", Severity.WARNING, "answer it in rollout.yaml");

  private final Entry entry;

  RolloutFinding(String code, Severity severity, String advice) {
    entry = new Entry(code, severity, "rollout plan", advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
