package org.signetmail.policy;

/** What policy wants for one recipient; every kind names the rule that said so. */
public sealed interface Decision {
  /** The name of the rule in {@code policy.yaml}, or {@code default}. */
  String rule();

  record Deliver(Treatment treatment, String rule) implements Decision {}

  /** For good; {@code reason} goes to the sender and says what would make it work. */
  record Refuse(String reason, String rule) implements Decision {}

  /** For now: the sender's server tries again. */
  record Defer(String reason, String rule, Meanwhile meanwhile) implements Decision {
    /** And nothing is done until then. */
    public Defer(String reason, String rule) {
      this(reason, rule, Meanwhile.WAIT);
    }
  }

  /** What is done while a message waits. */
  enum Meanwhile {
    WAIT,
    /** The recipient is told once how to become somebody who can be encrypted to. */
    INVITE
  }
}
