package org.signetmail.policy;

import java.util.List;

/**
 * What is done to a message for one recipient before it goes on.
 *
 * @param cryptoProfile by its word: {@code auto}, {@code compatible} …
 * @param removedFromSubject texts that are taken out of the subject, whatever their case
 */
public record Treatment(
    Sign sign, Encrypt encrypt, String cryptoProfile, List<String> removedFromSubject) {
  /** Nothing: the message goes on octet for octet. */
  public static final Treatment LEAVE = new Treatment(Sign.NO, Encrypt.NO, "auto");

  public Treatment {
    removedFromSubject = List.copyOf(removedFromSubject);
  }

  /** Nothing is taken out of the subject. */
  public Treatment(Sign sign, Encrypt encrypt, String cryptoProfile) {
    this(sign, encrypt, cryptoProfile, List.of());
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
    NO
  }

  /** Whether it is neither signed nor encrypted. */
  public boolean isPlain() {
    return sign == Sign.NO && encrypt == Encrypt.NO;
  }
}
