package org.signetmail.pkix;

/**
 * One observation about a message, a certificate, a policy or a rollout: the same form everywhere.
 *
 * @param code what kind
 * @param severity how much it weighs here; normally the code's own
 * @param subject the thing it is about, as a person would name it: an address, a certificate's
 *     subject, a part number
 * @param detail what was seen, in words; never key material and never plaintext of a message
 */
public record Finding(FindingCode code, Severity severity, String subject, String detail) {

  public static Finding of(FindingCode code, String subject, String detail) {
    return new Finding(code, code.severity(), subject, detail);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Whether it answers with no, where other errors only leave the question open. */
  public boolean isContradiction() {
    return isError() && !(code instanceof PathFinding path && path.isUndetermined());
  }

  /** {@code subject: detail (clause); advice} as one line for people. */
  public String line() {
    return subject + ": " + detail + " (" + code.clause() + "); " + code.advice();
  }
}
