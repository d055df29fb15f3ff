package org.signetmail.app.bench;

/** What is done with a message. */
public enum Work {
  SIGN,
  VERIFY,
  ENCRYPT,
  DECRYPT;

  /** The work whose result this one reads; itself when it reads the plain message. */
  Work before() {
    return switch (this) {
      case SIGN, VERIFY -> SIGN;
      case ENCRYPT, DECRYPT -> ENCRYPT;
    };
  }

  boolean readsPlain() {
    return before() == this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
