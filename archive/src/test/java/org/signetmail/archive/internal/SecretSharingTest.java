package org.signetmail.archive.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.shamir.Scheme;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretSharingTest {
  private final SecureRandom random = new SecureRandom();

  /** FIPS 197 §4.2: {57} • {83} = {c1}, {57} • {13} = {fe}. */
  @Test
  void multipliesAsInFips197() {
    assertEquals(0xc1, SecretSharing.multiply(0x57, 0x83));
    assertEquals(0xfe, SecretSharing.multiply(0x57, 0x13));
  }

  @Test
  void multipliesAsTheSchoolbookForAllPairs() {
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        assertEquals(schoolbook(a, b), SecretSharing.multiply(a, b));
      }
    }
  }

  @Test
  void everyElementButZeroHasItsInverse() {
    for (int a = 1; a < 256; a++) {
      assertEquals(1, SecretSharing.multiply(a, SecretSharing.inverse(a)));
    }
  }

  /** Worked by hand: f(x) = 2a + 57x, so f(1) = 7d, f(2) = 84 over this field. */
  @Test
  void combinesAKnownVector() {
    byte[][] shares = {HexFormat.of().parseHex("7d"), HexFormat.of().parseHex("84")};
    assertArrayEquals(
        HexFormat.of().parseHex("2a"), SecretSharing.combine(new int[] {1, 2}, shares));
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,5", "5,9", "2,255", "128,255", "255,255"})
  void anyQuorumGivesTheSecretBack(int quorum, int shares) {
    byte[] secret = randomBytes(32);
    byte[][] split = SecretSharing.split(secret, quorum, shares, random);
    for (int round = 0; round < 10; round++) {
      int[] chosen = random.ints(1, shares + 1).distinct().limit(quorum).toArray();
      byte[][] parts = IntStream.of(chosen).mapToObj(i -> split[i - 1]).toArray(byte[][]::new);
      assertArrayEquals(secret, SecretSharing.combine(chosen, parts));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,3", "3,5", "4,7"})
  void theLibraryReadsOursAndWeReadTheLibrarys(int quorum, int shares) {
    byte[] secret = randomBytes(32);
    Scheme library = new Scheme(random, shares, quorum);

    byte[][] ours = SecretSharing.split(secret, quorum, shares, random);
    Map<Integer, byte[]> some = new TreeMap<>();
    for (int i = shares; i > shares - quorum; i--) {
      some.put(i, ours[i - 1]);
    }
    assertArrayEquals(secret, library.join(some));

    Map<Integer, byte[]> theirs = library.split(secret);
    int[] indexes = IntStream.rangeClosed(1, quorum).toArray();
    byte[][] parts = IntStream.of(indexes).mapToObj(theirs::get).toArray(byte[][]::new);
    assertArrayEquals(secret, SecretSharing.combine(indexes, parts));
  }

  /**
   * Perfect secrecy, counted: one share of 2 of 2 takes every value for a fixed secret, the
   * secret's own value included. A scheme that forbids a highest coefficient of zero would never
   * show it.
   */
  @Test
  void oneShareOfTwoTakesEveryValue() {
    boolean[] seen = new boolean[256];
    byte[] secret = new byte[4096];
    Arrays.fill(secret, (byte) 0x2a);
    for (int round = 0; round < 4; round++) {
      for (byte octet : SecretSharing.split(secret, 2, 2, random)[0]) {
        seen[octet & 0xff] = true;
      }
    }
    assertTrue(IntStream.range(0, 256).allMatch(i -> seen[i]));
  }

  @Test
  void refusesWhatIsNoSharing() {
    byte[] secret = new byte[1];
    assertThrows(IllegalArgumentException.class, () -> SecretSharing.split(secret, 3, 2, random));
    assertThrows(IllegalArgumentException.class, () -> SecretSharing.split(secret, 2, 256, random));
    byte[][] two = {new byte[1], new byte[1]};
    for (int[] wrong : new int[][] {{1, 1}, {0, 1}, {1, 256}, {1}, {}}) {
      assertThrows(IllegalArgumentException.class, () -> SecretSharing.combine(wrong, two));
    }
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int schoolbook(int a, int b) {
    int product = 0;
    for (int i = 0; i < 8; i++) {
      product ^= ((b >> i) & 1) * (a << i);
    }
    for (int i = 14; i >= 8; i--) {
      if ((product >> i & 1) == 1) {
        product ^= 0x11b << (i - 8);
      }
    }
    return product;
  }
}
