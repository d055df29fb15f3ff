package org.signetmail.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * How often something may be tried. Codes have 50 bits or more, so the limits are not what keeps
 * them from being guessed; they keep the noise away, and those who would have mail sent to others.
 */
public enum EntranceLimit {
  /** Codes that were wrong, from one address of the network; a company may be behind one. */
  WRONG_FROM_CLIENT(60, Duration.ofMinutes(15)),
  /** Codes that were wrong, for one mailbox. */
  WRONG_FOR_MAILBOX(30, Duration.ofMinutes(15)),
  /**
   * Passwords of the organisation's directory that were wrong, for one mailbox: fewer than after
   * which directories lock an account, so that nobody locks others out from here.
   */
  WRONG_PASSWORD(4, Duration.ofMinutes(15)),
  /** Codes for passkeys that were wrong, from one address of the network. */
  PASSKEY_FROM_CLIENT(60, Duration.ofMinutes(15)),
  /** Codes that were asked for, from one address of the network. */
  ASKED_FROM_CLIENT(120, Duration.ofMinutes(15)),
  /** Codes that go to one mailbox. */
  ASKED_FOR_MAILBOX(5, Duration.ofMinutes(15)),
  /** A code is good for one time. */
  CODE_USED(1, LoginCodes.LONGEST),
  /** Who left for the identity provider comes back once. */
  RETURNED(1, Entrance.LONGEST_ABSENCE);

  private final int most;
  private final Duration window;

  EntranceLimit(int most, Duration window) {
    this.most = most;
    this.window = window;
  }

  public int most() {
    return most;
  }

  public Duration window() {
    return window;
  }

  /** Under which name it is counted for somebody: a digest, which names nobody. */
  public String of(String whom) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((name() + " " + whom).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
