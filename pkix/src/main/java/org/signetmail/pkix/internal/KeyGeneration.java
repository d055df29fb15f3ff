package org.signetmail.pkix.internal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.signetmail.pkix.KeyAlgorithm;

/**
 * Generates key pairs: with the JDK; ML-DSA and ML-KEM with Bouncy Castle to keep the seed, SLH-DSA
 * because the JDK lacks it.
 */
public final class KeyGeneration {
  private KeyGeneration() {}

  public static KeyPair generate(KeyAlgorithm algorithm, SecureRandom random) {
    return switch (algorithm) {
      case RSA_2048 -> rsa(2048, random);
      case RSA_3072 -> rsa(3072, random);
      case RSA_4096 -> rsa(4096, random);
      case P_256 -> jdk("EC", new ECGenParameterSpec("secp256r1"), random);
      case P_384 -> jdk("EC", new ECGenParameterSpec("secp384r1"), random);
      case P_521 -> jdk("EC", new ECGenParameterSpec("secp521r1"), random);
      case ED25519 -> jdk("EdDSA", NamedParameterSpec.ED25519, random);
      case ED448 -> jdk("EdDSA", NamedParameterSpec.ED448, random);
      case X25519 -> jdk("XDH", NamedParameterSpec.X25519, random);
      case X448 -> jdk("XDH", NamedParameterSpec.X448, random);
      case MLKEM768_X25519,
          MLKEM768_P256,
          MLKEM768_P384,
          MLKEM1024_P384,
          MLKEM1024_X448,
          MLKEM1024_P521 ->
          CompositeKeys.generate(algorithm, random);
      default -> bouncyCastle(algorithm.name().replace('_', '-'), random);
    };
  }

  private static KeyPair rsa(int bits, SecureRandom random) {
    return jdk("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
  }

  private static KeyPair jdk(String name, AlgorithmParameterSpec parameters, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
      generator.initialize(parameters, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks " + name, e);
    }
  }

  private static KeyPair bouncyCastle(String name, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name, BouncyCastle.provider());
      generator.initialize(new NamedParameterSpec(name), random);
      KeyPair pair = generator.generateKeyPair();
      // The public half as the JDK's object: it serves the JDK's and every other provider's users.
      return new KeyPair(PublicKeys.of(pair.getPublic().getEncoded()), pair.getPrivate());
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("Bouncy Castle lacks " + name, e);
    }
  }
}
