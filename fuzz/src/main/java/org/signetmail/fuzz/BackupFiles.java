package org.signetmail.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupBase;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.BackupTrust;
import org.signetmail.backup.HomeFile;
import org.signetmail.backup.Progress;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.backup.TreeHead;
import org.signetmail.backup.internal.Index;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.LogEntry;

/** Backups from a place where others can write: their manifest, their outer form, their index. */
final class BackupFiles {
  private static final byte[] WHOLE = whole();
  private static final Path FILE = file();

  static final Map<String, byte[]> MANIFESTS = manifests();
  static final Map<String, byte[]> SEEDS = Map.of("whole", WHOLE);

  private BackupFiles() {}

  /** A manifest has one form: what is read is written back as it was. */
  static void manifest(byte[] input) {
    attempt(() -> {
      BackupManifest manifest = BackupManifest.of(input);
      if (!Arrays.equals(manifest.encoded(), input)) {
        throw new AssertionError("a manifest in a second form");
      }
    });
    attempt(() -> Index.of(input));
    attempt(() -> BackupBase.of(input));
  }

  /** Only the file that was made is whole. */
  static void file(byte[] input) {
    attempt(() -> {
      Files.write(FILE, input);
      if (BackupShelf.of(List.of(FILE)).newest(Optional.empty())
              instanceof BackupShelf.Found.Chain found
          && Backup.verify(found.chain(), trust(), Parties.NOW, Progress.NONE)
              instanceof Backup.Verification.Whole
          && !Arrays.equals(input, WHOLE)) {
        throw new AssertionError("another file passes for the backup");
      }
    });
  }

  private interface Attempt {
    void read() throws IOException;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.read();
    } catch (IOException e) {
      Messages.requireOneLine(e);
    }
  }

  private static BackupTrust trust() {
    return new BackupTrust(Parties.trust(RevocationEvidence.NONE), maker -> true);
  }

  private static Map<String, byte[]> manifests() {
    Map<String, byte[]> seeds = Target.sorted();
    try {
      BackupBase full = made(Optional.empty(), OutputStream.nullOutputStream());
      BackupBase next = made(Optional.of(full), OutputStream.nullOutputStream());
      seeds.put("full", full.manifest().encoded());
      seeds.put("incremental", next.manifest().encoded());
      seeds.put("index", next.index().encoded());
      seeds.put("base", next.encoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seeds;
  }

  private static byte[] whole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      made(Optional.empty(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static BackupBase made(Optional<BackupBase> base, OutputStream out) throws IOException {
    HomeFile file =
        new HomeFile(
            "policy.yaml",
            () -> new ByteArrayInputStream("rules".getBytes(StandardCharsets.US_ASCII)));
    return Backup.create(
        new BackupSources("Example Corp", new Rows(), List.of(file), "checkpoint\n"),
        base,
        List.of(Parties.BOB.certificate()),
        Parties.ALICE,
        base.isPresent() ? Parties.NOW.plusSeconds(60) : Parties.NOW,
        Parties.RANDOM,
        Progress.NONE,
        out);
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzz", ".backup");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A store of a few octets. */
  private static final class Rows implements StoreSnapshot {
    @Override
    public Summary write(OutputStream out) throws IOException {
      out.write("rows".getBytes(StandardCharsets.US_ASCII));
      return look();
    }

    @Override
    public Summary look() {
      return new Summary(
          new TreeMap<>(Map.of("certificate", 1L)),
          new TreeMap<>(Map.of("certificate", "00".repeat(32))),
          new TreeHead(0, Frontier.empty().root()),
          Optional.of("pg_dump 15.18"));
    }

    @Override
    public void restore(InputStream in, LogEntry mark) {
      throw new UnsupportedOperationException("nothing is restored here");
    }
  }
}
