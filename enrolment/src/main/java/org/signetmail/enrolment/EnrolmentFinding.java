package org.signetmail.enrolment;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a person does not get certificates, or keeps one longer than meant. */
public enum EnrolmentFinding implements FindingCode {
  /** Nobody of this mailbox is known. */
  UNKNOWN_PERSON("S/MIME BR §3.2", "add or invite the person first"),
  /** The person has no invitation. */
  NOT_INVITED("S/MIME BR §3.2", "invite the person first"),
  /** The person has certificates already. */
  ALREADY_ENROLLED("S/MIME BR §4.7", "replace the keys if the person lost them"),
  /** The person has no certificates yet. */
  NOT_ENROLLED("S/MIME BR §4.7", "enrol the person; there is nothing to replace yet"),
  /** The code is not that of the latest invitation, or too old. */
  CODE_WRONG(
      "S/MIME BR §3.2.2.2",
      "use the code of the latest invitation within a day, or ask for a new one"),
  /** The code that began the session has been used for certificates, or another one is newer. */
  SESSION_STALE("S/MIME BR §3.2.2.2", "sign in again, with a new code"),
  /** An administrator would vouch for themselves. */
  VOUCHED_FOR_SELF("S/MIME BR §3.2", "let another administrator vouch"),
  /** The request is not signed with a key whose certificate is valid. */
  NO_CURRENT_KEY(
      "S/MIME BR §4.7",
      "sign with the key of your valid certificate, or prove the mailbox in another way"),
  /** The challenge was answered by another mailbox. */
  OTHER_MAILBOX_PROVEN("RFC 8823 §3 (8)", "order for the mailbox that answers the challenge"),
  /** Nothing shows that one person holds both keys. */
  KEYS_NOT_BOUND("RFC 9883 §1", "make the request again, on the machine that holds both keys"),
  /** The same key would sign and decrypt. */
  ONE_KEY_FOR_BOTH("NIST SP 800-57 Part 1 §5.2", "make one key to sign and another to decrypt"),
  /** The request is for a certificate that would sign and encrypt, or certify. */
  USE_UNCLEAR(
      "RFC 5280 §4.2.1.3",
      "ask in one request for digitalSignature, in another for keyEncipherment or keyAgreement"),
  /** The request is for an encryption certificate over a key that the archive does not keep. */
  NOT_ARCHIVED(
      "FPKI Common Policy §4.12.1",
      "have the key made and archived (EST /serverkeygen, the portal), or ask for a signing"
          + " certificate"),
  /** An administrator denied the request. */
  DENIED("S/MIME BR §4.2.2", "ask the administrator why, and make a new request with a new key"),
  /**
   * The organisation wants the gateway to read for this person, and the request has no key for it.
   */
  RING_WANTED(
      "FPKI Common Policy §4.12.1",
      "make the request again with the key sealed to the ring's certificate too ('signet keyring"
          + " transport'), or have the person taken out of the groups of 'gateway-mode'"),
  /** A key was sealed for the gateway, which does not read for this person. */
  RING_CLOSED(
      "FPKI Common Policy §4.12.1",
      "make the request without it, or put the person into a group of 'gateway-mode'"),
  /** What was sealed for the gateway is another key than what was sealed for the archive. */
  RING_OTHER_KEY("FPKI Common Policy §4.12.1", "seal the same key to both"),
  /** The certificates are there, and the gateway does not have the key. */
  RING_NOT_ADDED("FPKI Common Policy §4.12.1", "hand the key in with 'signet keyring add'"),
  /** The receipt is not from an archive that is relied on. */
  RECEIPT_NOT_OURS(
      "FPKI Common Policy §4.12.1",
      "give the authority the archive's certificate that signs receipts now"),
  /** The certificate was issued by another authority. */
  OTHER_AUTHORITY("RFC 5280 §5", "revoke it at the authority that issued it");

  private final Entry entry;

  EnrolmentFinding(String clause, String advice) {
    entry = new Entry("enrolment." + Entry.word(name()), Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** This finding about a thing. */
  Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
