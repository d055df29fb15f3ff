package org.signetmail.rollout;

import java.util.Locale;

/** What somebody did with secure mail for the first time, as far as the gateway saw it. */
public enum Milestone {
  /** Sent mail that left the gateway signed. */
  SENT_SIGNED,
  /** Sent mail that left the gateway encrypted. */
  SENT_ENCRYPTED,
  /** Was sent mail that only their own key, or the gateway for them, opens. */
  RECEIVED_ENCRYPTED,
  /** Answered an encrypted message, or had it opened by the gateway: it was read. */
  READ_ENCRYPTED;

  /** In small letters, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
