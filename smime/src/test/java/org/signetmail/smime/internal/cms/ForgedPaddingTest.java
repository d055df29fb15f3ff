package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.Primitives;

/**
 * Bleichenbacher's forgery of 2006: under the public exponent 3, a cube whose first octets look
 * like a padded digest, and whose rest is whatever the cube root needs.
 */
class ForgedPaddingTest {
  private static final Jca JCA = new Jca(Primitives.platform());
  private static final byte[] TEXT = "pay Mallory".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");
  private static KeyPair pair;

  @BeforeAll
  static void makeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    pair = generator.generateKeyPair();
  }

  @Test
  void whatFollowsTheDigestIsNotOverlooked() throws Exception {
    BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
    byte[] block = new byte[256];
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(new byte[] {0, 1, -1, -1, -1, -1, -1, -1, -1, -1, 0});
    head.writeBytes(DIGEST_INFO);
    head.writeBytes(MessageDigest.getInstance("SHA-256").digest(TEXT));
    System.arraycopy(head.toByteArray(), 0, block, 0, head.size());
    Arrays.fill(block, head.size(), block.length, (byte) 0xff);
    BigInteger root = cubeRoot(new BigInteger(1, block));
    byte[] cube = root.pow(3).toByteArray();
    byte[] padded = new byte[256];
    System.arraycopy(cube, 0, padded, 256 - cube.length, cube.length);
    assertTrue(
        Arrays.equals(head.toByteArray(), Arrays.copyOf(padded, head.size())),
        "the forgery begins as a signature would");
    assertTrue(root.pow(3).compareTo(modulus) < 0);
    byte[] signature = new byte[256];
    byte[] bytes = root.toByteArray();
    System.arraycopy(bytes, 0, signature, 256 - bytes.length, bytes.length);
    assertFalse(verifies(signature));
  }

  @Test
  void theHonestSignatureHolds() throws Exception {
    byte[] signature =
        JCA.sign("SHA256withRSA", null, pair.getPrivate(), new java.security.SecureRandom(), TEXT);
    assertTrue(verifies(signature));
  }

  private static boolean verifies(byte[] signature) {
    try {
      return JCA.verify("SHA256withRSA", null, pair.getPublic(), TEXT, signature);
    } catch (java.security.GeneralSecurityException e) {
      return false;
    }
  }

  /** The largest number whose cube is not above. */
  private static BigInteger cubeRoot(BigInteger number) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(number.bitLength() / 3 + 1);
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (middle.pow(3).compareTo(number) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
