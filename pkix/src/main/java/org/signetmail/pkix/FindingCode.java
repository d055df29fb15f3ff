package org.signetmail.pkix;

/**
 * A stable, documented kind of finding. Each room lists its own in an enum ({@code PathFinding},
 * {@code MessageFinding}, …), so that the reference of findings can be generated and no code is
 * ever compared as a string.
 */
public interface FindingCode {
  /** Dotted, lower case, for ever: {@code signer.mailbox-mismatch}. */
  String code();

  /** The weight it has unless a profile says otherwise. */
  Severity severity();

  /** The clause it follows from: {@code RFC 8550 §3}. */
  String clause();

  /** What the person who reads it should do next: lower case, one sentence, no full stop. */
  String advice();
}
