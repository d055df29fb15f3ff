package org.signetmail.pkix;

import java.security.SecureRandom;

/** Makes key pairs of each kind. */
public final class KeyPairs {
  private KeyPairs() {}
  public static SigningKey signing(KeyAlgorithm algorithm, SecureRandom random) { throw new UnsupportedOperationException(); }
  public static EncryptionKey encryption(KeyAlgorithm algorithm, SecureRandom random) { throw new UnsupportedOperationException(); }
  /** PKCS#8 (RFC 5958; seeds for ML-KEM) of an encryption key: for the archive and for PKCS#12. */
  public static byte[] pkcs8(EncryptionKey key, SecretAccess token) { throw new UnsupportedOperationException(); }
  /** Back from PKCS#8 with the public key it belongs to; checks that they are a pair. */
  public static EncryptionKey encryptionFromPkcs8(byte[] pkcs8, byte[] subjectPublicKeyInfo) throws java.io.IOException { throw new UnsupportedOperationException(); }
}
