package org.signetmail.tlog;

import java.util.Arrays;
import org.signetmail.tlog.internal.StrictText;

/**
 * What kind of act a {@link LogEntry} records. The dotted name is part of the leaf: it never
 * changes, and a name is never used again for something else.
 */
public enum EntryType {
  /** An organisation was made: the first entry of its log. */
  ORGANIZATION_CREATED("organization.created"),
  /** Somebody was added, invited, enrolled, suspended or has left, or is in other groups. */
  PERSON_CHANGED("person.changed"),
  /** What some entries said of people was deleted; their leaves stay. */
  OPENINGS_FORGOTTEN("openings.forgotten"),
  /** The policy was replaced. */
  POLICY_CHANGED("policy.changed"),
  /** Another organisation's roots count from now on, for mailboxes of its domains. */
  PARTNER_ADDED("partner.added"),
  /** Another organisation's roots count no more. */
  PARTNER_REMOVED("partner.removed"),
  /** Another authority certified ours. */
  AUTHORITY_CERTIFIED("authority.certified"),
  /** A certificate was signed. */
  CERTIFICATE_ISSUED("certificate.issued"),
  /** A certificate that another authority issued to one of our people was taken in. */
  CERTIFICATE_IMPORTED("certificate.imported"),
  /** A certificate of former times was kept, by which old messages name somebody's key. */
  CERTIFICATE_REMEMBERED("certificate.remembered"),
  /** A certificate was revoked. */
  CERTIFICATE_REVOKED("certificate.revoked"),
  /** A certificate's hold was taken back. */
  CERTIFICATE_RELEASED("certificate.released"),
  /** An encryption key was sealed to the recovery officers and kept. */
  KEY_ARCHIVED("key.archived"),
  /** An archived key's time was over, and it was destroyed. */
  KEY_DESTROYED("key.destroyed"),
  /** A key that opens mail from outside came into the gateway's ring. */
  RING_KEY_ADDED("ring.key-added"),
  /** A key was taken out of the gateway's ring. */
  RING_KEY_REMOVED("ring.key-removed"),
  /** Somebody had old mail opened with a key of the gateway's ring. */
  RING_KEY_USED("ring.key-used"),
  /** A person became a recovery officer. */
  OFFICER_ENROLLED("officer.enrolled"),
  /** Another set of recovery officers holds what is archived from now on. */
  OFFICER_REPLACED("officer.replaced"),
  /** No record is sealed to a former set of recovery officers any more. */
  OFFICER_SET_RETIRED("officer.set-retired"),
  /** Archived keys were sealed again, to the present set of recovery officers. */
  ARCHIVE_RESEALED("archive.resealed"),
  /** Someone asked for an archived key, or for messages under it. */
  RECOVERY_REQUESTED("recovery.requested"),
  /** One officer approved a recovery. */
  RECOVERY_APPROVED("recovery.approved"),
  /** One officer denied a recovery. */
  RECOVERY_DENIED("recovery.denied"),
  /** The archive itself refused a recovery: a rule does not allow it. */
  RECOVERY_REFUSED("recovery.refused"),
  /** The requester withdrew the request. */
  RECOVERY_WITHDRAWN("recovery.withdrawn"),
  /** A quorum was reached and the key, or the messages, left the archive. */
  RECOVERY_RELEASED("recovery.released"),
  /** A case ended because nobody finished it in time. */
  RECOVERY_EXPIRED("recovery.expired"),
  /** The owner was told of a case whose notice had been withheld. */
  RECOVERY_OWNER_TOLD("recovery.owner-told"),
  /** Copies of archived keys, sealed under a code that the owner alone has, were kept. */
  RECOVERY_CODE_SET("recovery.code-set"),
  /**
   * A person's password for handing mail in was made, in place of a former one if there was one.
   */
  PASSWORD_SET("password.set"),
  /** A person's password for handing mail in was taken away. */
  PASSWORD_REMOVED("password.removed"),
  /** Somebody who runs the system registered a passkey. */
  PASSKEY_REGISTERED("passkey.registered"),
  /** All passkeys of somebody who runs the system were taken away. */
  PASSKEY_REMOVED("passkey.removed"),
  /** A password under which mail goes to somebody without a certificate was made or agreed. */
  FORM_PASSWORD_SET("form-password.set"),
  /** A password under which mail went to somebody without a certificate ended. */
  FORM_PASSWORD_ENDED("form-password.ended"),
  /** A key was made with which somebody binds an ACME account. */
  ACME_KEY_MADE("acme.key-made"),
  /** An ACME account was made; what it may order for is bound to it. */
  ACME_ACCOUNT_MADE("acme.account-made"),
  /** An ACME account was ended by an administrator. */
  ACME_ACCOUNT_REVOKED("acme.account-revoked"),
  /** An administrator let a request by a protocol have its certificate. */
  REQUEST_APPROVED("request.approved"),
  /** An administrator refused a request by a protocol. */
  REQUEST_DENIED("request.denied"),
  /** Somebody proposed a policy for a wave of the rollout. */
  WAVE_POLICY_PROPOSED("wave.policy-proposed"),
  /** A policy that was proposed for a wave of the rollout is so no more. */
  WAVE_POLICY_WITHDRAWN("wave.policy-withdrawn"),
  /** A wave of the rollout began, with its policy where it brings one. */
  WAVE_STARTED("wave.started"),
  /** A wave of the rollout is held: nobody is invited or reminded. */
  WAVE_PAUSED("wave.paused"),
  /** A wave of the rollout goes on. */
  WAVE_RESUMED("wave.resumed"),
  /** Whoever a wave of the rollout waits for was written to once more. */
  WAVE_REMINDED("wave.reminded"),
  /** Everybody in a wave of the rollout has certificates. */
  WAVE_DONE("wave.done"),
  /** The policy is again what it was before a wave of the rollout. */
  WAVE_ROLLED_BACK("wave.rolled-back"),
  /** A backup was taken. */
  BACKUP_CREATED("backup.created"),
  /** The store was replaced by a backup. */
  BACKUP_RESTORED("backup.restored"),
  /** A backup was restored beside the system, to see whether it can be. */
  BACKUP_DRILLED("backup.drilled"),
  /** A backup's time was over, and its file was deleted. */
  BACKUP_REMOVED("backup.removed");

  private final String dotted;

  EntryType(String dotted) {
    this.dotted = dotted;
  }

  /**
   * The type with this dotted name.
   *
   * @throws LogFormatException when there is none
   */
  public static EntryType ofDotted(String dotted) {
    return Arrays.stream(values())
        .filter(type -> type.dotted.equals(dotted))
        .findFirst()
        .orElseThrow(() ->
            new LogFormatException(
                "log entry: type " + StrictText.excerpt(dotted) + " is not known here"));
  }

  /** The name in the leaf, such as {@code certificate.issued}. */
  public String dotted() {
    return dotted;
  }

  /** The dotted name. */
  @Override
  public String toString() {
    return dotted;
  }
}
