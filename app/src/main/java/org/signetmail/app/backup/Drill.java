package org.signetmail.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Canary;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.DrillRecord;
import org.signetmail.backup.DrillRecord.Result;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.store.ScratchStore;
import org.signetmail.store.SnapshotForm;
import org.signetmail.store.Store;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/**
 * Tries a backup: restores it beside the system, in a folder and a store of its own, and looks
 * whether it is all there and what would be lost. The live system is read only; the log gets one
 * entry, and the store a record of the report.
 */
public final class Drill {
  private static final String PLACE = "signet_drill";

  private final Organization organization;
  private final Home home;
  private final List<DrillReport.Check> checks = new ArrayList<>();

  public Drill(Organization organization) {
    this.organization = organization;
    this.home = organization.home();
  }

  /** A drill that came to its end, whichever way it came out. */
  public record Held(DrillReport report, Path file) {}

  /**
   * Holds a drill.
   *
   * @param places where backups are; the newest is tried
   * @param keys that open it; empty for the drill's own
   * @throws Failure when there is no backup, or another drill is at work
   */
  public Held hold(List<Path> places, List<DecryptionIdentity> keys, Progress progress)
      throws IOException {
    Instant begun = organization.now();
    String holder = UUID.randomUUID().toString();
    Path sandbox = home.folder().resolve("drill-sandbox");
    try (RenewedClaim claim = new RenewedClaim(organization, "drill", holder, progress)) {
      if (!claim.claim()) {
        throw new Failure(ExitCode.FAILED, "drill: another is at work; wait for its end");
      }
      BackupChain chain = chain(places);
      deleteTree(sandbox);
      PrivateFiles.createFolder(sandbox);
      SortedMap<String, Long> rows;
      SnapshotForm form =
          chain.last().manifest().tool().isPresent() ? SnapshotForm.PG_DUMP : SnapshotForm.ROWS;
      try (ScratchStore scratch =
          ScratchStore.beside(organization.store().url(), sandbox, PLACE, form)) {
        rows = look(chain, keys, sandbox, scratch, claim);
      }
      deleteTree(sandbox);
      return report(chain, rows, begun);
    }
  }

  private static BackupChain chain(List<Path> places) throws IOException {
    return switch (Backups.find(places, Optional.empty())) {
      case BackupShelf.Found.Chain found -> found.chain();
      case BackupShelf.Found.None none ->
          throw new Failure(ExitCode.FAILED, none.findings().getFirst().line());
    };
  }

  private SortedMap<String, Long> look(
      BackupChain chain,
      List<DecryptionIdentity> given,
      Path sandbox,
      ScratchStore scratch,
      Progress progress)
      throws IOException {
    List<DecryptionIdentity> keys =
        given.isEmpty() ? organization.vault().decryptions(KeyName.DRILL) : given;
    List<Finding> objections =
        new LogEvidence(organization.store().log(), organization.log().verifier())
            .objections(chain, Optional.empty());
    check(
        "the log knows it, and no newer one",
        objections.isEmpty(),
        objections.stream()
            .findFirst()
            .map(Finding::line)
            .orElse(chain.links().size() + " files, the log in them is ours"));
    Backup.Restoration restoration =
        Backups.restore(
            chain,
            keys,
            organization.root(),
            new Home(sandbox.resolve("home")),
            staged -> scratch.url(),
            Backups.Rows.DANGEROUSLY_ANY, // said by a check of its own, beside the others
            organization.clock(),
            progress);
    return switch (restoration) {
      case Backup.Restoration.Refused(List<Finding> findings) -> {
        check("it is whole and can be restored", false, findings.getFirst().line());
        yield new TreeMap<>();
      }
      case Backup.Restoration.Restored(BackupManifest manifest) -> {
        check("it is whole and can be restored", true, "signature, digests, log and checkpoint");
        yield compare(manifest, sandbox.resolve("home"), scratch);
      }
    };
  }

  private SortedMap<String, Long> compare(
      BackupManifest manifest, Path restored, ScratchStore scratch) throws IOException {
    try (Store store = Store.open(scratch.url())) {
      StoreSnapshot.Summary summary = store.snapshot().look();
      SortedMap<String, Long> wanted = withoutLog(manifest.rows());
      SortedMap<String, Long> there = withoutLog(summary.rows());
      check(
          "every row is there that its manifest counts",
          wanted.equals(there),
          there.values().stream().mapToLong(Long::longValue).sum() + " rows");
      Optional<String> rows = Backups.objectionOfRows(store, manifest);
      check(
          "each row is the one that its leaf in the log names",
          rows.isEmpty(),
          rows.orElse(summary.digests().size() + " tables, row by row"));
      long size = manifest.tree().size();
      Hash live = MerkleTree.root(size, organization.store().log());
      check(
          "its log is the beginning of the live log",
          live.equals(MerkleTree.root(size, store.log())),
          size + " entries of " + organization.store().log().size());
      check(
          "its configuration can be read",
          ConfigurationFile.read(restored)
              .organization()
              .equals(organization.configuration().organization()),
          ConfigurationFile.NAME);
      openCanaries(store);
      return summary.rows();
    }
  }

  /** The log of the restored store has one entry more: that it was restored. */
  private static SortedMap<String, Long> withoutLog(SortedMap<String, Long> rows) {
    SortedMap<String, Long> others = new TreeMap<>(rows);
    others.keySet().removeIf(table -> table.startsWith("log_"));
    return others;
  }

  private void openCanaries(Store store) throws IOException {
    List<DecryptionIdentity> holders = organization.vault().decryptions(KeyName.CANARIES);
    List<ArchivedKey> wanted = organization.store().archive().ofOwner(Canary.OWNER);
    int opened = 0;
    for (ArchivedKey live : wanted) {
      Optional<ArchivedKey> record = store.archive().find(live.keyId());
      if (record.isEmpty()) {
        check("canary " + live.keyId().hex().substring(0, 16), false, "is not in the backup");
        continue;
      }
      try {
        if (Canary.open(record.get(), holders).id().equals(live.keyId())) {
          opened++;
        }
      } catch (IOException e) {
        check("canary", false, String.valueOf(e.getMessage()));
      }
    }
    check(
        "archived keys can be opened by their holders",
        opened > 0 && opened == wanted.size(),
        opened + " of " + wanted.size() + " canaries gave their key");
  }

  private Held report(BackupChain chain, SortedMap<String, Long> rows, Instant begun)
      throws IOException {
    BackupManifest manifest = chain.last().manifest();
    Instant now = organization.now();
    DrillReport report =
        new DrillReport(
            organization.configuration().organization(),
            now,
            Duration.between(begun, now),
            manifest.id(),
            manifest.at(),
            List.copyOf(checks),
            rows,
            Reconciliation.since(
                Math.min(manifest.tree().size(), organization.store().log().size()),
                organization.store().log()));
    PrivateFiles.createFolder(home.drills());
    Path file =
        report.write(
            home.drills(),
            BackupMaker.NAME.format(now) + "-drill",
            organization.vault().signing(KeyName.BACKUP_SIGNING));
    DrillRecord record =
        new DrillRecord(manifest.id(), now, report.result(), Hash.sha256(report.json()).hex());
    organization
        .store()
        .backups()
        .drilled(
            record,
            LogEntry.of(EntryType.BACKUP_DRILLED, now)
                .with("backup", record.backup())
                .with("result", record.result() == Result.PASSED ? "passed" : "failed")
                .with("report-sha256", record.report()));
    if (report.result() == Result.PASSED) {
      for (BackupChain.Link link : chain.links()) {
        organization.store().backups().verified(link.manifest().id(), now);
      }
    }
    organization.log().publish(now);
    return new Held(report, file);
  }

  private void check(String name, boolean holds, String detail) {
    checks.add(new DrillReport.Check(name, holds ? Result.PASSED : Result.FAILED, detail));
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
