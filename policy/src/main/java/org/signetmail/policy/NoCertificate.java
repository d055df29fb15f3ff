package org.signetmail.policy;

/** What becomes of a message that must be encrypted and cannot be. */
enum NoCertificate implements Word {
  REFUSE("refuse"),
  /** It is deferred, until there is a certificate or its sender's server gives up. */
  HOLD("hold"),
  /** As hold, and the recipient hears of it once. */
  INVITE("invite"),
  /** It goes under a password, as {@link PasswordForms} says. */
  PASSWORD_FORM("password-form");

  private final String word;

  NoCertificate(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
