package org.signetmail.pkix;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * Names a public key by the SHA-256 of its DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), in
 * lower-case hexadecimal: the same for every certificate over that key.
 *
 * @param hex 64 hexadecimal digits
 */
public record KeyId(String hex) {

  public KeyId {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "key id: want 64 hexadecimal digits, have " + hex.length() + " characters");
    }
  }

  public static KeyId of(PublicKey key) {
    return ofSubjectPublicKeyInfo(key.getEncoded());
  }

  public static KeyId ofSubjectPublicKeyInfo(byte[] der) {
    try {
      return new KeyId(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
