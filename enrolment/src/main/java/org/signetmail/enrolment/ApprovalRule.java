package org.signetmail.enrolment;

/** Whether an administrator sees a request before its certificate is issued. */
public enum ApprovalRule {
  /** The proof is enough. */
  PROOF_ALONE,
  /**
   * Who shows a code waits for an administrator's word as well. A renewal with a valid certificate
   * does not wait.
   */
  ADMINISTRATOR
}
