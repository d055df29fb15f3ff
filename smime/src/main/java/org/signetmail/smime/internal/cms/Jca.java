package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.EllipticSignatures;
import org.signetmail.smime.Primitives;

/**
 * Finds primitives: those of the native provider where it is there and pays, else the platform's.
 * Digests, CBC, HMAC and ML-DSA are never asked of the native one: measured, it does them no
 * faster, and the platform's own are compiled into the code around them.
 */
public final class Jca {
  private final Optional<NativeKeys> nativeKeys;

  public Jca(Primitives primitives) {
    this.nativeKeys = primitives.nativeKeys();
  }

  private boolean isNative(String type, String algorithm) {
    return nativeKeys.isPresent()
        && !algorithm.startsWith("ML-DSA")
        && nativeKeys.get().offers(type, algorithm);
  }

  public MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("digest " + name + ": this platform does not have it", e);
    }
  }

  public byte[] hmac(String name, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /** A cipher ready to work; {@code mode} is one of {@link Cipher}'s. */
  public Cipher cipher(
      String transformation,
      int mode,
      Key key,
      @Nullable AlgorithmParameterSpec spec,
      @Nullable SecureRandom random)
      throws GeneralSecurityException {
    if (isNative("Cipher", transformation)) {
      NativeKeys own = nativeKeys.get();
      try {
        Cipher cipher = Cipher.getInstance(transformation, own.provider());
        return start(cipher, mode, own.any(key), spec, random);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Not for this key: the platform's.
      }
    }
    return start(Cipher.getInstance(transformation), mode, key, spec, random);
  }

  private static Cipher start(
      Cipher cipher,
      int mode,
      Key key,
      @Nullable AlgorithmParameterSpec spec,
      @Nullable SecureRandom random)
      throws GeneralSecurityException {
    if (random == null) {
      cipher.init(mode, key, spec);
    } else {
      cipher.init(mode, key, spec, random);
    }
    return cipher;
  }

  public byte[] sign(
      String algorithm,
      @Nullable AlgorithmParameterSpec spec,
      PrivateKey key,
      SecureRandom random,
      byte[] data)
      throws GeneralSecurityException {
    if (isNative("Signature", algorithm)) {
      NativeKeys own = nativeKeys.get();
      try {
        Signature signature = Signature.getInstance(algorithm, own.provider());
        return sign(signature, spec, own.of(key), random, data);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Not for this key: the platform's.
      }
    }
    try {
      return sign(signing(algorithm, key), spec, key, random, data);
    } catch (InvalidKeyException e) { // a key object of another maker: take over what it says
      return sign(Signature.getInstance(algorithm), spec, adopt(key), random, data);
    }
  }

  /** For a key in a token its own provider, which the choice by parameters would pass over. */
  private static Signature signing(String algorithm, PrivateKey key)
      throws NoSuchAlgorithmException {
    if (key.getEncoded() == null) {
      for (Provider provider : Security.getProviders()) {
        Provider.Service service = provider.getService("Signature", algorithm);
        if (service != null && service.supportsParameter(key)) {
          return Signature.getInstance(algorithm, provider);
        }
      }
    }
    return Signature.getInstance(algorithm);
  }

  private static byte[] sign(
      Signature signature,
      @Nullable AlgorithmParameterSpec spec,
      PrivateKey key,
      SecureRandom random,
      byte[] data)
      throws GeneralSecurityException {
    if (spec != null) {
      signature.setParameter(spec);
    }
    signature.initSign(key, random);
    signature.update(data);
    return signature.sign();
  }

  public boolean verify(
      String algorithm,
      @Nullable AlgorithmParameterSpec spec,
      PublicKey key,
      byte[] data,
      byte[] value)
      throws GeneralSecurityException {
    if (isNative("Signature", algorithm)) {
      NativeKeys own = nativeKeys.get();
      try {
        Signature signature = Signature.getInstance(algorithm, own.provider());
        return verify(signature, spec, own.of(key), data, value);
      } catch (GeneralSecurityException | RuntimeException e) {
        // The platform decides.
      }
    }
    Optional<Boolean> elliptic = EllipticSignatures.verify(algorithm, key, data, value);
    if (elliptic.isPresent()) {
      return elliptic.get();
    }
    try {
      return verify(Signature.getInstance(algorithm), spec, key, data, value);
    } catch (InvalidKeyException e) {
      return verify(Signature.getInstance(algorithm), spec, adopt(key), data, value);
    }
  }

  private static boolean verify(
      Signature signature,
      @Nullable AlgorithmParameterSpec spec,
      PublicKey key,
      byte[] data,
      byte[] value)
      throws GeneralSecurityException {
    if (spec != null) {
      signature.setParameter(spec);
    }
    signature.initVerify(key);
    signature.update(data);
    return signature.verify(value);
  }

  public byte[] agree(String algorithm, PrivateKey key, PublicKey other)
      throws GeneralSecurityException {
    if (isNative("KeyAgreement", algorithm)) {
      NativeKeys own = nativeKeys.get();
      try {
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm, own.provider());
        return agree(agreement, own.of(key), own.of(other));
      } catch (GeneralSecurityException | RuntimeException e) {
        // The platform decides.
      }
    }
    try {
      return agree(KeyAgreement.getInstance(algorithm), key, other);
    } catch (InvalidKeyException e) {
      return agree(KeyAgreement.getInstance(algorithm), adopt(key), adopt(other));
    }
  }

  private static byte[] agree(KeyAgreement agreement, PrivateKey key, PublicKey other)
      throws GeneralSecurityException {
    agreement.init(key);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  /** A fresh key pair for one agreement with the holder of this key. */
  public KeyPair ephemeral(ECPublicKey like, SecureRandom random) throws GeneralSecurityException {
    if (isNative("KeyPairGenerator", "EC")) {
      try {
        return generate(
            KeyPairGenerator.getInstance("EC", nativeKeys.get().provider()), like, random);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Not on this curve: the platform's.
      }
    }
    return generate(KeyPairGenerator.getInstance("EC"), like, random);
  }

  private static KeyPair generate(KeyPairGenerator generator, ECPublicKey like, SecureRandom random)
      throws GeneralSecurityException {
    generator.initialize(like.getParams(), random);
    return generator.generateKeyPair();
  }

  /**
   * A public key that came with a message.
   *
   * @param family {@code EC} or {@code XDH}
   */
  public PublicKey publicKey(String family, byte[] subjectPublicKeyInfo)
      throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(subjectPublicKeyInfo);
    if (isNative("KeyFactory", family)) {
      try {
        return KeyFactory.getInstance(family, nativeKeys.get().provider()).generatePublic(spec);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Not on this curve, or no key at all: the platform decides.
      }
    }
    return KeyFactory.getInstance(family).generatePublic(spec);
  }

  /**
   * The same key as an object of the platform's own; a token's key, which has no encoding, as it
   * is.
   */
  public static PrivateKey adopt(PrivateKey key) throws GeneralSecurityException {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      return key;
    }
    return KeyFactory.getInstance(family(key)).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  public static PublicKey adopt(PublicKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance(family(key))
        .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  static String family(Key key) {
    return switch (key.getAlgorithm()) {
      case "ECDSA", "ECDH" -> "EC";
      case "Ed25519", "Ed448" -> "EdDSA";
      case "X25519", "X448" -> "XDH";
      default -> key.getAlgorithm();
    };
  }
}
