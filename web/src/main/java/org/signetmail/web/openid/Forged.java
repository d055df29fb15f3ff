package org.signetmail.web.openid;

/** Something of a provider's answer does not hold; says it in a few words, without a secret. */
final class Forged extends Exception {
  private static final long serialVersionUID = 1L;

  Forged(String what) {
    super(what);
  }
}
