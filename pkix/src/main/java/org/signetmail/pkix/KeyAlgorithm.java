package org.signetmail.pkix;

import java.security.PublicKey;
import java.util.Optional;

/** The kinds of key pair that Signet makes and certifies, with what they can be used for. */
public enum KeyAlgorithm {
  RSA_2048(Use.BOTH),
  RSA_3072(Use.BOTH),
  RSA_4096(Use.BOTH),
  P_256(Use.BOTH),
  P_384(Use.BOTH),
  P_521(Use.BOTH),
  ED25519(Use.SIGN),
  ED448(Use.SIGN),
  X25519(Use.ENCRYPT),
  X448(Use.ENCRYPT),
  ML_DSA_44(Use.SIGN),
  ML_DSA_65(Use.SIGN),
  ML_DSA_87(Use.SIGN),
  ML_KEM_512(Use.ENCRYPT),
  ML_KEM_768(Use.ENCRYPT),
  ML_KEM_1024(Use.ENCRYPT);

  private enum Use {
    SIGN,
    ENCRYPT,
    BOTH
  }

  private final Use use;

  KeyAlgorithm(Use use) {
    this.use = use;
  }

  public boolean canSign() {
    return use != Use.ENCRYPT;
  }

  public boolean canEncrypt() {
    return use != Use.SIGN;
  }

  /** The word used in configuration: {@code p-256}, {@code rsa-3072}, {@code ml-kem-768}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public static Optional<KeyAlgorithm> ofWord(String word) {
    for (KeyAlgorithm algorithm : values()) {
      if (algorithm.word().equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The algorithm of a key, whichever provider made its object; empty for kinds we never make. */
  public static Optional<KeyAlgorithm> of(PublicKey key) {
    return org.signetmail.pkix.internal.KeyAlgorithms.of(key);
  }
}
