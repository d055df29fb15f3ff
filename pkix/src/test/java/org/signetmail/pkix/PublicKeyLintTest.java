package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublicKeyLintTest {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private final Random random = new Random(7);

  @Test
  void keysOfOurOwnHaveNothingAgainstThem() {
    SecureRandom fresh = new SecureRandom();
    for (KeyAlgorithm algorithm :
        List.of(
            KeyAlgorithm.RSA_2048, KeyAlgorithm.P_256, KeyAlgorithm.P_521, KeyAlgorithm.ED25519)) {
      assertEquals(List.of(), codes(KeyPairs.signing(algorithm, fresh).publicKey()));
    }
  }

  @Test
  void smallKeysAndSmallExponents() throws Exception {
    BigInteger p = BigInteger.probablePrime(512, random);
    BigInteger q = BigInteger.probablePrime(512, random);
    assertEquals(List.of("key.too-small"), codes(rsa(p.multiply(q), F4)));
    BigInteger large =
        BigInteger.probablePrime(1024, random).multiply(BigInteger.probablePrime(1024, random));
    assertEquals(List.of("key.small-exponent"), codes(rsa(large, BigInteger.valueOf(3))));
    assertEquals(List.of("key.small-exponent"), codes(rsa(large, BigInteger.valueOf(17))));
  }

  @Test
  void modulusWithASmallFactor() throws Exception {
    BigInteger modulus = BigInteger.probablePrime(2047, random).multiply(BigInteger.valueOf(743));
    assertEquals(List.of("key.small-factor"), codes(rsa(modulus, F4)));
  }

  @Test
  void primesNearEachOther() throws Exception {
    BigInteger p = BigInteger.probablePrime(1024, random).setBit(1022);
    p = p.nextProbablePrime();
    BigInteger q = p.nextProbablePrime();
    assertEquals(List.of("key.close-primes"), codes(rsa(p.multiply(q), F4)));
    assertEquals(List.of("key.close-primes"), codes(rsa(p.multiply(p), F4)));
  }

  /** Primes as the affected library made them: {@code k·M + (65537^a mod M)}. */
  @Test
  void keysOfAffectedDevices() throws Exception {
    BigInteger m = BigInteger.ONE; // the product of the first 126 primes, for 1024-bit primes
    BigInteger prime = BigInteger.TWO;
    for (int i = 0; i < 126; i++) {
      m = m.multiply(prime);
      prime = prime.nextProbablePrime();
    }
    assertEquals(List.of("key.roca"), codes(rsa(rocaPrime(m).multiply(rocaPrime(m)), F4)));
  }

  @Test
  void pointOffItsCurve() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
    ECPoint off = new ECPoint(key.getW().getAffineX(), key.getW().getAffineY().flipBit(3));
    PublicKey wrong =
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, key.getParams()));
    assertEquals(List.of("key.not-on-curve"), codes(wrong));
  }

  private BigInteger rocaPrime(BigInteger m) {
    BigInteger least = BigInteger.ONE.shiftLeft(1023).setBit(1022).divide(m);
    while (true) {
      BigInteger k = least.add(new BigInteger(40, random));
      BigInteger a = new BigInteger(300, random);
      BigInteger candidate = k.multiply(m).add(F4.modPow(a, m));
      if (candidate.bitLength() == 1024 && candidate.isProbablePrime(40)) {
        return candidate;
      }
    }
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent) throws Exception {
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static List<String> codes(PublicKey key) {
    return PublicKeyLint.examine(key, "alice@example.test").stream()
        .map(finding -> finding.code().code())
        .toList();
  }
}
