package org.signetmail.gateway;

import org.signetmail.pkix.Mailbox;

/**
 * Where people send old encrypted mail to have it opened.
 *
 * @param address as they write it, such as {@code decrypt@example.com}
 * @param hourly how many messages one person may hand in within an hour
 */
public record ReprocessingSettings(Mailbox address, int hourly) {
  /** How many where nobody said otherwise. */
  public static final int HOURLY = 100;

  public ReprocessingSettings {
    if (hourly < 1) {
      throw new IllegalArgumentException("hourly: " + hourly + " messages are none");
    }
  }
}
