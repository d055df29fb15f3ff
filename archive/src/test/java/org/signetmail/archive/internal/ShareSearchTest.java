package org.signetmail.archive.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;

/** Records of before there were commitments: true shares are told from false by trying. */
class ShareSearchTest {
  private static final EncryptionKey KEY =
      KeyPairs.encryption(KeyAlgorithm.X25519, new SecureRandom());
  private static final byte[] SECRET = new byte[32];

  @Test
  void namesTheFalseOnesOfFive() {
    NavigableMap<Integer, byte[]> shares = shares(3, 5);
    change(shares, 1, 0, 1);
    change(shares, 4, 31, 8);
    ShareSearch.Found found = search(shares, 3).find().orElseThrow();
    assertEquals(List.of(1, 4), found.falseShares());
  }

  @Test
  void findsNothingWhenTooFewAreTrue() {
    NavigableMap<Integer, byte[]> shares = shares(3, 4);
    change(shares, 2, 0, 1);
    change(shares, 3, 5, 7);
    assertEquals(Optional.empty(), search(shares, 3).find());
  }

  @Test
  void stopsAfterSoManyTries() {
    AtomicInteger tries = new AtomicInteger();
    NavigableMap<Integer, byte[]> shares = shares(10, 40);
    ShareSearch search =
        new ShareSearch(
            shares,
            10,
            indexes -> {
              tries.incrementAndGet();
              return Optional.empty();
            });
    assertEquals(Optional.empty(), search.find());
    assertEquals(1000, tries.get());
  }

  private static void change(NavigableMap<Integer, byte[]> shares, int index, int octet, int bits) {
    Objects.requireNonNull(shares.get(index))[octet] ^= (byte) bits;
  }

  private static NavigableMap<Integer, byte[]> shares(int quorum, int count) {
    byte[][] values = SecretSharing.split(SECRET, quorum, count, new SecureRandom());
    NavigableMap<Integer, byte[]> shares = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      shares.put(i + 1, values[i]);
    }
    assertTrue(shares.size() >= quorum);
    return shares;
  }

  private static ShareSearch search(NavigableMap<Integer, byte[]> shares, int quorum) {
    Function<int[], Optional<EncryptionKey>> unseal =
        indexes -> {
          byte[][] values = Arrays.stream(indexes).mapToObj(shares::get).toArray(byte[][]::new);
          byte[] secret = SecretSharing.combine(indexes, values);
          return Arrays.equals(secret, SECRET) ? Optional.of(KEY) : Optional.empty();
        };
    return new ShareSearch(shares, quorum, unseal);
  }
}
