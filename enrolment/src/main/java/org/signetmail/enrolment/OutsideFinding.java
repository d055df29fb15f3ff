package org.signetmail.enrolment;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a certificate from an authority outside is not taken. */
public enum OutsideFinding implements FindingCode {
  /** It is over another key than the request was. */
  OTHER_KEY("RFC 8555 §7.4.2", "ask the authority what it issued; revoke it there"),
  /** It names another mailbox, or more than one. */
  OTHER_MAILBOX("RFC 8823 §3 (8)", "ask the authority what it issued; revoke it there"),
  /** It allows what was not asked for: one key would sign and be archived. */
  OTHER_USE("RFC 8823 §3.3", "choose an authority that issues for one use; revoke it there"),
  /** The same key has a certificate for another use or another holder. */
  KEY_TAKEN("NIST SP 800-57 Part 1 §5.2", "make a new key and order again; revoke it there"),
  /** The person is nobody here, or has left. */
  NOT_OURS("S/MIME BR §3.2", "add or resume the person first"),
  /** The archive's receipt cannot be checked. */
  RECEIPT_NOT_OURS("FPKI Common Policy §4.12.1", "bring back the archive's certificate");

  private final Entry entry;

  OutsideFinding(String clause, String advice) {
    entry = new Entry("outside." + Entry.word(name()), Severity.ERROR, clause, advice);
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
