package org.signetmail.archive;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What the archive, the officers' rules and a recovery find wrong. Errors stop what was asked. */
public enum ArchiveFinding implements FindingCode {
  /** A certificate lets this key sign. */
  ARCHIVE_MAY_SIGN(
      "FPKI Common Policy §4.12.1",
      "make a key pair of its own for encryption; this one is its holder's alone"),
  /** Nothing can be encrypted to this kind of key. */
  ARCHIVE_CANNOT_ENCRYPT("RFC 8551 §2.3", "archive a key that mail can be encrypted to"),
  /** The private key does not belong to the public key. */
  ARCHIVE_NOT_A_PAIR("RFC 5958 §2", "send the private key that belongs to the public key"),
  /** The key cannot leave the token it is in. */
  ARCHIVE_NOT_EXPORTABLE(
      "FPKI Common Policy §4.12.1",
      "make the encryption key where it can be archived, then load it into the token"),
  /** No certificate over the key says whose it is. */
  ARCHIVE_UNKNOWN_OWNER(
      "RFC 8550 §3", "add the person, or say whose key it is with --owner or in the list"),
  /** The certificate is not for mail. */
  ARCHIVE_NOT_FOR_MAIL(
      "RFC 8550 §4.4.4", "leave it where it is: the archive keeps what opens people's mail"),
  /** A key that is archived signs by a certificate that came to light. */
  ARCHIVE_SIGNS_AFTER_ALL(
      "FPKI Common Policy §4.12.1",
      "have the certificate revoked by its issuer: officers can bring its key back"),
  /** Nothing shows that the requester holds the key and is who it is for. */
  ARCHIVE_POSSESSION(
      "RFC 4211 §4.2", "sign the request with the key, or name the owner beside the sealed key"),
  /** There are fewer recovery officers than the quorum asks for. */
  ARCHIVE_TOO_FEW_OFFICERS("Signet quorum", "enrol the missing recovery officers, then try again"),
  /** The key is archived for another owner. */
  ARCHIVE_OTHER_OWNER("FPKI Common Policy §4.12.1", "make a new key pair: this one is another's"),
  /** The transport of the key does not open. */
  ARCHIVE_TRANSPORT(
      "RFC 5083 §2.1", "seal the key again to the archive's current transport certificate"),
  /** The key came under a deprecated seal, which shows no change and hides nothing for long. */
  ARCHIVE_LEGACY_SEAL(
      Severity.WARNING,
      "RFC 4211 §2.1",
      "the key is archived; have programs send EnvelopedData, and give its owner a new key in"
          + " time"),

  /** A certificate is not of the kind that officers have. */
  OFFICER_WRONG_KIND(
      "Signet certificate profiles", "issue the officer's certificates with the officer profiles"),
  /** The officer's key has another certificate or holder. */
  OFFICER_KEY_IN_USE(
      "Signet quorum", "make keys that only this officer holds, for this office only"),
  /** The same person or key is among the officers already. */
  OFFICER_LISTED_TWICE("Signet quorum", "an officer holds one share; choose another person"),
  /** Somebody who runs or audits the system would be a recovery officer. */
  OFFICER_OTHER_ROLE(
      "FPKI Common Policy §5.2",
      "choose another person, or take the other role from this one in signet.yaml"),
  /** Too few officers are present to act for the set. */
  OFFICER_QUORUM("Signet quorum", "bring the keys of as many officers as the quorum says"),
  /** The wanted set of officers is none. */
  OFFICER_SET("Signet quorum", "name officers who are enrolled, and a quorum that they can meet"),
  /** A share in the archive does not open a record. */
  OFFICER_SHARE("NIST SP 800-38D §7.2", "bring the keys of another officer, or restore the record"),
  /** The officer's certificates name different mailboxes. */
  OFFICER_OTHER_MAILBOX("RFC 8550 §3", "issue both certificates to the officer's own mailbox"),

  /** A document of the recovery cannot be read. */
  RECOVERY_MALFORMED("Signet document", "give the file as it was made, unchanged"),
  /** The signature of a document does not hold. */
  RECOVERY_SIGNATURE(
      "RFC 5652 §5.4", "sign it again with a certificate that this organisation trusts"),
  /** A document is signed by another person than it names. */
  RECOVERY_NOT_THE_SIGNER(
      "RFC 8550 §3", "sign with the certificate of the person who asks or decides"),
  /** The receiver's certificate is not one that keys may be sealed to. */
  RECOVERY_RECEIVER("RFC 5280 §6", "name the owner's own new encryption certificate as receiver"),
  /** The archive keeps no such key for this owner. */
  RECOVERY_UNKNOWN_KEY("Signet archive", "ask for keys that the archive keeps for this owner"),
  /** The request is too old, or from the future. */
  RECOVERY_STALE("Signet recovery", "sign a new request"),
  /** The request opened a case already. */
  RECOVERY_REPEATED("Signet recovery", "sign a new request; each opens one case only"),
  /** Policy does not allow so many cases or releases in a day. */
  RECOVERY_TOO_MANY("Signet recovery policy", "wait a day, or raise the limit in signet.yaml"),
  /** Policy wants more time between request and release. */
  RECOVERY_TIME_LOCK("Signet recovery policy", "come again then"),
  /** Policy does not let owners help themselves. */
  RECOVERY_SELF_FORBIDDEN(
      "FPKI Common Policy §4.12.1", "ask the officers, or allow self-recovery in signet.yaml"),
  /** The owner cannot be told, so nobody may act for the owner alone. */
  RECOVERY_NO_ADDRESS(
      "FPKI Common Policy §4.12.1", "ask the officers: an owner who cannot be told needs them"),
  /** There is no copy of the key under a recovery code. */
  RECOVERY_NO_CODE("Signet recovery", "ask the officers; a code opens only what it was set for"),
  /** The recovery code is not the one that was set. */
  RECOVERY_WRONG_CODE("Signet recovery", "type the code that was shown when it was set"),
  /** More is wanted than was approved. */
  RECOVERY_SCOPE("Signet recovery", "ask for what lies within the approved scope"),
  /** A two-person station's file does not open. */
  STATION_UNREADABLE("Signet station", "both custodians' keys are needed, and the station's file"),
  /** Who keeps half of a station's key could also open keys, or run or judge the system. */
  STATION_CUSTODIAN(
      "FPKI Common Policy §5.2",
      "let two persons keep it who are no officers, administrators or auditors"),
  /** There is no case of this name. */
  RECOVERY_NO_SUCH_CASE("Signet recovery", "read the case's name again, check character included"),
  /** The case is closed. */
  RECOVERY_NOT_OPEN("Signet recovery", "open a new case if the keys are still needed"),
  /** Somebody decides who is no recovery officer. */
  RECOVERY_NOT_AN_OFFICER("Signet quorum", "only an enrolled recovery officer decides"),
  /** An officer would decide in a case of their own. */
  RECOVERY_OWN_CASE(
      "FPKI Common Policy §4.12.1", "leave the decision to officers who are not part of the case"),
  /** The officer decided in this case already. */
  RECOVERY_DECIDED_ALREADY("Signet quorum", "an officer decides once; ask another one"),
  /** The decision is about another case. */
  RECOVERY_OTHER_CASE("Signet recovery", "decide on the bundle of this very case"),
  /** The decision names another receiver than the case. */
  RECOVERY_OTHER_RECEIVER("Signet recovery", "fetch the bundle again and look who the receiver is"),
  /** The shares handed on are not those of this officer and case. */
  RECOVERY_WRONG_SHARES(
      "Signet recovery", "fetch the bundle again; hand on your own share of each key, once"),
  /** A share does not open. */
  RECOVERY_SHARE_UNREADABLE("RFC 5083 §2.1", "use the key that the share was sealed to"),
  /** Too few officers agreed so far. */
  RECOVERY_QUORUM("FPKI Common Policy §4.12.1", "wait for the missing officers"),
  /** Somebody else than the receiver would collect the keys. */
  RECOVERY_NOT_THE_RECEIVER("Signet recovery", "only the receiver named in the request collects"),
  /** The keys put together are not those that were archived. */
  RECOVERY_NOT_WHOLE(
      "NIST SP 800-38D §7.2",
      "ask the archive for the release again; if it stays so, open a new case"),
  /** An officer handed on something else than the share that was archived. */
  RECOVERY_FALSE_SHARE(
      "Signet archive receipt", "ask that officer why; open a new case with other officers"),
  /** Another change of the same case came first. */
  RECOVERY_BUSY("Signet recovery", "try again in a moment");

  private final Entry entry;

  ArchiveFinding(String clause, String advice) {
    this(Severity.ERROR, clause, advice);
  }

  ArchiveFinding(Severity severity, String clause, String advice) {
    entry = new Entry(Entry.word(name()).replaceFirst("-", "."), severity, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** This finding about a thing. */
  public Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
