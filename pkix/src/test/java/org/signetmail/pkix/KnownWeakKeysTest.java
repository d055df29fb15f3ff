package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Lists of both forms. What they say of the one key was made with other people's SHA-1 and -256.
 */
class KnownWeakKeysTest {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(2047).add(BigInteger.valueOf(12345));

  /** What {@code printf 'Modulus=8000…3039\n' | sha1sum | cut -c 21-40} prints. */
  private static final String LINE = "ba17a85b862f5e092900";

  /** What {@code sha256sum} begins with, over the modulus of 256 octets. */
  private static final String BADKEYS = "359a198592b622762c97c867537cf3";

  @Test
  void aTextNamesKeysByTheEndOfSha1() throws Exception {
    KnownWeakKeys known =
        text("# from a package\n\nffffffffffffffffffff\n" + LINE + "\n00000000000000000000\n");
    assertEquals(3, known.size());
    assertTrue(known.has(rsa(MODULUS)));
    assertFalse(known.has(rsa(MODULUS.add(BigInteger.TWO))));
    assertEquals(
        List.of("key.known"),
        PublicKeyLint.examine(rsa(MODULUS), "alice", known).stream()
            .map(finding -> finding.code().code())
            .filter("key.known"::equals)
            .toList());
  }

  @Test
  void aListOfBadkeysIsSearchedByHalving() throws Exception {
    String first = "000000000000000000000000000000" + "01";
    String last = "ffffffffffffffffffffffffffffff" + "02";
    KnownWeakKeys known = binary(first + BADKEYS + "07" + last);
    assertTrue(known.has(rsa(MODULUS)));
    assertTrue(binary(BADKEYS + "07" + last).has(rsa(MODULUS)), "at the beginning");
    assertTrue(binary(first + BADKEYS + "07").has(rsa(MODULUS)), "at the end");
    assertFalse(known.has(rsa(MODULUS.add(BigInteger.TWO))));
    PublicKey fresh = KeyPairs.signing(KeyAlgorithm.P_256, new SecureRandom()).publicKey();
    assertFalse(known.has(fresh));
  }

  @Test
  void twoListsAreBothAsked() throws Exception {
    KnownWeakKeys known =
        text("00000000000000000000\n")
            .and(ByteBuffer.wrap(HexFormat.of().parseHex(BADKEYS + "07")), "second");
    assertTrue(known.has(rsa(MODULUS)));
  }

  @Test
  void whatIsNoListIsRefused() {
    assertRefused("is empty", () -> text(""));
    assertRefused("20 lower-case hexadecimal digits", () -> text(LINE + "\n" + LINE + "00\n"));
    assertRefused(
        "20 lower-case hexadecimal digits",
        () -> text(LINE.toUpperCase(java.util.Locale.ROOT) + "\n"));
    assertRefused("is cut off", () -> binary(BADKEYS + "0700"));
    assertRefused("is not in order", () -> binary(BADKEYS + "07" + "0".repeat(32)));
  }

  private static void assertRefused(
      String words, org.junit.jupiter.api.function.Executable reading) {
    String line = String.valueOf(assertThrows(IOException.class, reading).getMessage());
    assertTrue(line.startsWith("list: ") && line.contains(words), line);
  }

  private static KnownWeakKeys text(String text) throws IOException {
    return KnownWeakKeys.NONE.and(
        ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), "list");
  }

  private static KnownWeakKeys binary(String hex) throws IOException {
    return KnownWeakKeys.NONE.and(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), "list");
  }

  private static PublicKey rsa(BigInteger modulus) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
  }
}
