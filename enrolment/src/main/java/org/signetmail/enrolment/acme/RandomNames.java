package org.signetmail.enrolment.acme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.signetmail.enrolment.emailreply.TokenPart;

/** Names that nobody guesses, base64url. */
final class RandomNames {
  private static final int OCTETS = 18; // 144 bits, 24 characters
  private static final int TOKEN_OCTETS = 24;

  private RandomNames() {}

  static String next(SecureRandom random) {
    return base64url(octets(random, OCTETS));
  }

  static TokenPart token(SecureRandom random) {
    return new TokenPart(base64url(octets(random, TOKEN_OCTETS)));
  }

  /** SHA-256 of a text, base64url. */
  static String digest(String text) {
    try {
      return base64url(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String base64url(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static byte[] octets(SecureRandom random, int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
