package org.signetmail.enrolment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that sign somebody in: sent to their own mailbox, good for one browser, some minutes and
 * one time. HMAC-SHA-256 over the mailbox, the person's state, the browser's token and the time,
 * cut to 50 bits; none is kept, and any node can check it. Safe for many threads.
 */
final class LoginCodes {
  /** How long a code is good for, at most; at least two thirds of it. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int WINDOWS = 3;
  private static final Duration WINDOW = LONGEST.dividedBy(WINDOWS);
  private static final int SYMBOLS = 10; // of five bits each

  private final byte[] secret;

  /**
   * @param secret 32 random octets, the same on every node
   */
  LoginCodes(byte[] secret) {
    this.secret = secret.clone();
  }

  /** The code for a browser that asks now. */
  String make(Person person, String visit, Instant now) {
    return code(person, visit, window(now));
  }

  /** Whether it was made for this person and browser, lately. Takes the same time for any code. */
  boolean proves(Person person, String visit, String code, Instant now) {
    byte[] given = SpokenCode.plain(code).getBytes(StandardCharsets.UTF_8);
    boolean holds = false;
    for (int ago = 0; ago < WINDOWS; ago++) {
      byte[] right =
          SpokenCode.plain(code(person, visit, window(now) - ago)).getBytes(StandardCharsets.UTF_8);
      holds |= MessageDigest.isEqual(given, right);
    }
    return holds;
  }

  private static long window(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), WINDOW.toSeconds());
  }

  private String code(Person person, String visit, long window) {
    byte[] mac = mac(person, visit, window);
    return SpokenCode.of(mac, SYMBOLS);
  }

  private byte[] mac(Person person, String visit, long window) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update("signet login\0".getBytes(StandardCharsets.US_ASCII));
      mac.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(window)
              .putLong(person.since().getEpochSecond())
              .flip());
      mac.update((person.mailbox().key() + "\0").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(visit.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
