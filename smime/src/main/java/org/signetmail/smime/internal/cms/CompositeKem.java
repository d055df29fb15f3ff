package org.signetmail.smime.internal.cms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Composite ML-KEM with an elliptic curve (draft-ietf-lamps-pq-composite-kem §3): the shared secret
 * is a digest over those of both, so that it stays secret as long as one of them does.
 */
final class CompositeKem {
  private static final int SEED = 64; // octets of an ML-KEM private key
  private static final byte[] X_WING = HexFormat.of().parseHex("5c2e2f2f5e5c");

  private final Jca jca;
  private final KeyAlgorithm algorithm;
  private final KeyAlgorithm mlKem;
  private final KeyAlgorithm classical;

  CompositeKem(Jca jca, KeyAlgorithm algorithm) {
    this.jca = jca;
    this.algorithm = algorithm;
    this.mlKem = algorithm.composite().orElseThrow().mlKem();
    this.classical = algorithm.composite().orElseThrow().classical();
  }

  Kem.Encapsulated encapsulate(PublicKey theirs, SecureRandom random)
      throws GeneralSecurityException {
    byte[] bits = Keys.info(theirs).bits();
    Kem.Encapsulated first =
        PostQuantum.encapsulate(
            publicKey("ML-KEM", mlKem, Arrays.copyOf(bits, keyLength())), random);
    byte[] other = Arrays.copyOfRange(bits, keyLength(), bits.length);
    KeyPair ephemeral = ephemeral(random);
    byte[] secret =
        jca.agree(agreement(), ephemeral.getPrivate(), publicKey(family(), classical, other));
    byte[] sent = Keys.info(ephemeral.getPublic()).bits();
    return new Kem.Encapsulated(
        combined(first.secret(), secret, sent, other), joined(first.ciphertext(), sent));
  }

  /**
   * @param ours the public key, which the secret is bound to
   */
  byte[] decapsulate(PrivateKey key, PublicKey ours, byte[] ciphertext)
      throws GeneralSecurityException, Asn1Exception {
    byte[] secret = Der.of(key.getEncoded()).children(Asn1.SEQUENCE, 3).get(2).octets();
    byte[] bits = Keys.info(ours).bits();
    if (secret.length <= SEED || ciphertext.length <= ciphertextLength()) {
      throw new InvalidKeyException("encapsulated key of the wrong length");
    }
    byte[] first =
        PostQuantum.decapsulate(
            PostQuantum.ofSeed(mlKem.oid(), Arrays.copyOf(secret, SEED)),
            Arrays.copyOf(ciphertext, ciphertextLength()));
    byte[] sent = Arrays.copyOfRange(ciphertext, ciphertextLength(), ciphertext.length);
    byte[] second =
        jca.agree(
            agreement(),
            classicalKey(Arrays.copyOfRange(secret, SEED, secret.length)),
            publicKey(family(), classical, sent));
    byte[] other = Arrays.copyOfRange(bits, keyLength(), bits.length);
    return combined(first, second, sent, other);
  }

  private byte[] combined(byte[] first, byte[] second, byte[] sent, byte[] publicKey) {
    MessageDigest digest = jca.digest("SHA3-256");
    List.of(first, second, sent, publicKey, label()).forEach(digest::update);
    return digest.digest();
  }

  /** What keeps one composite from being taken for another (§7). */
  private byte[] label() {
    return algorithm == KeyAlgorithm.MLKEM768_X25519
        ? X_WING
        : algorithm.word().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  private PublicKey publicKey(String factory, KeyAlgorithm kind, byte[] bits)
      throws GeneralSecurityException {
    byte[] info = Asn1.sequence(identifier(kind), Asn1.bits(bits));
    return KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(info));
  }

  private PrivateKey classicalKey(byte[] bytes) throws GeneralSecurityException {
    byte[] inner = isCurve() ? bytes : Asn1.octets(bytes);
    byte[] info = Asn1.sequence(Asn1.integer(0), identifier(classical), Asn1.octets(inner));
    return KeyFactory.getInstance(family()).generatePrivate(new PKCS8EncodedKeySpec(info));
  }

  private KeyPair ephemeral(SecureRandom random) throws GeneralSecurityException {
    if (isCurve()) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve()), random);
      return generator.generateKeyPair();
    }
    return KeyPairGenerator.getInstance(classical.name()).generateKeyPair();
  }

  private byte[] identifier(KeyAlgorithm kind) {
    return kind.oid().equals(Oids.EC_PUBLIC_KEY)
        ? Asn1.algorithm(kind.oid(), Asn1.oid(curve()))
        : Asn1.algorithm(kind.oid());
  }

  private String curve() {
    return switch (classical) {
      case P_256 -> "1.2.840.10045.3.1.7";
      case P_384 -> "1.3.132.0.34";
      default -> "1.3.132.0.35";
    };
  }

  private boolean isCurve() {
    return classical.oid().equals(Oids.EC_PUBLIC_KEY);
  }

  private String family() {
    return isCurve() ? "EC" : "XDH";
  }

  private String agreement() {
    return isCurve() ? "ECDH" : "XDH";
  }

  private int keyLength() {
    return mlKem == KeyAlgorithm.ML_KEM_768 ? 1184 : 1568; // FIPS 203 §8
  }

  private int ciphertextLength() {
    return mlKem == KeyAlgorithm.ML_KEM_768 ? 1088 : 1568;
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
