package org.signetmail.enrolment.staff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.enrolment.AttemptStore;

/**
 * What a passkey signs (W3C WebAuthn §13.4.3): 16 random octets, the time, and HMAC-SHA-256 over
 * both and the browser's token, cut to 16 octets. None is kept; each is good for one browser, some
 * minutes and, over all nodes, one time. Safe for many threads.
 */
public final class PasskeyChallenges {
  /** How long one is good for. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int RANDOM = 16;
  private static final int TAG = 16;
  private static final int LENGTH = RANDOM + Long.BYTES + TAG;

  private final byte[] secret;
  private final AttemptStore attempts;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param secret 32 random octets, the same on every node
   */
  public PasskeyChallenges(
      byte[] secret, AttemptStore attempts, SecureRandom random, InstantSource clock) {
    this.secret = secret.clone();
    this.attempts = attempts;
    this.random = random;
    this.clock = clock;
  }

  /** One for the browser with this token. */
  public byte[] make(String visit) {
    byte[] nonce = new byte[RANDOM];
    random.nextBytes(nonce);
    byte[] head =
        ByteBuffer.allocate(RANDOM + Long.BYTES)
            .put(nonce)
            .putLong(clock.instant().getEpochSecond())
            .array();
    return ByteBuffer.allocate(LENGTH).put(head).put(tag(head, visit)).array();
  }

  /** Uses one up; false when it is not this browser's, too old, or was used. */
  boolean take(byte[] challenge, String visit) {
    if (challenge.length != LENGTH || visit.isEmpty()) {
      return false;
    }
    byte[] head = Arrays.copyOf(challenge, LENGTH - TAG);
    byte[] tag = Arrays.copyOfRange(challenge, LENGTH - TAG, LENGTH);
    Instant made = Instant.ofEpochSecond(ByteBuffer.wrap(head).getLong(RANDOM));
    Instant now = clock.instant();
    return MessageDigest.isEqual(tag, tag(head, visit))
        && now.isBefore(made.plus(LONGEST))
        && attempts.count("challenge " + HexFormat.of().formatHex(tag), now, LONGEST) == 1;
  }

  private byte[] tag(byte[] head, String visit) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(head);
      return Arrays.copyOf(mac.doFinal(visit.getBytes(StandardCharsets.UTF_8)), TAG);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
