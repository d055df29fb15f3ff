package org.signetmail.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.BackupTrust;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.backup.RestoreTarget;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Verdict;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.SnapshotForm;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.Auditor;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.SignedNote;

/** Who is believed about backups of a home, and how one comes back. */
public final class Backups {
  private Backups() {}

  /** The chain to the newest of some backups, or why there is none. */
  public static BackupShelf.Found find(List<Path> places, Optional<Instant> until)
      throws IOException {
    return BackupShelf.of(places).newest(until);
  }

  /** Proves without keys that a chain is whole and that our system made it. */
  public static Backup.Verification verify(
      BackupChain chain, Certificate root, InstantSource clock, Progress progress)
      throws IOException {
    return Backup.verify(chain, trust(root), clock.instant(), progress);
  }

  /** What becomes of rows that are not those that the log in a backup knows. */
  public enum Rows {
    /** Nothing is restored. */
    AS_LOGGED,
    /** They are restored: somebody changed them, and there is no other backup. */
    DANGEROUSLY_ANY
  }

  /** Restores a chain into a folder that is empty or not there yet. */
  public static Backup.Restoration restore(
      BackupChain chain,
      List<DecryptionIdentity> keys,
      Certificate root,
      Home target,
      InstantSource clock,
      Progress progress)
      throws IOException {
    return restore(chain, keys, root, target, Backups::storeUrl, Rows.AS_LOGGED, clock, progress);
  }

  /**
   * The same, with the store in another place than it was.
   *
   * @param store a JDBC URL, which the restored configuration names from then on; empty for where
   *     it was
   */
  public static Backup.Restoration restore(
      BackupChain chain,
      List<DecryptionIdentity> keys,
      Certificate root,
      Home target,
      Optional<String> store,
      Rows rows,
      InstantSource clock,
      Progress progress)
      throws IOException {
    StorePlace place =
        home -> {
          if (store.isPresent()) {
            ConfigurationFile.moveStore(home, store.get());
          }
          return storeUrl(home);
        };
    return restore(chain, keys, root, target, place, rows, clock, progress);
  }

  /** Says where the store of a staged home is. */
  @FunctionalInterface
  interface StorePlace {
    StoreUrl of(Path home) throws IOException;
  }

  static Backup.Restoration restore(
      BackupChain chain,
      List<DecryptionIdentity> keys,
      Certificate root,
      Home target,
      StorePlace place,
      Rows rows,
      InstantSource clock,
      Progress progress)
      throws IOException {
    RestoreTarget where =
        new RestoreTarget(
            target.folder(),
            home -> closing(Store.openToRestore(place.of(home)), tools(home)),
            (home, manifest) -> objectionOfLog(home, place.of(home), manifest, rows));
    return Backup.restore(chain, keys, trust(root), where, clock.instant(), progress);
  }

  /** What came of checking the signature of a drill's report. */
  public sealed interface Report {
    record Signed(Certificate maker) implements Report {}

    record NotSigned(String why) implements Report {}
  }

  /** Whether a drill's report is as the system that held it signed it. */
  public static Report verifyReport(
      byte[] signature, InputStream content, Certificate root, InstantSource clock)
      throws IOException {
    BackupTrust trust = trust(root);
    Verdict verdict =
        DetachedSignature.verify(signature, content, trust.context(), clock.instant());
    if (!(verdict instanceof Verdict.Passed passed)) {
      return new Report.NotSigned("its signature is " + verdict.word());
    }
    Certificate maker = passed.signer().certificate();
    return trust.makers().test(maker)
        ? new Report.Signed(maker)
        : new Report.NotSigned(maker.displayName() + " holds no drills here");
  }

  /** A path to our root is not enough: every member of the organisation has one. */
  static BackupTrust trust(Certificate root) {
    PathValidator.Context context =
        new PathValidator.Context(
            List.of(root),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    List<String> makerUse =
        CertificateProfile.standard(CertificateProfile.Kind.ARCHIVE_SIGNING).extendedKeyUsage();
    Predicate<Certificate> makers =
        certificate -> certificate.extendedKeyUsage().containsAll(makerUse);
    return new BackupTrust(context, makers);
  }

  /** The new machine has them elsewhere perhaps: then they are looked for. */
  private static PostgresqlTools tools(Path home) throws IOException {
    return ConfigurationFile.read(home).backup().postgresqlTools();
  }

  private static StoreUrl storeUrl(Path home) throws IOException {
    return Organization.storeUrl(ConfigurationFile.read(home), new Home(home));
  }

  /** The folder will be moved, so nothing in it stays open. */
  private static StoreSnapshot closing(Store store, PostgresqlTools tools) {
    StoreSnapshot snapshot = store.snapshot(SnapshotForm.ROWS, tools);
    return new StoreSnapshot() {
      @Override
      public Summary write(OutputStream out) throws IOException {
        return snapshot.write(out);
      }

      @Override
      public Summary look() throws IOException {
        return snapshot.look();
      }

      @Override
      public void restore(InputStream in, org.signetmail.tlog.LogEntry mark) throws IOException {
        try (store) {
          snapshot.restore(in, mark);
        }
      }
    };
  }

  private static Optional<String> objectionOfLog(
      Path home, StoreUrl url, BackupManifest manifest, Rows rows) throws IOException {
    NoteVerifier verifier = NoteVerifier.parse(Files.readString(home.resolve("log.vkey")).strip());
    try (Store store = Store.open(url)) {
      Audit audit =
          new Auditor(store.log(), verifier)
              .audit(List.of(SignedNote.parse(manifest.checkpoint())));
      if (audit instanceof Audit.Broken broken) {
        return Optional.of(broken.what());
      }
      return rows == Rows.AS_LOGGED ? objectionOfRows(store, manifest) : Optional.empty();
    }
  }

  /** Each row is the one that its leaf in the restored log names, and that the manifest knows. */
  static Optional<String> objectionOfRows(Store store, BackupManifest manifest) throws IOException {
    StoreSnapshot.Summary there = store.snapshot().look();
    if (!manifest.digests().isEmpty() && !manifest.digests().equals(there.digests())) {
      return Optional.of("has other rows than its manifest says");
    }
    return LogEvidence.objection(store.log(), there);
  }
}
