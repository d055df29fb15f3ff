package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Private keys and PKCS#8 (RFC 5958). Keys of RSA and of elliptic curves become the JDK's objects;
 * ML-DSA and ML-KEM become Bouncy Castle's, which keep the seed (RFC 9881 §6, RFC 9935 §6).
 */
public final class PrivateKeys {
  private static final String EC = "1.2.840.10045.2.1";

  private PrivateKeys() {}

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  static PrivateKey of(PrivateKeyInfo info) throws IOException {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    if (CompositeKeys.ofOid(oid).isPresent()) {
      return CompositeKeys.privateKey(info);
    }
    try {
      return factory(info, oid).generatePrivate(new PKCS8EncodedKeySpec(plain(info).getEncoded()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException("holds a private key that cannot be read (algorithm " + oid + ")", e);
    }
  }

  /** A pair from its two halves, refused when they do not belong together. */
  public static KeyPair pair(byte[] pkcs8, byte[] subjectPublicKeyInfo) throws IOException {
    PrivateKeyInfo info = parse(pkcs8);
    PublicKey publicKey = PublicKeys.of(subjectPublicKeyInfo);
    if (!matches(info, subjectPublicKeyInfo)) {
      throw new IOException("does not belong to this public key (RFC 5958 §2)");
    }
    return new KeyPair(publicKey, of(info));
  }

  static PrivateKeyInfo parse(byte[] pkcs8) throws IOException {
    try {
      return PrivateKeyInfo.getInstance(Asn1.parse(pkcs8));
    } catch (RuntimeException e) {
      throw new IOException("is not a private key (RFC 5958 §2)", e);
    }
  }

  /**
   * PKCS#8 of a key as others read it: seeds for ML-KEM and ML-DSA, the public point inside EC keys
   * (without it NSS refuses them).
   */
  public static byte[] pkcs8(PrivateKey key) {
    byte[] encoded =
        switch (key) {
          case MLKEMPrivateKey kem -> kem.getPrivateKey(true).getEncoded();
          case MLDSAPrivateKey dsa -> dsa.getPrivateKey(true).getEncoded();
          default -> key.getEncoded();
        };
    if (encoded == null) {
      throw new IllegalArgumentException(
          "private key: lies in a token and cannot be written; leave it there");
    }
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
      return isEc(info) ? withPublicPoint(info).getEncoded() : encoded;
    } catch (IOException e) {
      throw new IllegalStateException("a private key did not encode", e);
    }
  }

  /** The SubjectPublicKeyInfo that belongs to a private key, computed from it. */
  static byte[] publicOf(PrivateKeyInfo info) throws IOException {
    if (CompositeKeys.ofOid(info.getPrivateKeyAlgorithm().getAlgorithm().getId()).isPresent()) {
      return CompositeKeys.publicOf(info);
    }
    try {
      return RsaPair.is(info)
          ? RsaPair.publicOf(info)
          : SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                  publicOf(PrivateKeyFactory.createKey(info)))
              .getEncoded();
    } catch (RuntimeException e) {
      throw new IOException("holds a private key that cannot be read", e);
    }
  }

  /** Whether the two are a pair, however each of them is encoded. */
  static boolean matches(PrivateKeyInfo info, byte[] subjectPublicKeyInfo) {
    try {
      byte[] derived = publicOf(info);
      return Arrays.equals(derived, subjectPublicKeyInfo)
          || Arrays.equals(derived, canonical(subjectPublicKeyInfo));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] canonical(byte[] subjectPublicKeyInfo) throws IOException {
    try {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
              PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo)))
          .getEncoded();
    } catch (RuntimeException e) {
      throw new IOException("is not a public key", e);
    }
  }

  private static AsymmetricKeyParameter publicOf(AsymmetricKeyParameter key) throws IOException {
    return switch (key) {
      case RSAPrivateCrtKeyParameters rsa ->
          new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
      case ECPrivateKeyParameters ec ->
          new ECPublicKeyParameters(
              new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
              ec.getParameters());
      case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
      case Ed448PrivateKeyParameters ed -> ed.generatePublicKey();
      case X25519PrivateKeyParameters x -> x.generatePublicKey();
      case X448PrivateKeyParameters x -> x.generatePublicKey();
      case MLDSAPrivateKeyParameters dsa -> {
        ExpandedKeys.requireConsistent(dsa);
        yield dsa.getPublicKeyParameters();
      }
      case SLHDSAPrivateKeyParameters slh ->
          new SLHDSAPublicKeyParameters(slh.getParameters(), slh.getEncodedPublicKey());
      case MLKEMPrivateKeyParameters kem -> {
        ExpandedKeys.requireConsistent(kem);
        yield kem.getPublicKeyParameters();
      }
      default -> throw new IOException("holds a private key of a kind that is not supported");
    };
  }

  private static KeyFactory factory(PrivateKeyInfo info, String oid)
      throws GeneralSecurityException {
    String name = PublicKeys.jdkName(oid);
    boolean ours = name != null && !name.startsWith("ML-") && !hasUncommonCurve(info);
    return ours
        ? KeyFactory.getInstance(name)
        : KeyFactory.getInstance(
            name == null || name.equals("EC") ? oid : name, BouncyCastle.provider());
  }

  private static boolean hasUncommonCurve(PrivateKeyInfo info) {
    return isEc(info)
        && !(info.getPrivateKeyAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve
            && (curve.on(new ASN1ObjectIdentifier("1.3.132.0"))
                || curve.equals(X9ObjectIdentifiers.prime256v1)));
  }

  /** Version 1 without attributes and public key, which some readers stumble over. */
  private static PrivateKeyInfo plain(PrivateKeyInfo info) throws IOException {
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    if (isEc(info) && algorithm.getParameters() instanceof ASN1ObjectIdentifier) {
      ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
      int bits =
          ((ECPrivateKeyParameters) PrivateKeyFactory.createKey(info))
              .getParameters()
              .getN()
              .bitLength();
      return new PrivateKeyInfo(algorithm, new ECPrivateKey(bits, key.getKey()));
    }
    return new PrivateKeyInfo(algorithm, info.getPrivateKey().getOctets());
  }

  private static PrivateKeyInfo withPublicPoint(PrivateKeyInfo info) throws IOException {
    ECPrivateKeyParameters key = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(info);
    byte[] point = SubjectPublicKeyInfo.getInstance(publicOf(info)).getPublicKeyData().getBytes();
    int bits = key.getParameters().getN().bitLength();
    return new PrivateKeyInfo(
        info.getPrivateKeyAlgorithm(),
        new ECPrivateKey(bits, key.getD(), new DERBitString(point), null));
  }

  private static boolean isEc(PrivateKeyInfo info) {
    return info.getPrivateKeyAlgorithm().getAlgorithm().getId().equals(EC);
  }
}
