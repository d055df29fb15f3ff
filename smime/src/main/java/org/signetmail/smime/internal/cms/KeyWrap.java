package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Puts a content-encryption key into a RecipientInfo (RFC 5652 §6.2), by the kind of key. */
public final class KeyWrap {
  private static final byte[] NO_BYTES = {};

  private final Jca jca;
  private final SecureRandom random;

  public KeyWrap(Jca jca, SecureRandom random) {
    this.jca = jca;
    this.random = random;
  }

  /** How a key of this certificate can be wrapped, in words of profiles; empty when it cannot. */
  public static java.util.List<String> methods(Certificate certificate) {
    return switch (Keys.algorithmOid(certificate.publicKey())) {
      case Oids.RSA -> java.util.List.of("rsa-oaep", "rsa-kem", "rsa-pkcs1");
      case Oids.RSA_OAEP -> java.util.List.of("rsa-oaep");
      case Oids.EC_PUBLIC_KEY -> java.util.List.of("ecdh");
      case Oids.X25519, Oids.X448 -> java.util.List.of("ecdh-hkdf");
      case String oid -> KemAlgorithm.ofOid(oid).map(KemAlgorithm::word).stream().toList();
    };
  }

  /** The RecipientInfo, DER. */
  public byte[] wrap(Certificate recipient, String method, byte[] key) {
    try {
      return switch (method) {
        case "rsa-pkcs1" ->
            transport(recipient, Asn1.algorithm(Oids.RSA, Asn1.nul()), pkcs1(recipient, key));
        case "rsa-oaep" -> transport(recipient, oaepIdentifier(), oaep(recipient, key));
        case "ecdh", "ecdh-hkdf" -> agreement(recipient, key);
        default ->
            new Kem(jca).wrap(recipient, KemAlgorithm.ofWord(method).orElseThrow(), key, random);
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          recipient.subject()
              + ": its public key cannot be encrypted to (RFC 5652 §6.2); use another certificate",
          e);
    }
  }

  private byte[] pkcs1(Certificate recipient, byte[] key) throws GeneralSecurityException {
    return jca.cipher(
            "RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, recipient.publicKey(), null, random)
        .doFinal(key);
  }

  private byte[] oaep(Certificate recipient, byte[] key) throws GeneralSecurityException {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    return jca.cipher(
            "RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, recipient.publicKey(), spec, random)
        .doFinal(key);
  }

  /** RSAES-OAEP with SHA-256 throughout (RFC 4055 §4.1). */
  static byte[] oaepIdentifier() {
    byte[] hash = Asn1.algorithm(Oids.SHA256, Asn1.nul());
    return Asn1.algorithm(
        Oids.RSA_OAEP,
        Asn1.sequence(Asn1.context(0, hash), Asn1.context(1, Asn1.algorithm(Oids.MGF1, hash))));
  }

  private static byte[] transport(Certificate recipient, byte[] identifier, byte[] encrypted) {
    return Asn1.sequence(
        Asn1.integer(0),
        EntityIdentifier.issuerAndSerial(recipient),
        identifier,
        Asn1.octets(encrypted));
  }

  private byte[] agreement(Certificate recipient, byte[] key) throws GeneralSecurityException {
    PublicKey theirs = recipient.publicKey();
    String oid = Keys.algorithmOid(theirs);
    boolean isEllipticCurve = oid.equals(Oids.EC_PUBLIC_KEY);
    KeyPair ephemeral = ephemeral(theirs, oid);
    byte[] secret = jca.agree(isEllipticCurve ? "ECDH" : "XDH", ephemeral.getPrivate(), theirs);
    byte[] wrap = AesWrap.identifier(key.length);
    Digests digest = strength(theirs, oid);
    byte[] shared = Kdf.sharedInfo(wrap, NO_BYTES, key.length);
    byte[] kek =
        isEllipticCurve
            ? Kdf.x963(jca, digest, secret, shared, key.length)
            : Kdf.hkdf(jca, digest, NO_BYTES, secret, shared, key.length);
    byte[] originator =
        Asn1.context(1, Asn1.algorithm(oid), Asn1.bits(Keys.info(ephemeral.getPublic()).bits()));
    return Asn1.context(
        1,
        Asn1.integer(3),
        Asn1.context(0, originator),
        Asn1.algorithm(isEllipticCurve ? x963Oid(digest) : hkdfOid(digest), wrap),
        Asn1.sequence(
            Asn1.sequence(
                EntityIdentifier.issuerAndSerial(recipient),
                Asn1.octets(AesWrap.wrap(jca, kek, key)))));
  }

  /** A digest no weaker than the curve (RFC 5753 §7.1.4, RFC 8755 §5.2). */
  private static Digests strength(PublicKey key, String oid) {
    int bits = oid.equals(Oids.X448) ? 448 : Keys.ecBits(key);
    return bits > 384 ? Digests.SHA_512 : bits > 256 ? Digests.SHA_384 : Digests.SHA_256;
  }

  private static String x963Oid(Digests digest) {
    return switch (digest) {
      case SHA_384 -> Oids.ECDH_SHA384;
      case SHA_512 -> Oids.ECDH_SHA512;
      default -> Oids.ECDH_SHA256;
    };
  }

  private static String hkdfOid(Digests digest) {
    return digest == Digests.SHA_512 ? Oids.ECDH_HKDF_SHA512 : Oids.ECDH_HKDF_SHA256;
  }

  private KeyPair ephemeral(PublicKey theirs, String oid) throws GeneralSecurityException {
    if (theirs instanceof ECPublicKey ec) {
      return jca.ephemeral(ec, random);
    }
    return KeyPairGenerator.getInstance(oid.equals(Oids.X25519) ? "X25519" : "X448")
        .generateKeyPair();
  }
}
