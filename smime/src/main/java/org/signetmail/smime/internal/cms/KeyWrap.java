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
import javax.crypto.spec.SecretKeySpec;
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
      case Oids.RSA -> java.util.List.of("rsa-oaep", "rsa-pkcs1");
      case Oids.RSA_OAEP -> java.util.List.of("rsa-oaep");
      case Oids.EC_PUBLIC_KEY -> java.util.List.of("ecdh");
      case Oids.X25519, Oids.X448 -> java.util.List.of("ecdh-hkdf");
      case Oids.ML_KEM_512 -> java.util.List.of("ml-kem-512");
      case Oids.ML_KEM_768 -> java.util.List.of("ml-kem-768");
      case Oids.ML_KEM_1024 -> java.util.List.of("ml-kem-1024");
      default -> java.util.List.of();
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
        default -> encapsulation(recipient, key);
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

  private static byte[] oaepIdentifier() {
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
    byte[] wrap = Asn1.algorithm(wrapOid(key.length));
    byte[] shared = Kdf.sharedInfo(wrap, NO_BYTES, key.length);
    byte[] kek =
        isEllipticCurve
            ? Kdf.x963(jca, Digests.SHA_256, secret, shared, key.length)
            : Kdf.hkdf(jca, Digests.SHA_256, NO_BYTES, secret, shared, key.length);
    byte[] originator =
        Asn1.context(1, Asn1.algorithm(oid), Asn1.bits(Keys.info(ephemeral.getPublic()).bits()));
    return Asn1.context(
        1,
        Asn1.integer(3),
        Asn1.context(0, originator),
        Asn1.algorithm(isEllipticCurve ? Oids.ECDH_SHA256 : Oids.ECDH_HKDF_SHA256, wrap),
        Asn1.sequence(
            Asn1.sequence(
                EntityIdentifier.issuerAndSerial(recipient), Asn1.octets(wrapped(kek, key)))));
  }

  private KeyPair ephemeral(PublicKey theirs, String oid) throws GeneralSecurityException {
    if (theirs instanceof ECPublicKey ec) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(ec.getParams(), random);
      return generator.generateKeyPair();
    }
    return KeyPairGenerator.getInstance(oid.equals(Oids.X25519) ? "X25519" : "X448")
        .generateKeyPair();
  }

  private byte[] encapsulation(Certificate recipient, byte[] key) throws GeneralSecurityException {
    String oid = Keys.algorithmOid(recipient.publicKey());
    int length = oid.equals(Oids.ML_KEM_512) ? 16 : 32; // RFC 9936 §2.3
    byte[] wrap = Asn1.algorithm(wrapOid(length));
    PostQuantum.Encapsulated made = PostQuantum.encapsulate(recipient.publicKey(), random);
    byte[] info = KeyUnwrap.otherInfo(wrap, length, NO_BYTES);
    byte[] kek = Kdf.hkdf(jca, Digests.SHA_256, NO_BYTES, made.secret(), info, length);
    byte[] kem =
        Asn1.sequence(
            Asn1.integer(0),
            EntityIdentifier.issuerAndSerial(recipient),
            Asn1.algorithm(oid),
            Asn1.octets(made.ciphertext()),
            Asn1.algorithm(Oids.HKDF_SHA256),
            Asn1.integer(length),
            wrap,
            Asn1.octets(wrapped(kek, key)));
    return Asn1.context(4, Asn1.oid(Oids.ORI_KEM), kem);
  }

  private byte[] wrapped(byte[] kek, byte[] key) throws GeneralSecurityException {
    return jca.cipher("AESWrap", Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"), null, null)
        .wrap(new SecretKeySpec(key, "AES"));
  }

  private static String wrapOid(int length) {
    return switch (length) {
      case 16 -> Oids.AES128_WRAP;
      case 24 -> Oids.AES192_WRAP;
      default -> Oids.AES256_WRAP;
    };
  }
}
