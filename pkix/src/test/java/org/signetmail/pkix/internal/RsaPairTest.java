package org.signetmail.pkix.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An RSA key is taken only when all of its numbers belong to each other (RFC 8017 §3.2). */
class RsaPairTest {
  private static byte[] spki = {};
  private static PrivateKeyInfo whole;

  @BeforeAll
  static void makeAKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    spki = pair.getPublic().getEncoded();
    whole = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
  }

  @Test
  void aWholeKeyGivesItsPublicHalf() throws IOException {
    assertTrue(RsaPair.is(whole));
    assertArrayEquals(spki, RsaPair.publicOf(whole));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aKeyWithOneNumberChangedIsNone(int place) throws IOException {
    RSAPrivateKey key = RSAPrivateKey.getInstance(whole.parsePrivateKey());
    BigInteger[] numbers = {
      key.getModulus(),
      key.getPublicExponent(),
      key.getPrivateExponent(),
      key.getPrime1(),
      key.getPrime2(),
      key.getExponent1(),
      key.getExponent2(),
      key.getCoefficient()
    };
    numbers[place] = numbers[place].add(BigInteger.TWO);
    assertRefused(numbers);
    numbers[place] = BigInteger.ZERO;
    assertRefused(numbers);
  }

  private static void assertRefused(BigInteger[] n) throws IOException {
    PrivateKeyInfo changed =
        new PrivateKeyInfo(
            whole.getPrivateKeyAlgorithm(),
            new RSAPrivateKey(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]));
    assertThrows(IOException.class, () -> RsaPair.publicOf(changed));
  }
}
