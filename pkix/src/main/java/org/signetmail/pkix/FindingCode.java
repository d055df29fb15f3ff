package org.signetmail.pkix;

import java.util.Locale;

/**
 * A stable, documented kind of finding. Each room lists its own in an enum ({@code PathFinding},
 * {@code MessageFinding}, …), so that no code is ever compared as a string; the sentence that
 * stands over each constant says what it means, and {@code docs/findings.md} is made of both.
 */
public interface FindingCode {
  /** What is the same for every finding of this kind. */
  Entry entry();

  /** Dotted, lower case, for ever: {@code signer.mailbox-mismatch}. */
  default String code() {
    return entry().code();
  }

  /** The weight it has unless a profile says otherwise. */
  default Severity severity() {
    return entry().severity();
  }

  /** The clause it follows from: {@code RFC 8550 §3}. */
  default String clause() {
    return entry().clause();
  }

  /** What the person who reads it should do next: lower case, one sentence, no full stop. */
  default String advice() {
    return entry().advice();
  }

  /** One line of the reference of findings. */
  record Entry(String code, Severity severity, String clause, String advice) {
    /** The name of a constant as a word of a code: {@code quorum-missing}. */
    public static String word(String constant) {
      return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
