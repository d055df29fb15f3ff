package org.signetmail.smime;

import java.util.List;

/**
 * The header fields that stand inside the protection of a message (RFC 9788 §4.2: refprotected).
 * That they stand there does not say that the protection holds: {@link #state} does. Made by the
 * reader alone. Immutable.
 */
public final class ProtectedHeaders implements Headers {
  /** How the fields came to stand there. */
  public enum Form {
    /** {@code hp="clear"} or {@code hp="cipher"} at the root of the payload. */
    RFC_9788,
    /** {@code protected-headers="v1"}: an older draft, read and never made. */
    PROTECTED_HEADERS_V1,
    /** The whole message within, as message/rfc822 (RFC 8551 §3.1), read and never made. */
    RFC_8551
  }

  /** What the author wanted, as the message says inside (RFC 9788 §2.1.1). */
  public enum Intent {
    CLEAR,
    CIPHER
  }

  /** What protects one field (RFC 9788 §4.3). */
  public enum State {
    UNPROTECTED,
    SIGNED_ONLY,
    ENCRYPTED_ONLY,
    SIGNED_AND_ENCRYPTED
  }

  private final List<HeaderField> fields;
  private final List<HeaderField> leftOutside;
  private final Form form;
  private final Intent intent;
  private final Reading.Protection signature;
  private final Reading.Protection encryption;

  ProtectedHeaders(
      List<HeaderField> fields,
      List<HeaderField> leftOutside,
      Form form,
      Intent intent,
      Reading.Protection signature,
      Reading.Protection encryption) {
    this.fields = List.copyOf(fields);
    this.leftOutside = List.copyOf(leftOutside);
    this.form = form;
    this.intent = intent;
    this.signature = signature;
    this.encryption = encryption;
  }

  @Override
  public List<HeaderField> fields() {
    return fields;
  }

  /**
   * What the author let the outside say: from {@code HP-Outer}, or in the form of RFC 8551 the
   * outside itself (RFC 9788 §4.2: refouter, §4.10.2). Empty when nothing was to be hidden.
   */
  public List<HeaderField> leftOutside() {
    return leftOutside;
  }

  public Form form() {
    return form;
  }

  public Intent intent() {
    return intent;
  }

  /**
   * What protects one of these fields (RFC 9788 §4.3.1).
   *
   * @throws IllegalArgumentException when it is not one of them
   */
  public State state(HeaderField field) {
    if (!fields.contains(field)) {
      throw new IllegalArgumentException(
          field.name() + ": is not among the protected fields (RFC 9788 §4.3.1)");
    }
    boolean isSigned = signature == Reading.Protection.PROTECTED;
    boolean isHidden =
        encryption == Reading.Protection.PROTECTED
            && intent == Intent.CIPHER
            && !leftOutside.contains(field);
    if (isHidden) {
      return isSigned ? State.SIGNED_AND_ENCRYPTED : State.ENCRYPTED_ONLY;
    }
    return isSigned ? State.SIGNED_ONLY : State.UNPROTECTED;
  }

  @Override
  public String toString() {
    return form + " " + intent + " " + fields;
  }
}
