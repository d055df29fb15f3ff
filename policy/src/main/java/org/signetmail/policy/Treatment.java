package org.signetmail.policy;

import java.util.List;

/**
 * What is done to a message for one recipient before it goes on.
 *
 * @param cryptoProfile by its word: {@code auto}, {@code compatible} …
 * @param removedFromSubject texts that are taken out of the subject, whatever their case
 * @param alsoReaders who can open it besides, where it is encrypted
 * @param reception of mail from outside
 */
public record Treatment(
    Sign sign,
    Encrypt encrypt,
    String cryptoProfile,
    List<String> removedFromSubject,
    List<AlsoReader> alsoReaders,
    Reception reception) {
  /** Nothing: the message goes on octet for octet. */
  public static final Treatment LEAVE = new Treatment(Sign.NO, Encrypt.NO, "auto");

  public Treatment {
    removedFromSubject = List.copyOf(removedFromSubject);
    alsoReaders = List.copyOf(alsoReaders);
  }

  /** Of our own mail. */
  public Treatment(
      Sign sign,
      Encrypt encrypt,
      String cryptoProfile,
      List<String> removedFromSubject,
      List<AlsoReader> alsoReaders) {
    this(sign, encrypt, cryptoProfile, removedFromSubject, alsoReaders, Reception.NONE);
  }

  /** Nothing is taken out of the subject, and nobody else can open it. */
  public Treatment(Sign sign, Encrypt encrypt, String cryptoProfile) {
    this(sign, encrypt, cryptoProfile, List.of(), List.of());
  }

  /** The same by another profile. */
  Treatment by(String profile) {
    return new Treatment(sign, encrypt, profile, removedFromSubject, alsoReaders, reception);
  }

  /** The same for mail that came so. */
  public Treatment receiving(Reception other) {
    return new Treatment(sign, encrypt, cryptoProfile, removedFromSubject, alsoReaders, other);
  }

  public enum Sign {
    /** With the sender's own key where the gateway is the sender's agent, else with the seal. */
    YES,
    NO
  }

  public enum Encrypt {
    /** To the recipient's own certificate. */
    TO_PERSON,
    /** To the gateway of the partner whose domain the recipient is of. */
    TO_PARTNER,
    /** Under a password, in a page that a browser opens. */
    TO_PASSWORD_PAGE,
    /** Under a password, in CMS (RFC 5652 §6.2.4). */
    TO_PASSWORD_CMS,
    NO;

    /** Whether it is for somebody without a certificate, who knows a password. */
    public boolean isToPassword() {
      return this == TO_PASSWORD_PAGE || this == TO_PASSWORD_CMS;
    }
  }

  /** Whether it is neither signed nor encrypted. */
  public boolean isPlain() {
    return sign == Sign.NO && encrypt == Encrypt.NO;
  }
}
