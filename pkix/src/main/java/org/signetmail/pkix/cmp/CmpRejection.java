package org.signetmail.pkix.cmp;

import java.io.Serial;

/** A message that is not taken, with what its sender is told (RFC 9483 §3.6). */
public final class CmpRejection extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final CmpFailure failure;

  /**
   * @param words one clear line for people: what is wrong, clause, what to do
   */
  public CmpRejection(CmpFailure failure, String words) {
    super(words);
    this.failure = failure;
  }

  public CmpFailure failure() {
    return failure;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
