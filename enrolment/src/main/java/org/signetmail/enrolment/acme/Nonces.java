package org.signetmail.enrolment.acme;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replay-Nonces (RFC 8555 §6.5) that any node takes which any node gave: random octets, a time and
 * a MAC. Giving one costs no write; taking one is a row, so that it is taken once.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Nonces {
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final int RANDOM_OCTETS = 16;
  private static final int MAC_OCTETS = 16;

  private final byte[] secret;
  private final OrderStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param secret the same on every node
   */
  public Nonces(byte[] secret, OrderStore store, SecureRandom random, InstantSource clock) {
    this.secret = secret.clone();
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /** A fresh one. */
  public String next() {
    byte[] nonce = new byte[RANDOM_OCTETS];
    random.nextBytes(nonce);
    ByteBuffer whole = ByteBuffer.allocate(RANDOM_OCTETS + Long.BYTES + MAC_OCTETS);
    whole.put(nonce).putLong(clock.millis());
    whole.put(mac(whole.array()), 0, MAC_OCTETS);
    return RandomNames.base64url(whole.array());
  }

  /** Uses one up; whether it was one of ours, still good, and not used before. */
  public boolean take(String nonce) {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (octets.length != RANDOM_OCTETS + Long.BYTES + MAC_OCTETS
        || !RandomNames.base64url(octets).equals(nonce)) {
      return false;
    }
    byte[] mac = new byte[MAC_OCTETS];
    System.arraycopy(octets, RANDOM_OCTETS + Long.BYTES, mac, 0, MAC_OCTETS);
    byte[] right = java.util.Arrays.copyOf(mac(octets), MAC_OCTETS);
    Instant given = Instant.ofEpochMilli(ByteBuffer.wrap(octets).getLong(RANDOM_OCTETS));
    return MessageDigest.isEqual(mac, right)
        && clock.instant().isBefore(given.plus(LIFE))
        && store.take(nonce, given.plus(LIFE));
  }

  private byte[] mac(byte[] nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(nonce, 0, RANDOM_OCTETS + Long.BYTES);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
