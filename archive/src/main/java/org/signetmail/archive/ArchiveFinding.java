package org.signetmail.archive;

import java.util.Locale;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/**
 * What the archive, the officers' rules and a recovery find wrong. All of them stop what was asked.
 */
public enum ArchiveFinding implements FindingCode {
  ARCHIVE_MAY_SIGN(
      "FPKI Common Policy §4.12.1",
      "make a key pair of its own for encryption; this one is its holder's alone"),
  ARCHIVE_CANNOT_ENCRYPT("RFC 8551 §2.3", "archive a key that mail can be encrypted to"),
  ARCHIVE_NOT_A_PAIR("RFC 5958 §2", "send the private key that belongs to the public key"),
  ARCHIVE_NOT_EXPORTABLE(
      "FPKI Common Policy §4.12.1",
      "make the encryption key where it can be archived, then load it into the token"),
  ARCHIVE_TOO_FEW_OFFICERS("Signet quorum", "enrol the missing recovery officers, then try again"),
  ARCHIVE_OTHER_OWNER("FPKI Common Policy §4.12.1", "make a new key pair: this one is another's"),
  ARCHIVE_TRANSPORT(
      "RFC 5083 §2.1", "seal the key again to the archive's current transport certificate"),

  OFFICER_WRONG_KIND(
      "Signet certificate profiles", "issue the officer's certificates with the officer profiles"),
  OFFICER_KEY_IN_USE(
      "Signet quorum", "make keys that only this officer holds, for this office only"),
  OFFICER_LISTED_TWICE("Signet quorum", "an officer holds one share; choose another person"),
  OFFICER_OTHER_MAILBOX("RFC 8550 §3", "issue both certificates to the officer's own mailbox"),

  RECOVERY_MALFORMED("Signet document", "give the file as it was made, unchanged"),
  RECOVERY_SIGNATURE(
      "RFC 5652 §5.4", "sign it again with a certificate that this organisation trusts"),
  RECOVERY_NOT_THE_SIGNER(
      "RFC 8550 §3", "sign with the certificate of the person who asks or decides"),
  RECOVERY_RECEIVER("RFC 5280 §6", "name the owner's own new encryption certificate as receiver"),
  RECOVERY_UNKNOWN_KEY("Signet archive", "ask for keys that the archive keeps for this owner"),
  RECOVERY_STALE("Signet recovery", "sign a new request"),
  RECOVERY_REPEATED("Signet recovery", "sign a new request; each opens one case only"),
  RECOVERY_NO_SUCH_CASE("Signet recovery", "read the case's name again, check character included"),
  RECOVERY_NOT_OPEN("Signet recovery", "open a new case if the keys are still needed"),
  RECOVERY_NOT_AN_OFFICER("Signet quorum", "only an enrolled recovery officer decides"),
  RECOVERY_OWN_CASE(
      "FPKI Common Policy §4.12.1", "leave the decision to officers who are not part of the case"),
  RECOVERY_DECIDED_ALREADY("Signet quorum", "an officer decides once; ask another one"),
  RECOVERY_OTHER_CASE("Signet recovery", "decide on the bundle of this very case"),
  RECOVERY_OTHER_RECEIVER("Signet recovery", "fetch the bundle again and look who the receiver is"),
  RECOVERY_WRONG_SHARES(
      "Signet recovery", "fetch the bundle again; hand on your own share of each key, once"),
  RECOVERY_SHARE_UNREADABLE("RFC 5083 §2.1", "use the key that the share was sealed to"),
  RECOVERY_QUORUM("FPKI Common Policy §4.12.1", "wait for the missing officers"),
  RECOVERY_NOT_THE_RECEIVER("Signet recovery", "only the receiver named in the request collects"),
  RECOVERY_NOT_WHOLE(
      "NIST SP 800-38D §7.2",
      "ask the archive for the release again; if it stays so, open a new case"),
  RECOVERY_BUSY("Signet recovery", "try again in a moment");

  private final String clause;
  private final String advice;

  ArchiveFinding(String clause, String advice) {
    this.clause = clause;
    this.advice = advice;
  }

  /** {@code archive.may-sign} of {@code ARCHIVE_MAY_SIGN}. */
  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String clause() {
    return clause;
  }

  @Override
  public String advice() {
    return advice;
  }

  /** This finding about a thing. */
  public Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
