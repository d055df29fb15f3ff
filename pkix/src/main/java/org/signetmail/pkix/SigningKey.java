package org.signetmail.pkix;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A private key that signs. It has one holder: there is no way from this type into the key archive,
 * which takes {@link EncryptionKey} only.
 *
 * <p>Immutable and safe for use by many threads. Never printed: {@code toString} names the public
 * key.
 */
public final class SigningKey {
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  public SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  public KeyId id() {
    return KeyId.of(publicKey);
  }

  /** The secret itself; may be a handle into a token, without an encoded form. */
  public PrivateKey privateKey(SecretAccess token) {
    java.util.Objects.requireNonNull(token);
    return privateKey;
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
