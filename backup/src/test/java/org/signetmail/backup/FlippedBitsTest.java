package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit anywhere is found: every one of a small backup, a sample of a large one. */
class FlippedBitsTest {
  private static final int SUM = 32;
  private static final int LENGTHS = 8;

  @TempDir Path folder;
  private Desk desk;
  private Path file;

  @BeforeEach
  void place() {
    desk = new Desk(folder);
    file = folder.resolve("a.backup");
  }

  @Test
  void everyBitOfASmallOne() throws IOException {
    desk.full(file, "s", Map.of("signet.yaml", "a"));
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertInstanceOf(Backup.Verification.NotWhole.class, desk.verify(file), "bit " + bit);
    }
  }

  /**
   * Every bit of the manifests, by which the chain is chosen: an older time of the newest must not
   * hide it. One bit of each other octet.
   */
  @Test
  void everyOctetOfEveryFileOfAChain() throws IOException {
    BackupBase base = desk.full(file, "s", Map.of("signet.yaml", "a"));
    Path second = folder.resolve("b.backup");
    Path third = folder.resolve("c.backup");
    base = desk.next(second, base, new byte[] {'s', 't'});
    desk.next(third, base, new byte[] {'s', 't', 'u'});
    assertInstanceOf(Backup.Verification.Whole.class, desk.verify(file, second, third));
    for (Path one : List.of(file, second, third)) {
      byte[] good = Files.readAllBytes(one);
      int manifestEnd = bodyEnd(good) + lengths(good).getInt(0);
      for (int i = 0; i < good.length; i++) {
        boolean manifest = i >= bodyEnd(good) && i < manifestEnd;
        for (int bit = 0; bit < 8; bit++) {
          if (manifest || bit == i % 8) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << bit);
            Files.write(one, bad);
            if (desk.verify(file, second, third) instanceof Backup.Verification.Whole) {
              fail(one.getFileName() + ": octet " + i + ", bit " + bit);
            }
          }
        }
      }
      Files.write(one, good);
    }
  }

  @Test
  void aSampleOfALargeOneInEachOfItsParts() throws IOException {
    desk.create(file, Optional.empty(), new MemoryStore(Desk.noise(30_000_000, 7)), Map.of());
    long size = Files.size(file);
    Random random = new Random(2026);
    try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < 60; i++) {
        // The body, its first octets with the recipients, and all after it: in turn.
        long at =
            switch (i % 3) {
              case 0 -> random.nextLong(size);
              case 1 -> random.nextLong(2000);
              default -> size - 1 - random.nextLong(6000);
            };
        int bit = 1 << random.nextInt(8);
        flip(octets, at, bit);
        assertInstanceOf(Backup.Verification.NotWhole.class, desk.verify(file), "octet " + at);
        flip(octets, at, bit);
      }
    }
    assertInstanceOf(Backup.Verification.Whole.class, desk.verify(file));
  }

  /** Whoever changes a byte can also repair the check sum; then digest and signature find it. */
  @Test
  void everyChangeIsFoundWhenTheCheckSumIsRepaired() throws IOException {
    desk.full(file, "s", Map.of("signet.yaml", "a"));
    byte[] good = Files.readAllBytes(file);
    int signature = good.length - SUM - LENGTHS - lengths(good).getInt(4);
    for (int i = 0; i < signature; i += i < bodyEnd(good) ? 7 : 1) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, repaired(bad));
      assertInstanceOf(Backup.Verification.NotWhole.class, desk.verify(file), "octet " + i);
    }
    for (int i = signature; i < good.length - SUM; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, repaired(bad));
      if (desk.verify(file) instanceof Backup.Verification.Whole whole) {
        assertEquals("archive@example.test", whole.maker().displayName(), "octet " + i);
        assertEquals("Example Corp", whole.manifest().organization());
      }
    }
  }

  @Test
  void truncationIsFoundAtEveryLength() throws IOException {
    desk.full(file, "s".repeat(3000), Map.of("signet.yaml", "a"));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 100) {
      Files.write(file, Arrays.copyOf(good, length));
      assertInstanceOf(Backup.Verification.NotWhole.class, desk.verify(file), "length " + length);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertInstanceOf(Backup.Verification.NotWhole.class, desk.verify(file));
  }

  @Test
  void theManifestOfAnotherBackupIsRefused() throws IOException {
    Path other = folder.resolve("b.backup");
    desk.full(file, "one", Map.of());
    desk.full(other, "two", Map.of());
    byte[] one = Files.readAllBytes(file);
    byte[] two = Files.readAllBytes(other);
    ByteArrayOutputStream mixed = new ByteArrayOutputStream();
    mixed.write(one, 0, bodyEnd(one));
    mixed.write(two, bodyEnd(two), two.length - bodyEnd(two));
    Files.write(file, repaired(mixed.toByteArray()));
    // The check sum fits the body, and not the one that the manifest tells of.
    assertEquals(BackupFinding.BACKUP_DAMAGED, Desk.code(desk.verify(file)));
  }

  private static void flip(RandomAccessFile octets, long at, int bit) throws IOException {
    octets.seek(at);
    int before = octets.read();
    octets.seek(at);
    octets.write(before ^ bit);
  }

  private static ByteBuffer lengths(byte[] backup) {
    return ByteBuffer.wrap(backup, backup.length - SUM - LENGTHS, LENGTHS).slice();
  }

  /** Where the body's last, empty segment ends. */
  private static int bodyEnd(byte[] backup) {
    ByteBuffer lengths = lengths(backup);
    return backup.length - SUM - LENGTHS - lengths.getInt(0) - lengths.getInt(4);
  }

  private static byte[] repaired(byte[] backup) {
    try {
      int body = bodyEnd(backup);
      if (body < 16 || body > backup.length) {
        return backup;
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bodyDigest = digest.digest(Arrays.copyOfRange(backup, 16, body));
      digest.update(backup, 0, 16);
      digest.update(bodyDigest);
      digest.update(backup, body, backup.length - SUM - body);
      byte[] repaired = backup.clone();
      System.arraycopy(digest.digest(), 0, repaired, backup.length - SUM, SUM);
      return repaired;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
