package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.backup.BackupChain.Link;
import org.signetmail.pkix.FindingCode;

/** Chains: a full backup, and others that have only what changed. */
class BackupShelfTest {
  @TempDir Path folder;
  private Desk desk;
  private Path full;
  private Path second;
  private Path third;
  private final byte[] before = Desk.noise(3_000_000, 1);
  private final byte[] between = before.clone();
  private final byte[] after = Arrays.copyOf(before, before.length + 5000);

  @BeforeEach
  void chain() throws IOException {
    desk = new Desk(folder);
    full = folder.resolve("1-full.backup");
    second = folder.resolve("2.backup");
    third = folder.resolve("3.backup");
    between[1_000_000] ^= 1;
    BackupBase base =
        desk.create(full, Optional.empty(), new MemoryStore(before), Map.of("signet.yaml", "a"));
    BackupBase kept = BackupBase.of(base.encoded());
    base = desk.next(second, kept, between);
    desk.next(third, base, after);
  }

  @Test
  void anIncrementalBackupHasOnlyWhatChanged() throws IOException {
    assertTrue(Files.size(full) > before.length);
    assertTrue(Files.size(second) < 600_000, "octets: " + Files.size(second));
    assertTrue(Files.size(third) < 600_000, "octets: " + Files.size(third));
  }

  @Test
  void theNewestComesBackAndAnyOtherByItsTime() throws IOException {
    MemoryStore store = new MemoryStore();
    assertInstanceOf(Backup.Restoration.Restored.class, desk.restore(chain(Instant.MAX), store));
    assertEquals(new String(after, StandardCharsets.ISO_8859_1), store.text());
    Files.delete(desk.home);
    MemoryStore older = new MemoryStore();
    desk.restore(chain(Parties.NOW.plusSeconds(119)), older);
    assertEquals(new String(between, StandardCharsets.ISO_8859_1), older.text());
    assertEquals(
        BackupFinding.BACKUP_NONE,
        assertInstanceOf(
                BackupShelf.Found.None.class,
                BackupShelf.of(List.of(folder)).newest(Optional.of(Parties.NOW.minusSeconds(1))))
            .findings()
            .getFirst()
            .code());
  }

  @Test
  void aMissingLinkIsFound() throws IOException {
    Files.delete(second);
    assertEquals(BackupFinding.BACKUP_CHAIN, Desk.code(desk.verify(folder)));
    assertEquals(BackupFinding.BACKUP_CHAIN, Desk.code(desk.verify(third)));
    assertInstanceOf(Backup.Verification.Whole.class, desk.verify(full));
  }

  @Test
  void whatAFileBuildsOnIsFoundBesideIt() throws IOException {
    assertInstanceOf(Backup.Verification.Whole.class, desk.verify(third));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path moved = Files.move(third, elsewhere.resolve("3.backup"));
    assertEquals(BackupFinding.BACKUP_CHAIN, Desk.code(desk.verify(moved)));
    assertInstanceOf(Backup.Verification.Whole.class, desk.verify(moved, folder));
  }

  @Test
  void aDamagedLinkIsFound() throws IOException {
    byte[] octets = Files.readAllBytes(full);
    octets[octets.length / 2] ^= 4;
    Files.write(full, octets);
    assertEquals(BackupFinding.BACKUP_DAMAGED, Desk.code(desk.verify(third)));
  }

  @Test
  void anOlderOneInPlaceOfALinkIsFound() throws IOException {
    desk.now = Parties.NOW.minusSeconds(86_400);
    desk.create(second, Optional.empty(), new MemoryStore(before), Map.of());
    desk.now = Parties.NOW.plusSeconds(500);
    assertEquals(BackupFinding.BACKUP_CHAIN, Desk.code(desk.verify(third)));
  }

  @Test
  void linksInAnotherOrderAreRefused() throws IOException {
    List<Link> links = chain(Instant.MAX).links();
    for (List<Link> wrong :
        List.of(
            List.of(links.get(0), links.get(2)),
            List.of(links.get(0), links.get(2), links.get(1)),
            List.of(links.get(1), links.get(2)),
            List.of(links.get(0), links.get(0)))) {
      assertEquals(BackupFinding.BACKUP_CHAIN, Desk.code(desk.verify(new BackupChain(wrong))));
    }
  }

  @Test
  void otherFilesAreNoBackup() throws IOException {
    Path file = folder.resolve("x.backup");
    for (String text : List.of("", "x", "signet backup 1\n", "PK\u0003\u0004".repeat(100))) {
      Files.writeString(file, text);
      assertEquals(BackupFinding.BACKUP_NOT_A_BACKUP, finding(file));
    }
    Files.writeString(file, "signet backup 2\n");
    assertEquals(BackupFinding.BACKUP_DAMAGED, finding(file));
    assertEquals(BackupFinding.BACKUP_DAMAGED, Desk.code(desk.verify(folder)));
  }

  @Test
  void aDamagedBaseIsNotBuiltOn() throws IOException {
    byte[] kept = desk.create(full, Optional.empty(), new MemoryStore(before), Map.of()).encoded();
    for (int i = 0; i < kept.length; i += 97) {
      byte[] bad = kept.clone();
      bad[i] ^= 1;
      org.junit.jupiter.api.Assertions.assertThrows(
          IOException.class, () -> BackupBase.of(bad), "octet " + i);
    }
  }

  /** What a shelf says of one file. */
  static FindingCode finding(Path file) {
    try {
      return BackupShelf.of(List.of(file)).findings().getFirst().code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BackupChain chain(Instant until) throws IOException {
    return assertInstanceOf(
            BackupShelf.Found.Chain.class,
            BackupShelf.of(List.of(folder)).newest(Optional.of(until)))
        .chain();
  }
}
