package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.smime.Spool;

class BackupTest {
  private static final Instant NOW = Parties.NOW;
  private static final String CHECKPOINT = "example.test/log\n4\nqvM=\n\n— example.test sig=\n";

  private final Parties parties = new Parties();
  @TempDir Path folder;
  private Path file;
  private Path home;

  @BeforeEach
  void place() {
    file = folder.resolve("a.backup");
    home = folder.resolve("home");
  }

  @Test
  void comesBackAsItWas() throws IOException {
    BackupManifest made =
        create(
            file,
            sources("rows of the store", Map.of("signet.yaml", "a: 1", "keys/ca.p12", "sealed")));
    BackupManifest seen =
        assertInstanceOf(Backup.Verification.Whole.class, verify(file)).manifest();
    assertEquals(made, seen);
    assertEquals(12L, seen.counts().get("archived-keys"));
    assertEquals(CHECKPOINT, seen.checkpoint());

    MemoryStore store = new MemoryStore();
    Backup.Restoration restoration = restore(store, parties.recipient);
    assertInstanceOf(Backup.Restoration.Restored.class, restoration, restoration.toString());
    assertEquals("rows of the store", store.content);
    assertEquals("a: 1", Files.readString(home.resolve("signet.yaml")));
    assertEquals("sealed", Files.readString(home.resolve("keys/ca.p12")));
    assertEquals(List.of("a.backup", "home"), names());
  }

  @Test
  void showsNothingOfWhatIsInside() throws IOException {
    create(file, sources("rows of the store", Map.of("secret-name.yaml", "a: 1")));
    String all = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertFalse(all.contains("rows of the store") || all.contains("secret-name"));
  }

  @Test
  void largeStoresStream() throws IOException {
    byte[] row = new byte[1000];
    StoreSnapshot large =
        new MemoryStore() {
          @Override
          public void write(OutputStream out) throws IOException {
            for (int i = 0; i < 20_000; i++) {
              Arrays.fill(row, (byte) i);
              out.write(row);
            }
          }
        };
    create(file, new BackupSources("Example", large, List.of(), new TreeMap<>(), CHECKPOINT));
    MemoryStore store = new MemoryStore();
    assertInstanceOf(Backup.Restoration.Restored.class, restore(store, parties.recipient));
    assertEquals(20_000_000, store.content.length());
  }

  @Test
  void everyFlippedByteIsFound() throws IOException {
    create(file, sources("s", Map.of("signet.yaml", "a")));
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertInstanceOf(Backup.Verification.NotWhole.class, verify(file), "octet " + i);
    }
  }

  /** Whoever changes a byte can also repair the check sum; then digest and signature find it. */
  @Test
  void everyChangeIsFoundWhenTheCheckSumIsRepaired() throws IOException {
    create(file, sources("s", Map.of("signet.yaml", "a")));
    byte[] good = Files.readAllBytes(file);
    int signature = signatureStart(good);
    for (int i = 0; i < signature; i += i < bodyEnd(good) ? 7 : 1) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, repaired(bad));
      assertInstanceOf(Backup.Verification.NotWhole.class, verify(file), "octet " + i);
    }
    for (int i = signature; i < good.length - 32; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, repaired(bad));
      if (verify(file) instanceof Backup.Verification.Whole(BackupManifest same, var maker)) {
        assertEquals("archive@example.test", maker.displayName(), "octet " + i);
        assertEquals("Example Corp", same.organization());
      }
    }
  }

  @Test
  void truncationIsFoundAtEveryLength() throws IOException {
    create(file, sources("s".repeat(3000), Map.of("signet.yaml", "a")));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 100) {
      Files.write(file, Arrays.copyOf(good, length));
      assertInstanceOf(Backup.Verification.NotWhole.class, verify(file), "length " + length);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertInstanceOf(Backup.Verification.NotWhole.class, verify(file));
  }

  @Test
  void theManifestOfAnotherBackupIsRefused() throws IOException {
    Path other = folder.resolve("b.backup");
    create(file, sources("one", Map.of()));
    create(other, sources("two", Map.of()));
    byte[] one = Files.readAllBytes(file);
    byte[] two = Files.readAllBytes(other);
    ByteArrayOutputStream mixed = new ByteArrayOutputStream();
    mixed.write(one, 0, bodyEnd(one));
    mixed.write(two, bodyEnd(two), two.length - bodyEnd(two));
    Files.write(file, repaired(mixed.toByteArray()));
    assertEquals(BackupFinding.BACKUP_MANIFEST, code(verify(file)));
  }

  @Test
  void anotherMakerIsRefused() throws IOException {
    Backup.create(
        sources("s", Map.of()),
        List.of(parties.recipient.certificate()),
        parties.employee,
        NOW,
        parties.random,
        out(file));
    assertEquals(BackupFinding.BACKUP_MAKER, code(verify(file)));
    Parties elsewhere = new Parties();
    Backup.create(
        sources("s", Map.of()),
        List.of(parties.recipient.certificate()),
        elsewhere.maker,
        NOW,
        parties.random,
        out(file));
    assertEquals(BackupFinding.BACKUP_SIGNATURE, code(verify(file)));
  }

  @Test
  void aWrongKeyRestoresNothing() throws IOException {
    create(file, sources("s", Map.of("signet.yaml", "a")));
    MemoryStore store = new MemoryStore();
    assertEquals(BackupFinding.BACKUP_NOT_FOR_KEY, code(restore(store, new Parties().recipient)));
    assertEquals("", store.content);
    assertEquals(List.of("a.backup"), names());
  }

  @Test
  void aTargetThatIsNotEmptyIsRefused() throws IOException {
    create(file, sources("s", Map.of()));
    Files.createDirectories(home);
    assertInstanceOf(
        Backup.Restoration.Restored.class, restore(new MemoryStore(), parties.recipient));
    Files.writeString(home.resolve("precious"), "mine");
    assertEquals(
        BackupFinding.BACKUP_TARGET_NOT_EMPTY, code(restore(new MemoryStore(), parties.recipient)));
    assertEquals("mine", Files.readString(home.resolve("precious")));
    Files.delete(home.resolve("precious"));
    Files.delete(home);
    Files.writeString(home, "a file");
    assertEquals(
        BackupFinding.BACKUP_TARGET_NOT_EMPTY, code(restore(new MemoryStore(), parties.recipient)));
  }

  @Test
  void aStoreThatIsNotEmptyIsRefused() throws IOException {
    create(file, sources("s", Map.of("signet.yaml", "a")));
    MemoryStore store = new MemoryStore();
    store.content = "rows";
    assertEquals(BackupFinding.BACKUP_STORE, code(restore(store, parties.recipient)));
    assertEquals("rows", store.content);
    assertFalse(Files.exists(home));
  }

  @Test
  void aLogThatForgotTheCheckpointIsRefused() throws IOException {
    create(file, sources("s", Map.of("signet.yaml", "a")));
    Backup.Restoration restoration =
        restore(
            new MemoryStore(),
            parties.recipient,
            (staged, checkpoint) -> {
              assertEquals(CHECKPOINT, checkpoint);
              assertTrue(Files.exists(staged.resolve("signet.yaml")));
              return Optional.of("the log has 3 entries, the checkpoint 4");
            });
    assertEquals(BackupFinding.BACKUP_LOG, code(restoration));
    assertEquals(List.of("a.backup"), names());
  }

  @Test
  void aSnapshotThatFailsMakesNoBackup() throws IOException {
    StoreSnapshot failing =
        new MemoryStore() {
          @Override
          public void write(OutputStream out) throws IOException {
            out.write(new byte[100_000]);
            throw new IOException("disk on fire");
          }
        };
    BackupSources sources =
        new BackupSources("Example", failing, List.of(), new TreeMap<>(), CHECKPOINT);
    IOException e = assertThrows(IOException.class, () -> create(file, sources));
    assertTrue(String.valueOf(e.getMessage()).contains("disk on fire"), e.toString());
    assertInstanceOf(Backup.Verification.NotWhole.class, verify(file));
  }

  @Test
  void otherFilesAreNoBackup() throws IOException {
    for (String text : List.of("", "x", "signet backup 2\n", "PK\u0003\u0004".repeat(100))) {
      Files.writeString(file, text);
      assertEquals(BackupFinding.BACKUP_NOT_A_BACKUP, code(verify(file)));
    }
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

  private BackupSources sources(String rows, Map<String, String> files) {
    MemoryStore store = new MemoryStore();
    store.content = rows;
    List<HomeFile> home =
        files.entrySet().stream()
            .map(e ->
                new HomeFile(
                    e.getKey(),
                    () -> new ByteArrayInputStream(e.getValue().getBytes(StandardCharsets.UTF_8))))
            .toList();
    return new BackupSources(
        "Example Corp", store, home, new TreeMap<>(Map.of("archived-keys", 12L)), CHECKPOINT);
  }

  private BackupManifest create(Path to, BackupSources sources) throws IOException {
    try (OutputStream out = out(to)) {
      return Backup.create(
          sources,
          List.of(parties.recipient.certificate()),
          parties.maker,
          NOW,
          parties.random,
          out);
    }
  }

  private static OutputStream out(Path to) throws IOException {
    return Files.newOutputStream(to);
  }

  private Backup.Verification verify(Path backup) throws IOException {
    return Backup.verify(backup, parties.trust(), NOW);
  }

  private Backup.Restoration restore(StoreSnapshot store, DecryptionIdentity key)
      throws IOException {
    return restore(store, key, (staged, checkpoint) -> Optional.empty());
  }

  private Backup.Restoration restore(StoreSnapshot store, DecryptionIdentity key, LogCheck log)
      throws IOException {
    RestoreTarget target = new RestoreTarget(home, staged -> store, log);
    return Backup.restore(file, List.of(key), parties.trust(), target, Spool.standard(), NOW);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static FindingCode code(Backup.Verification verification) {
    List<Finding> findings =
        assertInstanceOf(Backup.Verification.NotWhole.class, verification).findings();
    return findings.getFirst().code();
  }

  private static FindingCode code(Backup.Restoration restoration) {
    List<Finding> findings =
        assertInstanceOf(Backup.Restoration.Refused.class, restoration).findings();
    assertEquals(1, findings.getFirst().line().lines().count());
    return findings.getFirst().code();
  }

  /** Where the body's last, empty chunk ends. */
  private static int bodyEnd(byte[] backup) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(backup));
    in.skipNBytes(16);
    int at = 16;
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      in.skipNBytes(length);
      at += 4 + length;
    }
    return at + 4;
  }

  private static int signatureStart(byte[] backup) throws IOException {
    int end = bodyEnd(backup);
    InputStream from = new ByteArrayInputStream(backup, end, 4);
    return end + 4 + new DataInputStream(from).readInt() + 4;
  }

  private static byte[] repaired(byte[] backup) throws IOException {
    try {
      byte[] before = Arrays.copyOf(backup, backup.length - 32);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new DataOutputStream(out).write(before);
      out.write(MessageDigest.getInstance("SHA-256").digest(before));
      return out.toByteArray();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store whose whole content is one text. */
  private static class MemoryStore implements StoreSnapshot {
    String content = "";

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void restore(InputStream in) throws IOException {
      if (!content.isEmpty()) {
        throw new IOException("store: is not empty; restore into an empty one");
      }
      content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
