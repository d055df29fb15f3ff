package org.signetmail.enrolment.emailreply;

import java.util.Base64;
import java.util.Optional;

/**
 * Half of the token of an {@code email-reply-00} challenge (RFC 8823 §3): the first comes by mail,
 * the second over HTTPS. Only who gets both can answer.
 *
 * @param text base64url without padding (RFC 8555 §8.1)
 */
public record TokenPart(String text) {
  /** What a part that goes by mail must hold at least (RFC 8823 §3.1). */
  public static final int LEAST_BITS = 128;

  private static final int LONGEST = 512; // characters; nobody needs a token of 3,000 bits

  public TokenPart {
    if (!isBase64url(text)) {
      throw new IllegalArgumentException("token: is not base64url (RFC 4648 §5); order again");
    }
  }

  /**
   * Reads a part as a subject or a challenge object has it: blanks and padding do not count, the
   * RFC's own example has some. Empty when it is not base64url.
   */
  public static Optional<TokenPart> of(String written) {
    String text = written.replaceAll("\\s+", "").replaceFirst("={1,2}$", "");
    return isBase64url(text) ? Optional.of(new TokenPart(text)) : Optional.empty();
  }

  /** How many bits it holds. */
  public int bits() {
    return Base64.getUrlDecoder().decode(text).length * Byte.SIZE;
  }

  private static boolean isBase64url(String text) {
    return text.length() <= LONGEST && text.matches("[A-Za-z0-9_-]+") && text.length() % 4 != 1;
  }
}
