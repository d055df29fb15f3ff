package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** Makes public keys of SubjectPublicKeyInfo: the JDK's where it can, else Bouncy Castle's. */
public final class PublicKeys {
  private static final int LONGEST_RSA = 8192; // bits
  private static final BigInteger LARGEST_EXPONENT = BigInteger.ONE.shiftLeft(32);

  private PublicKeys() {}

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public static PublicKey of(byte[] subjectPublicKeyInfo) throws IOException {
    SubjectPublicKeyInfo info;
    try {
      info = SubjectPublicKeyInfo.getInstance(Asn1.parse(subjectPublicKeyInfo));
    } catch (RuntimeException e) {
      throw new IOException("is not a public key (RFC 5280 §4.1.2.7)", e);
    }
    if (CompositeKeys.ofOid(info.getAlgorithm().getAlgorithm().getId()).isPresent()) {
      return CompositeKeys.publicKey(subjectPublicKeyInfo);
    }
    PublicKey key = make(info.getAlgorithm().getAlgorithm().getId(), subjectPublicKeyInfo);
    requireBounded(key);
    return key;
  }

  /**
   * Refuses a key whose mathematics would cost more than a reader should pay before trust is known.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public static void requireBounded(PublicKey key) throws IOException {
    if (key instanceof RSAPublicKey rsa) {
      if (rsa.getModulus().bitLength() > LONGEST_RSA) {
        throw new IOException(
            "has an RSA key of "
                + rsa.getModulus().bitLength()
                + " bits, more than the "
                + LONGEST_RSA
                + " that are read");
      }
      if (rsa.getPublicExponent().compareTo(LARGEST_EXPONENT) > 0) {
        throw new IOException("has an RSA key with a public exponent above 2^32");
      }
    }
  }

  private static PublicKey make(String oid, byte[] der) throws IOException {
    String name = jdkName(oid);
    X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
    try {
      if (name != null) {
        return KeyFactory.getInstance(name).generatePublic(spec);
      }
    } catch (InvalidKeySpecException e) {
      // A curve that the JDK does not know: Bouncy Castle may.
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + name, e);
    }
    try {
      return KeyFactory.getInstance(oid, BouncyCastle.provider()).generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IOException("has a public key that cannot be read (algorithm " + oid + ")", e);
    }
  }

  static @Nullable String jdkName(String oid) {
    return switch (oid) {
      case "1.2.840.113549.1.1.1" -> "RSA";
      case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
      case "1.2.840.10045.2.1" -> "EC";
      case "1.2.840.10040.4.1" -> "DSA";
      case "1.3.101.110", "1.3.101.111" -> "XDH";
      case "1.3.101.112", "1.3.101.113" -> "EdDSA";
      case "2.16.840.1.101.3.4.3.17", "2.16.840.1.101.3.4.3.18", "2.16.840.1.101.3.4.3.19" ->
          "ML-DSA";
      case "2.16.840.1.101.3.4.4.1", "2.16.840.1.101.3.4.4.2", "2.16.840.1.101.3.4.4.3" -> "ML-KEM";
      default -> null;
    };
  }
}
