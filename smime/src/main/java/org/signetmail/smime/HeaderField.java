package org.signetmail.smime;

/**
 * One header field of a message as its meaning has it (RFC 5322 §2.2): unfolded, without the blanks
 * around its value. Immutable.
 *
 * @param name as written; names are compared without regard to case
 * @param value encoded words as they stand (RFC 2047)
 */
public record HeaderField(String name, String value) {
  /** Whether it is the field of this name. */
  public boolean is(String wanted) {
    return name.equalsIgnoreCase(wanted);
  }
}
