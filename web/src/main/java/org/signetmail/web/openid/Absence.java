package org.signetmail.web.openid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A browser that is away at the identity provider: a token that it keeps, of which {@code state},
 * {@code nonce} and the PKCE verifier come under a secret. So nothing of it is kept here, any node
 * takes the browser back, and nobody who sees one of the three can tell another.
 *
 * @param token 32 random octets and the time, in Base64 for addresses
 */
record Absence(String token) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{54}");
  private static final int RANDOM_OCTETS = 32;

  static Absence begin(SecureRandom random, Instant now) {
    byte[] octets = new byte[RANDOM_OCTETS];
    random.nextBytes(octets);
    return new Absence(
        base64(
            ByteBuffer.allocate(RANDOM_OCTETS + Long.BYTES)
                .put(octets)
                .putLong(now.getEpochSecond())
                .array()));
  }

  /** Whether it can be one of ours, and is not too old; {@link #word} shows that it is. */
  boolean isOf(Instant now, Duration longest) {
    if (!FORM.matcher(token).matches()) {
      return false;
    }
    long begun = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)).getLong(RANDOM_OCTETS);
    long since = now.getEpochSecond() - begun;
    return since >= 0 && since <= longest.toSeconds();
  }

  /** One of its three words: 256 bits. */
  String word(Word word, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((word.name() + "\0").getBytes(StandardCharsets.US_ASCII));
      return base64(mac.doFinal(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** What is made of a token. */
  enum Word {
    STATE,
    NONCE,
    VERIFIER
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Absence[]";
  }
}
