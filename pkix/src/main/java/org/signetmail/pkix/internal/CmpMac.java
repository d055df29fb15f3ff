package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpRejection;

/**
 * The MACs of messages under a secret (RFC 9481 §6.1), SHA-2 only and within a budget: the client
 * says how many rounds we are to make, before we know who it is.
 */
public final class CmpMac {
  private static final int MOST_ROUNDS = 100_000;
  private static final int ROUNDS = 10_000;
  private static final int SALT = 16; // octets
  private static final int KEY = 32; // octets
  private static final int LONGEST_SALT = 128; // octets

  private CmpMac() {}

  /**
   * @param algorithm AlgorithmIdentifier of PasswordBasedMac or PBMAC1, DER
   * @throws CmpRejection when it does not count, or costs too much
   */
  public static byte[] of(byte[] algorithm, byte[] over, String secret) throws CmpRejection {
    try {
      AlgorithmIdentifier identifier = AlgorithmIdentifier.getInstance(algorithm);
      return identifier.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)
          ? passwordBased(PBMParameter.getInstance(identifier.getParameters()), over, secret)
          : pbmac1(PBMAC1Params.getInstance(identifier.getParameters()), over, secret);
    } catch (IOException | RuntimeException e) {
      throw new CmpRejection(
          CmpFailure.BAD_ALG, "protection by a MAC of unknown parameters (RFC 9481 §6.1)");
    }
  }

  /** A fresh one for PBMAC1. */
  public static byte[] algorithm(SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);
    PBMAC1Params parameters =
        new PBMAC1Params(
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ROUNDS, KEY, hmac)),
            hmac);
    try {
      return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, parameters).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("an algorithm did not encode", e);
    }
  }

  /** RFC 4211 §4.4: the secret and the salt, digested again and again, are the key. */
  private static byte[] passwordBased(PBMParameter parameters, byte[] over, String secret)
      throws CmpRejection {
    requireBounded(parameters.getIterationCount().getValue(), parameters.getSalt().getOctets());
    String digest =
        switch (parameters.getOwf().getAlgorithm().getId()) {
          case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
          case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
          case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
          default -> throw weak();
        };
    String hmac = hmac(parameters.getMac());
    byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
    try {
      MessageDigest owf = MessageDigest.getInstance(digest);
      owf.update(octets);
      byte[] key = owf.digest(parameters.getSalt().getOctets());
      for (int i = 1; i < parameters.getIterationCount().intValueExact(); i++) {
        key = owf.digest(key);
      }
      return mac(hmac, key, over);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + digest, e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static byte[] pbmac1(PBMAC1Params parameters, byte[] over, String secret)
      throws IOException, CmpRejection {
    KeyDerivationFunc function = KeyDerivationFunc.getInstance(parameters.getKeyDerivationFunc());
    if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw weak();
    }
    PBKDF2Params derivation = PBKDF2Params.getInstance(function.getParameters());
    requireBounded(derivation.getIterationCount(), derivation.getSalt());
    hmac(derivation.getPrf());
    String hmac = hmac(parameters.getMessageAuthScheme());
    int length =
        derivation.getKeyLength() == null ? KEY : derivation.getKeyLength().intValueExact();
    if (length < SALT || length > 2 * KEY) {
      throw weak();
    }
    byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
    try {
      return mac(hmac, Pbkdf2.derive(function, octets, length).key(), over);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + hmac, e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static byte[] mac(String hmac, byte[] key, byte[] over) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hmac);
    mac.init(new SecretKeySpec(key, hmac));
    Arrays.fill(key, (byte) 0);
    return mac.doFinal(over);
  }

  private static String hmac(AlgorithmIdentifier algorithm) throws CmpRejection {
    return switch (algorithm.getAlgorithm().getId()) {
      case "1.2.840.113549.2.9" -> "HmacSHA256";
      case "1.2.840.113549.2.10" -> "HmacSHA384";
      case "1.2.840.113549.2.11" -> "HmacSHA512";
      default -> throw weak();
    };
  }

  private static void requireBounded(BigInteger rounds, byte[] salt) throws CmpRejection {
    boolean isBounded =
        rounds.signum() > 0 && rounds.compareTo(BigInteger.valueOf(MOST_ROUNDS)) <= 0;
    if (!isBounded || salt.length > LONGEST_SALT) {
      throw new CmpRejection(
          CmpFailure.BAD_ALG,
          "protection by a MAC of " + rounds + " rounds; use at most " + MOST_ROUNDS);
    }
  }

  private static CmpRejection weak() {
    return new CmpRejection(
        CmpFailure.BAD_ALG,
        "protection by a MAC that does not count (RFC 9481 §6); use HMAC with SHA-256 or"
            + " stronger, and no SHA-1");
  }
}
