package org.signetmail.web.cmp;

import org.signetmail.enrolment.Proof;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.cmp.CmpSeal;

/**
 * Somebody whose message is protected by what they have.
 *
 * @param proof for the desk, which looks at it once more
 * @param seal of our answers
 */
record CmpAsker(Mailbox mailbox, Transaction.Credential credential, Proof proof, CmpSeal seal) {
  boolean isByCode() {
    return credential instanceof Transaction.Credential.Code;
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "CmpAsker[" + mailbox + "]";
  }
}
