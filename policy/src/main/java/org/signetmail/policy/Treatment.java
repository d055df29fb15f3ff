package org.signetmail.policy;

/** What is done to a message for one recipient before it goes on. */
public record Treatment(Sign sign, Encrypt encrypt, String cryptoProfile) {
  public enum Sign {
    /** With the sender's own key where the gateway is the sender's agent, else with the seal. */
    YES,
    NO
  }

  public enum Encrypt {
    YES,
    NO
  }
}
