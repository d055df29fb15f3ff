package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  @TempDir Path folder;
  private Desk desk;
  private Path file;
  private Path home;

  @BeforeEach
  void place() {
    desk = new Desk(folder);
    file = folder.resolve("a.backup");
    home = desk.home;
  }

  @Test
  void comesBackAsItWas() throws IOException {
    BackupManifest made =
        desk.full(file, "rows of the store", Map.of("signet.yaml", "a: 1", "keys/ca.p12", "sealed"))
            .manifest();
    BackupManifest seen =
        assertInstanceOf(Backup.Verification.Whole.class, desk.verify(file)).manifest();
    assertEquals(made, seen);
    assertEquals(12L, seen.rows().get("archived_key"));
    assertEquals(Desk.CHECKPOINT, seen.checkpoint());
    assertEquals("full", seen.kind());

    MemoryStore store = new MemoryStore();
    Backup.Restoration restoration = desk.restore(file, store);
    assertInstanceOf(Backup.Restoration.Restored.class, restoration, restoration.toString());
    assertEquals("rows of the store", store.text());
    assertEquals(made.id(), store.mark.value("backup").orElseThrow());
    assertEquals("a: 1", Files.readString(home.resolve("signet.yaml")));
    assertEquals("sealed", Files.readString(home.resolve("keys/ca.p12")));
    assertEquals(List.of("a.backup", "home"), desk.names());
  }

  @Test
  void showsNothingOfWhatIsInside() throws IOException {
    desk.full(file, "rows of the store", Map.of("secret-name.yaml", "a: 1"));
    String all = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertFalse(all.contains("rows of the store") || all.contains("secret-name"));
  }

  @Test
  void largeStoresStream() throws IOException {
    byte[] large = Desk.noise(20_000_000, 1);
    desk.create(file, Optional.empty(), new MemoryStore(large), Map.of());
    MemoryStore store = new MemoryStore();
    assertInstanceOf(Backup.Restoration.Restored.class, desk.restore(file, store));
    assertEquals(new String(large, StandardCharsets.ISO_8859_1), store.text());
  }

  @Test
  void anotherMakerIsRefused() throws IOException {
    desk.maker = desk.parties.employee;
    desk.full(file, "s", Map.of());
    assertEquals(BackupFinding.BACKUP_MAKER, Desk.code(desk.verify(file)));
    desk.maker = new Parties().maker;
    desk.full(file, "s", Map.of());
    assertEquals(BackupFinding.BACKUP_SIGNATURE, Desk.code(desk.verify(file)));
  }

  @Test
  void aWrongKeyRestoresNothing() throws IOException {
    desk.full(file, "s", Map.of("signet.yaml", "a"));
    MemoryStore store = new MemoryStore();
    desk.key = new Parties().recipient;
    assertEquals(BackupFinding.BACKUP_NOT_FOR_KEY, Desk.code(desk.restore(file, store)));
    assertEquals("", store.text());
    assertEquals(List.of("a.backup"), desk.names());
  }

  @Test
  void aTargetThatIsNotEmptyIsRefused() throws IOException {
    desk.full(file, "s", Map.of());
    Files.createDirectories(home);
    assertInstanceOf(Backup.Restoration.Restored.class, desk.restore(file, new MemoryStore()));
    Files.writeString(home.resolve("precious"), "mine");
    assertEquals(
        BackupFinding.BACKUP_TARGET_NOT_EMPTY, Desk.code(desk.restore(file, new MemoryStore())));
    assertEquals("mine", Files.readString(home.resolve("precious")));
    Files.delete(home.resolve("precious"));
    Files.delete(home);
    Files.writeString(home, "a file");
    assertEquals(
        BackupFinding.BACKUP_TARGET_NOT_EMPTY, Desk.code(desk.restore(file, new MemoryStore())));
  }

  @Test
  void aStoreThatIsNotEmptyIsRefused() throws IOException {
    desk.full(file, "s", Map.of("signet.yaml", "a"));
    MemoryStore store = new MemoryStore("rows".getBytes(StandardCharsets.US_ASCII));
    assertEquals(BackupFinding.BACKUP_STORE, Desk.code(desk.restore(file, store)));
    assertEquals("rows", store.text());
    assertFalse(Files.exists(home));
  }

  @Test
  void aLogThatForgotTheCheckpointIsRefused() throws IOException {
    desk.full(file, "s", Map.of("signet.yaml", "a"));
    desk.log =
        (staged, manifest) -> {
          assertEquals(Desk.CHECKPOINT, manifest.checkpoint());
          assertTrue(Files.exists(staged.resolve("signet.yaml")));
          return Optional.of("the log has 3 entries, the checkpoint 4");
        };
    assertEquals(BackupFinding.BACKUP_LOG, Desk.code(desk.restore(file, new MemoryStore())));
    assertEquals(List.of("a.backup"), desk.names());
  }

  @Test
  void anInterruptedRestoreGoesOnAndKeepsItsTime() throws IOException {
    desk.full(file, "rows", Map.of("signet.yaml", "a"));
    MemoryStore failing =
        new MemoryStore() {
          @Override
          public void restore(java.io.InputStream in, org.signetmail.tlog.LogEntry mark)
              throws IOException {
            throw new IOException("the database went away");
          }
        };
    assertThrows(IOException.class, () -> desk.restore(file, failing));
    assertFalse(Files.exists(home));
    assertEquals(List.of(".home.restoring", "a.backup"), desk.names());
    desk.now = Parties.NOW.plusSeconds(3600);
    MemoryStore store = new MemoryStore();
    assertInstanceOf(Backup.Restoration.Restored.class, desk.restore(file, store));
    assertEquals("rows", store.text());
    assertEquals(Parties.NOW, store.mark.time());
    assertEquals(List.of("a.backup", "home"), desk.names());
  }

  @Test
  void twoRestoresToOnePlaceAreOneTooMany() throws IOException {
    desk.full(file, "rows", Map.of());
    MemoryStore nested =
        new MemoryStore() {
          @Override
          public void restore(java.io.InputStream in, org.signetmail.tlog.LogEntry mark)
              throws IOException {
            IOException e =
                assertThrows(IOException.class, () -> desk.restore(file, new MemoryStore()));
            assertTrue(String.valueOf(e.getMessage()).contains("another restore"), e.toString());
            super.restore(in, mark);
          }
        };
    assertInstanceOf(Backup.Restoration.Restored.class, desk.restore(file, nested));
  }

  @Test
  void aSnapshotThatFailsMakesNoBackup() {
    MemoryStore failing =
        new MemoryStore() {
          @Override
          public Summary write(OutputStream out) throws IOException {
            out.write(new byte[100_000]);
            throw new IOException("disk on fire");
          }
        };
    IOException e =
        assertThrows(
            IOException.class, () -> desk.create(file, Optional.empty(), failing, Map.of()));
    assertTrue(String.valueOf(e.getMessage()).contains("disk on fire"), e.toString());
    assertEquals(BackupFinding.BACKUP_DAMAGED, BackupShelfTest.finding(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../x",
        "a/../x",
        "a//b",
        "./a",
        "a/.",
        "C:\\x",
        "a\\..\\b",
        "a\nb",
        "a/",
        " a",
        "x\u0000y",
        "a:b"
      })
  void namesThatLeadElsewhereAreRefused(String name) {
    assertFalse(HomeFile.isSafe(name));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HomeFile(name, () -> new ByteArrayInputStream(new byte[0])));
  }
}
