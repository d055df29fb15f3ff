package org.signetmail.enrolment.emailreply;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What binds a challenge to the account that asked for it (RFC 8555 §8.1): the token and the
 * thumbprint of the account's key. In {@code email-reply-00} the token is both parts, one after the
 * other (RFC 8823 §3).
 *
 * @param thumbprint of the account's key, base64url (RFC 7638)
 */
public record KeyAuthorization(TokenPart byMail, TokenPart byHttps, String thumbprint) {

  /** Both parts, a dot, the thumbprint. */
  public String text() {
    return byMail.text() + byHttps.text() + "." + thumbprint;
  }

  /** What the response mail holds: its SHA-256, base64url without padding. */
  public String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
