package org.signetmail.smime.internal.cms;

import java.util.Optional;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * The key encapsulation mechanisms of KEMRecipientInfo (RFC 9629): RFC 9936, RFC 9690, and
 * draft-ietf-lamps-cms-composite-kem.
 */
public enum KemAlgorithm {
  ML_KEM_512(Oids.ML_KEM_512, "ml-kem-512"),
  ML_KEM_768(Oids.ML_KEM_768, "ml-kem-768"),
  ML_KEM_1024(Oids.ML_KEM_1024, "ml-kem-1024"),
  RSA_KEM(Oids.KEM_RSA, "rsa-kem"),
  MLKEM768_X25519(KeyAlgorithm.MLKEM768_X25519),
  MLKEM768_P256(KeyAlgorithm.MLKEM768_P256),
  MLKEM768_P384(KeyAlgorithm.MLKEM768_P384),
  MLKEM1024_P384(KeyAlgorithm.MLKEM1024_P384),
  MLKEM1024_X448(KeyAlgorithm.MLKEM1024_X448),
  MLKEM1024_P521(KeyAlgorithm.MLKEM1024_P521);

  private final String oid;
  private final String word;
  private final Optional<KeyAlgorithm> composite;

  KemAlgorithm(String oid, String word) {
    this.oid = oid;
    this.word = word;
    this.composite = Optional.empty();
  }

  KemAlgorithm(KeyAlgorithm composite) {
    this.oid = composite.oid();
    this.word = composite.word();
    this.composite = Optional.of(composite);
  }

  /** The kind of key, where it is two in one. */
  Optional<KeyAlgorithm> composite() {
    return composite;
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
