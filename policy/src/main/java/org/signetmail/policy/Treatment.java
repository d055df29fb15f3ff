package org.signetmail.policy;

/**
 * What is done to a message for one recipient before it goes on.
 *
 * @param cryptoProfile by its word: {@code auto}, {@code compatible} …
 */
public record Treatment(Sign sign, Encrypt encrypt, String cryptoProfile) {
  /** Nothing: the message goes on octet for octet. */
  public static final Treatment LEAVE = new Treatment(Sign.NO, Encrypt.NO, "auto");

  public enum Sign {
    /** With the sender's own key where the gateway is the sender's agent, else with the seal. */
    YES,
    NO
  }

  public enum Encrypt {
    YES,
    NO
  }

  public boolean leaves() {
    return sign == Sign.NO && encrypt == Encrypt.NO;
  }
}
