package org.signetmail.pkix;

/**
 * A key that opens messages and the certificate by which a RecipientInfo names it (RFC 5652 §6.2).
 */
public record DecryptionIdentity(DecryptionKey key, Certificate certificate) {
  public DecryptionIdentity {
    if (!certificate.keyId().equals(key.id())) {
      throw new IllegalArgumentException(
          "decryption identity: the certificate is not over this key");
    }
  }
}
