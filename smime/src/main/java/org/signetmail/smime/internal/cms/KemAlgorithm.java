package org.signetmail.smime.internal.cms;

import java.util.Optional;
import org.signetmail.smime.internal.asn1.Oids;

/** The key encapsulation mechanisms of KEMRecipientInfo (RFC 9629). */
public enum KemAlgorithm {
  ML_KEM_512(Oids.ML_KEM_512, "ml-kem-512"),
  ML_KEM_768(Oids.ML_KEM_768, "ml-kem-768"),
  ML_KEM_1024(Oids.ML_KEM_1024, "ml-kem-1024"),
  RSA_KEM(Oids.KEM_RSA, "rsa-kem");

  private final String oid;
  private final String word;

  KemAlgorithm(String oid, String word) {
    this.oid = oid;
    this.word = word;
  }

  /** As KEMRecipientInfo names it. */
  String oid() {
    return oid;
  }

  /** As profiles name it. */
  public String word() {
    return word;
  }

  /**
   * Octets of the key-encryption key that is made: what RFC 9936 §2.2 asks for, and no shorter than
   * the key it wraps elsewhere.
   */
  int wrapLength() {
    return this == ML_KEM_512 ? 16 : 32;
  }

  public static Optional<KemAlgorithm> ofOid(String oid) {
    for (KemAlgorithm algorithm : values()) {
      if (algorithm.oid.equals(oid)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  public static Optional<KemAlgorithm> ofWord(String word) {
    for (KemAlgorithm algorithm : values()) {
      if (algorithm.word.equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
