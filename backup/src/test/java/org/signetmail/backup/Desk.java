package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.SigningIdentity;

/** Where a test makes, checks and restores backups. */
final class Desk {
  static final String CHECKPOINT = "example.test/log\n4\nqvM=\n\n— example.test sig=\n";

  final Parties parties = new Parties();
  final Path folder;
  final Path home;
  Instant now = Parties.NOW;
  SigningIdentity maker = parties.maker;
  DecryptionIdentity key = parties.recipient;
  LogCheck log = (staged, manifest) -> Optional.empty();

  Desk(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  BackupBase full(Path to, String rows, Map<String, String> files) throws IOException {
    return create(
        to, Optional.empty(), new MemoryStore(rows.getBytes(StandardCharsets.ISO_8859_1)), files);
  }

  BackupBase next(Path to, BackupBase base, byte[] rows) throws IOException {
    now = now.plusSeconds(60);
    return create(to, Optional.of(base), new MemoryStore(rows), Map.of());
  }

  BackupBase create(
      Path to, Optional<BackupBase> base, StoreSnapshot store, Map<String, String> files)
      throws IOException {
    List<HomeFile> home =
        files.entrySet().stream()
            .map(e ->
                new HomeFile(
                    e.getKey(),
                    () -> new ByteArrayInputStream(e.getValue().getBytes(StandardCharsets.UTF_8))))
            .toList();
    try (OutputStream out = Files.newOutputStream(to)) {
      return Backup.create(
          new BackupSources("Example Corp", store, home, CHECKPOINT),
          base,
          List.of(parties.recipient.certificate()),
          maker,
          now,
          parties.random,
          Progress.NONE,
          out);
    }
  }

  Backup.Verification verify(Path... places) throws IOException {
    return switch (BackupShelf.of(List.of(places)).newest(Optional.empty())) {
      case BackupShelf.Found.None none -> new Backup.Verification.NotWhole(none.findings());
      case BackupShelf.Found.Chain found -> verify(found.chain());
    };
  }

  Backup.Verification verify(BackupChain chain) throws IOException {
    return Backup.verify(chain, parties.trust(), now, Progress.NONE);
  }

  Backup.Restoration restore(Path file, StoreSnapshot store) throws IOException {
    BackupShelf shelf = BackupShelf.of(List.of(file));
    return restore(
        assertInstanceOf(BackupShelf.Found.Chain.class, shelf.newest(Optional.empty())).chain(),
        store);
  }

  Backup.Restoration restore(BackupChain chain, StoreSnapshot store) throws IOException {
    RestoreTarget target = new RestoreTarget(home, staged -> store, log);
    return Backup.restore(chain, List.of(key), parties.trust(), target, now, Progress.NONE);
  }

  List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** Octets without a pattern. */
  static byte[] noise(int length, long seed) {
    byte[] octets = new byte[length];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  static FindingCode code(Backup.Verification verification) {
    return assertInstanceOf(Backup.Verification.NotWhole.class, verification)
        .findings()
        .getFirst()
        .code();
  }

  static FindingCode code(Backup.Restoration restoration) {
    List<Finding> findings =
        assertInstanceOf(Backup.Restoration.Refused.class, restoration).findings();
    assertEquals(1, findings.getFirst().line().lines().count());
    return findings.getFirst().code();
  }
}
