package org.signetmail.enrolment;

import java.util.Locale;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a person does not get certificates, or keeps one longer than meant. */
public enum EnrolmentFinding implements FindingCode {
  UNKNOWN_PERSON("S/MIME BR §3.2", "add or invite the person first"),
  NOT_INVITED("S/MIME BR §3.2", "invite the person first"),
  ALREADY_ENROLLED("S/MIME BR §4.7", "replace the keys if the person lost them"),
  NOT_ENROLLED("S/MIME BR §4.7", "enrol the person; there is nothing to replace yet"),
  CODE_WRONG(
      "S/MIME BR §3.2.2.2",
      "use the code of the latest invitation within a day, or ask for a new one"),
  VOUCHED_FOR_SELF("S/MIME BR §3.2", "let another administrator vouch"),
  NO_CURRENT_KEY(
      "S/MIME BR §4.7",
      "sign with the key of your valid certificate, or prove the mailbox in another way"),
  KEYS_NOT_BOUND("RFC 9883 §1", "make the request again, on the machine that holds both keys"),
  ONE_KEY_FOR_BOTH("NIST SP 800-57 Part 1 §5.2", "make one key to sign and another to decrypt"),
  RECEIPT_NOT_OURS(
      "FPKI Common Policy §4.12.1",
      "give the authority the archive's certificate that signs receipts now"),
  OTHER_AUTHORITY("RFC 5280 §5", "revoke it at the authority that issued it");

  private final String clause;
  private final String advice;

  EnrolmentFinding(String clause, String advice) {
    this.clause = clause;
    this.advice = advice;
  }

  /** {@code enrolment.code-wrong} of {@code CODE_WRONG}. */
  @Override
  public String code() {
    return "enrolment." + name().toLowerCase(Locale.ROOT).replace('_', '-');
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
  Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
