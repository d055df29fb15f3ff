package org.signetmail.ca;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/**
 * Why the authority does not issue a certificate, before its profile is even looked at; what the
 * profile objects to has codes of its own, {@code certificate.*}.
 */
public enum IssuanceFinding implements FindingCode {
  /** The request is not signed by the key it asks a certificate for. */
  REQUEST_UNPROVEN(
      "issuance.request-unproven",
      "RFC 2986 §4.2",
      "make the request anew on the machine that holds the key"),
  /** The request names an address that nobody proved. */
  OTHER_MAILBOX(
      "issuance.other-mailbox",
      "S/MIME BR §3.2.2",
      "make the request for the one address that was proven"),
  /** The subject names an organisation that is not this one. */
  OTHER_ORGANIZATION(
      "issuance.other-organization",
      "S/MIME BR §3.2.3",
      "use the organisation's own name, or none"),
  /** One public key would sign and decrypt, or certify and do either. */
  KEY_HAS_OTHER_USE(
      "issuance.key-has-other-use", "NIST SP 800-57 Part 1 §5.2", "make a new key for this use"),
  /** Somebody else has a certificate over the same public key. */
  KEY_HAS_OTHER_HOLDER(
      "issuance.key-has-other-holder",
      "S/MIME BR §6.1.1.3",
      "make a new key; if two people hold this one, revoke its certificates as compromised"),
  /** A certificate over the same public key was revoked because others may have the key. */
  KEY_COMPROMISED("issuance.key-compromised", "S/MIME BR §6.1.1.3", "make a new key"),
  /** The archive's receipt is for another public key. */
  RECEIPT_FOR_OTHER_KEY(
      "issuance.receipt-for-other-key",
      "FPKI Common Policy §4.12.1",
      "archive the key of this certificate first"),
  /** The archive's receipt is for another person. */
  RECEIPT_FOR_OTHER_OWNER(
      "issuance.receipt-for-other-owner",
      "FPKI Common Policy §4.12.1",
      "archive the key for the person who gets the certificate"),
  /** The receipt is not from an archive that this authority relies on. */
  RECEIPT_UNKNOWN_ARCHIVE(
      "issuance.receipt-unknown-archive",
      "FPKI Common Policy §4.12.1",
      "archive the key in this organisation's archive, whose certificate the authority knows"),
  /** The authority's own certificate is not valid now. */
  AUTHORITY_NOT_VALID(
      "issuance.authority-not-valid",
      "RFC 5280 §4.1.2.5",
      "make a new issuing authority under the root, or set the clock right");

  private final Entry entry;

  IssuanceFinding(String code, String clause, String advice) {
    entry = new Entry(code, Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
