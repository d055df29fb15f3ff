package org.signetmail.pkix;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A private key that opens messages. Two kinds do: an {@link EncryptionKey}, which is proven never
 * to sign and may be archived; and a {@link DualUseKey}, which people bring from elsewhere, opens
 * their mail, and is never archived.
 */
public sealed interface DecryptionKey permits EncryptionKey, DualUseKey {
  PublicKey publicKey();

  /** The secret itself; may be a handle into a token, without an encoded form. */
  PrivateKey privateKey(SecretAccess token);

  default KeyId id() {
    return KeyId.of(publicKey());
  }
}
