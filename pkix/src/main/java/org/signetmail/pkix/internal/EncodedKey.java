package org.signetmail.pkix.internal;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Keys of an algorithm for which the platform has no object of its own, as their standard encoding
 * shows them; those who use them take them apart.
 */
final class EncodedKey {
  private EncodedKey() {}

  /** SubjectPublicKeyInfo. */
  record Public(String algorithm, byte[] bytes) implements PublicKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return algorithm + " public key";
    }
  }

  /** PKCS#8. */
  static final class Private implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final byte[] bytes;

    Private(String algorithm, byte[] bytes) {
      this.algorithm = algorithm;
      this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return algorithm + " private key";
    }
  }
}
