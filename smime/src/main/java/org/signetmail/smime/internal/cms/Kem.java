package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** Makes and opens KEMRecipientInfo (RFC 9629 §3). */
final class Kem {
  private static final byte[] NO_BYTES = {};

  private final Jca jca;

  Kem(Jca jca) {
    this.jca = jca;
  }

  /** A fresh shared secret and its encapsulation. */
  record Encapsulated(byte[] secret, byte[] ciphertext) {}

  /** The RecipientInfo, DER. */
  byte[] wrap(Certificate recipient, KemAlgorithm algorithm, byte[] key, SecureRandom random)
      throws GeneralSecurityException {
    int length = algorithm.wrapLength();
    PublicKey theirs = recipient.publicKey();
    boolean isRsa = algorithm == KemAlgorithm.RSA_KEM;
    Encapsulated made = encapsulated(algorithm, theirs, length, random);
    byte[] wrap = AesWrap.identifier(length);
    byte[] info = otherInfo(wrap, length, NO_BYTES);
    byte[] kek =
        isRsa
            ? Kdf.kdf3(jca, Digests.SHA_256, made.secret(), info, length)
            : Kdf.hkdf(jca, Digests.SHA_256, NO_BYTES, made.secret(), info, length);
    byte[] kdf =
        isRsa
            ? Asn1.algorithm(Oids.KDF3, Asn1.algorithm(Oids.SHA256, Asn1.nul()))
            : Asn1.algorithm(Oids.HKDF_SHA256);
    byte[] kem =
        Asn1.sequence(
            Asn1.integer(0),
            EntityIdentifier.issuerAndSerial(recipient),
            Asn1.algorithm(algorithm.oid()),
            Asn1.octets(made.ciphertext()),
            kdf,
            Asn1.integer(length),
            wrap,
            Asn1.octets(AesWrap.wrap(jca, kek, key)));
    return Asn1.context(4, Asn1.oid(Oids.ORI_KEM), kem);
  }

  byte[] unwrap(RecipientInfo.Encapsulation info, PrivateKey key, PublicKey ours)
      throws GeneralSecurityException, Asn1Exception {
    KemAlgorithm algorithm =
        KemAlgorithm.ofOid(info.kem())
            .orElseThrow(() -> new InvalidKeyException("a mechanism that is not known"));
    int length = AesWrap.length(info.wrap());
    if (info.kekLength() != length) {
      throw new InvalidKeyException("lengths that contradict each other");
    }
    byte[] secret = decapsulated(algorithm, key, ours, info.ciphertext(), length);
    byte[] other = otherInfo(info.wrap().canonical(), length, info.ukm());
    return AesWrap.unwrap(jca, derived(info.kdf(), secret, other, length), info.encryptedKey());
  }

  private Encapsulated encapsulated(
      KemAlgorithm algorithm, PublicKey theirs, int length, SecureRandom random)
      throws GeneralSecurityException {
    if (algorithm == KemAlgorithm.RSA_KEM) {
      return RsaKem.encapsulate(jca, theirs, length, random);
    }
    return algorithm.composite().isPresent()
        ? new CompositeKem(jca, algorithm.composite().get()).encapsulate(theirs, random)
        : PostQuantum.encapsulate(theirs, random);
  }

  private byte[] decapsulated(
      KemAlgorithm algorithm, PrivateKey key, PublicKey ours, byte[] ciphertext, int length)
      throws GeneralSecurityException, Asn1Exception {
    if (algorithm == KemAlgorithm.RSA_KEM) {
      return RsaKem.decapsulate(jca, key, ours, ciphertext, length);
    }
    return algorithm.composite().isPresent()
        ? new CompositeKem(jca, algorithm.composite().get()).decapsulate(key, ours, ciphertext)
        : PostQuantum.decapsulate(key, ciphertext);
  }

  private byte[] derived(Der kdf, byte[] secret, byte[] info, int length)
      throws GeneralSecurityException, Asn1Exception {
    List<Der> parts = kdf.children(Asn1.SEQUENCE, 1);
    return switch (parts.getFirst().oid()) {
      case Oids.HKDF_SHA256 -> Kdf.hkdf(jca, Digests.SHA_256, NO_BYTES, secret, info, length);
      case Oids.HKDF_SHA384 -> Kdf.hkdf(jca, Digests.SHA_384, NO_BYTES, secret, info, length);
      case Oids.HKDF_SHA512 -> Kdf.hkdf(jca, Digests.SHA_512, NO_BYTES, secret, info, length);
      case Oids.KDF3 -> Kdf.kdf3(jca, kdf3Digest(parts), secret, info, length);
      default -> throw new InvalidKeyException("key derivation that is not known");
    };
  }

  /** SHA-1 must not be used (RFC 9690 appendix B.1). */
  private static Digests kdf3Digest(List<Der> kdf) throws GeneralSecurityException, Asn1Exception {
    String oid = kdf.size() < 2 ? "" : kdf.get(1).children(Asn1.SEQUENCE, 1).getFirst().oid();
    return switch (oid) {
      case Oids.SHA256 -> Digests.SHA_256;
      case Oids.SHA384 -> Digests.SHA_384;
      case Oids.SHA512 -> Digests.SHA_512;
      default -> throw new InvalidKeyException("key derivation that is not known");
    };
  }

  /** CMSORIforKEMOtherInfo (RFC 9629 §5). */
  private static byte[] otherInfo(byte[] wrap, int length, byte[] ukm) {
    return ukm.length == 0
        ? Asn1.sequence(wrap, Asn1.integer(length))
        : Asn1.sequence(wrap, Asn1.integer(length), Asn1.context(0, Asn1.octets(ukm)));
  }
}
