package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.util.Arrays;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyAlgorithm.Composite;

/**
 * Composite ML-KEM keys (draft-ietf-lamps-pq-composite-kem §5): the public keys one behind the
 * other; of the private ones the seed, 64 octets, and behind it the classical key. Both halves are
 * made for the composite and serve nothing else.
 */
final class CompositeKeys {
  private static final String EC = "1.2.840.10045.2.1";
  private static final int SEED = 64; // octets

  private CompositeKeys() {}

  /** The composite algorithm of this identifier, if it is one. */
  static Optional<KeyAlgorithm> ofOid(String oid) {
    return KeyAlgorithms.ofOid(oid).filter(algorithm -> algorithm.composite().isPresent());
  }

  static KeyPair generate(KeyAlgorithm algorithm, SecureRandom random) {
    Composite parts = algorithm.composite().orElseThrow();
    KeyPair mlKem = KeyGeneration.generate(parts.mlKem(), random);
    KeyPair classical = KeyGeneration.generate(parts.classical(), random);
    if (!(mlKem.getPrivate() instanceof MLKEMPrivateKey seeded)) {
      throw new IllegalStateException("a new ML-KEM key came without its seed");
    }
    try {
      byte[] secret = Arrays.concatenate(seeded.getSeed(), secretBytes(classical.getPrivate()));
      PrivateKeyInfo info = new PrivateKeyInfo(identifier(algorithm), secret);
      return new KeyPair(publicKey(publicOf(info)), privateKey(info));
    } catch (IOException e) {
      throw new IllegalStateException("a new " + algorithm.word() + " key did not encode", e);
    }
  }

  static PublicKey publicKey(byte[] subjectPublicKeyInfo) throws IOException {
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
    KeyAlgorithm algorithm = algorithm(info.getAlgorithm());
    Composite parts = algorithm.composite().orElseThrow();
    byte[] bits = info.getPublicKeyData().getBytes();
    int length = parts.mlKem() == KeyAlgorithm.ML_KEM_768 ? 1184 : 1568; // FIPS 203 §8
    if (bits.length <= length) {
      throw new IOException("has a public key that is too short (FIPS 203 §8)");
    }
    PublicKeys.of(encoded(parts.mlKem(), Arrays.copyOf(bits, length)));
    PublicKeys.of(encoded(parts.classical(), Arrays.copyOfRange(bits, length, bits.length)));
    return new EncodedKey.Public(algorithm.word(), subjectPublicKeyInfo.clone());
  }

  static PrivateKey privateKey(PrivateKeyInfo info) throws IOException {
    return new EncodedKey.Private(
        algorithm(info.getPrivateKeyAlgorithm()).word(), info.getEncoded());
  }

  /** The SubjectPublicKeyInfo that belongs to a private key, computed from it. */
  static byte[] publicOf(PrivateKeyInfo info) throws IOException {
    KeyAlgorithm algorithm = algorithm(info.getPrivateKeyAlgorithm());
    Composite parts = algorithm.composite().orElseThrow();
    byte[] secret = info.getPrivateKey().getOctets();
    if (secret.length <= SEED) {
      throw new IOException("holds a private key that is too short");
    }
    byte[] seed = Arrays.concatenate(new byte[] {(byte) 0x80, SEED}, Arrays.copyOf(secret, SEED));
    byte[] classical = Arrays.copyOfRange(secret, SEED, secret.length);
    byte[] wrapped =
        curve(parts.classical()).isPresent()
            ? classical
            : new DEROctetString(classical).getEncoded();
    return encoded(
        algorithm,
        Arrays.concatenate(
            bits(PrivateKeys.publicOf(new PrivateKeyInfo(identifier(parts.mlKem()), seed))),
            bits(
                PrivateKeys.publicOf(new PrivateKeyInfo(identifier(parts.classical()), wrapped)))));
  }

  private static byte[] bits(byte[] subjectPublicKeyInfo) {
    return SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getPublicKeyData().getBytes();
  }

  private static byte[] encoded(KeyAlgorithm algorithm, byte[] bits) throws IOException {
    return new SubjectPublicKeyInfo(identifier(algorithm), bits).getEncoded();
  }

  /** The classical half as the draft has it: ECPrivateKey without its public key, or raw octets. */
  private static byte[] secretBytes(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    if (!algorithm.getAlgorithm().getId().equals(EC)) {
      return ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
    }
    ECPrivateKey ec = ECPrivateKey.getInstance(info.parsePrivateKey());
    int bits = ec.getPrivateKey().getOctets().length * 8;
    return new ECPrivateKey(bits, ec.getKey(), algorithm.getParameters()).getEncoded();
  }

  private static AlgorithmIdentifier identifier(KeyAlgorithm algorithm) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(algorithm.oid());
    return curve(algorithm)
        .map(curve -> new AlgorithmIdentifier(oid, curve))
        .orElseGet(() -> new AlgorithmIdentifier(oid));
  }

  private static Optional<ASN1ObjectIdentifier> curve(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case P_256 -> Optional.of(new ASN1ObjectIdentifier("1.2.840.10045.3.1.7"));
      case P_384 -> Optional.of(new ASN1ObjectIdentifier("1.3.132.0.34"));
      case P_521 -> Optional.of(new ASN1ObjectIdentifier("1.3.132.0.35"));
      default -> Optional.empty();
    };
  }

  private static KeyAlgorithm algorithm(AlgorithmIdentifier identifier) throws IOException {
    return ofOid(identifier.getAlgorithm().getId())
        .orElseThrow(() -> new IOException("is not a composite key"));
  }
}
