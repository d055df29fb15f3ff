package org.signetmail.pkix;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.internal.KeyGeneration;
import org.signetmail.pkix.internal.PrivateKeys;
import org.signetmail.pkix.internal.PublicKeys;

/**
 * Makes key pairs of each kind. A pair is made either to sign or to encrypt, and its type says
 * which; no method here turns one into the other.
 */
public final class KeyPairs {
  private KeyPairs() {}

  /**
   * @throws IllegalArgumentException when the algorithm cannot sign
   */
  public static SigningKey signing(KeyAlgorithm algorithm, SecureRandom random) {
    if (!algorithm.canSign()) {
      throw new IllegalArgumentException(
          "key: " + algorithm.word() + " cannot sign; choose p-256, ed25519 or another that can");
    }
    KeyPair pair = KeyGeneration.generate(algorithm, random);
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  /**
   * @throws IllegalArgumentException when the algorithm cannot encrypt
   */
  public static EncryptionKey encryption(KeyAlgorithm algorithm, SecureRandom random) {
    if (!algorithm.canEncrypt()) {
      throw new IllegalArgumentException(
          "key: "
              + algorithm.word()
              + " cannot encrypt; choose p-256, x25519, ml-kem-768 or another that can");
    }
    KeyPair pair = KeyGeneration.generate(algorithm, random);
    if (EncryptionKey.of(pair.getPrivate(), pair.getPublic(), List.of())
        instanceof EncryptionKey.Classified.EncryptsOnly made) {
      return made.key();
    }
    throw new IllegalStateException("a new " + algorithm.word() + " key was not recognised");
  }

  /**
   * PKCS#8 of an encryption key, for the archive and for PKCS#12: RFC 5958, the seed for ML-KEM
   * (RFC 9935 §6).
   *
   * @throws IllegalArgumentException when the key lies in a token
   */
  public static byte[] pkcs8(EncryptionKey key, SecretAccess token) {
    return PrivateKeys.pkcs8(key.privateKey(token));
  }

  /**
   * A public key from its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
   *
   * @throws IOException in one clear line, when it cannot be read
   */
  public static PublicKey publicKey(byte[] subjectPublicKeyInfo) throws IOException {
    try {
      return PublicKeys.of(subjectPublicKeyInfo);
    } catch (IOException e) {
      throw new IOException("public key: " + e.getMessage() + "; look at where it was kept", e);
    }
  }

  /**
   * An encryption key back from PKCS#8.
   *
   * @param subjectPublicKeyInfo the public key that it must belong to (RFC 5280 §4.1.2.7)
   * @throws IOException in one clear line, when it cannot be read or the two are no pair
   */
  public static EncryptionKey encryptionFromPkcs8(byte[] pkcs8, byte[] subjectPublicKeyInfo)
      throws IOException {
    try {
      KeyPair pair = PrivateKeys.pair(pkcs8, subjectPublicKeyInfo);
      if (EncryptionKey.of(pair.getPrivate(), pair.getPublic(), List.of())
          instanceof EncryptionKey.Classified.EncryptsOnly read) {
        return read.key();
      }
      throw new IOException("cannot encrypt (" + pair.getPublic().getAlgorithm() + ")");
    } catch (IOException e) {
      throw new IOException("private key: " + e.getMessage() + "; look at where it was kept", e);
    }
  }
}
