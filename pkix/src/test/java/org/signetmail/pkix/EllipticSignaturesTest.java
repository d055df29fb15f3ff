package org.signetmail.pkix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EllipticSignaturesTest {
  private static final byte[] DATA = "what is signed".getBytes(UTF_8);

  @ParameterizedTest
  @CsvSource({
    "secp256r1,SHA256withECDSA",
    "secp256r1,SHA512withECDSA",
    "secp384r1,SHA384withECDSA",
    "secp521r1,SHA512withECDSA"
  })
  void whatTheJdkSignsHoldsAndNothingElseDoes(String curve, String algorithm) throws Exception {
    KeyPair pair = pair(curve);
    byte[] signature = sign(pair, algorithm);
    assertEquals(
        Optional.of(true), EllipticSignatures.verify(algorithm, pair.getPublic(), DATA, signature));
    assertEquals(
        Optional.of(false),
        EllipticSignatures.verify(algorithm, pair(curve).getPublic(), DATA, signature),
        "under another key");
    assertEquals(
        Optional.of(false),
        EllipticSignatures.verify(
            algorithm, pair.getPublic(), "what is not".getBytes(UTF_8), signature),
        "over other data");
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertNotEquals(
          Optional.of(true),
          EllipticSignatures.verify(algorithm, pair.getPublic(), DATA, changed),
          "with octet " + i + " changed");
    }
  }

  @Test
  void nothingHoldsForZeros() throws Exception {
    byte[] zeros = {0x30, 6, 2, 1, 0, 2, 1, 0}; // r = s = 0: accepted once by careless verifiers
    assertEquals(
        Optional.of(false),
        EllipticSignatures.verify("SHA256withECDSA", pair("secp256r1").getPublic(), DATA, zeros));
  }

  @Test
  void whatIsNotDerDoesNotHold() throws Exception {
    KeyPair pair = pair("secp256r1");
    byte[] signature = sign(pair, "SHA256withECDSA");
    byte[] longer = java.util.Arrays.copyOf(signature, signature.length + 1);
    assertEquals(
        Optional.of(false),
        EllipticSignatures.verify("SHA256withECDSA", pair.getPublic(), DATA, longer));
    assertEquals(
        Optional.of(false),
        EllipticSignatures.verify("SHA256withECDSA", pair.getPublic(), DATA, new byte[0]));
  }

  @Test
  void otherAlgorithmsAreNotItsBusiness() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    assertEquals(
        Optional.empty(),
        EllipticSignatures.verify("SHA256withECDSA", rsa.getPublic(), DATA, new byte[8]));
    assertEquals(
        Optional.empty(),
        EllipticSignatures.verify(
            "SHA1withECDSA", pair("secp256r1").getPublic(), DATA, new byte[8]));
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] sign(KeyPair pair, String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(DATA);
    return signature.sign();
  }
}
