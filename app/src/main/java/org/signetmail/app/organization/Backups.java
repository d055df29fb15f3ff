package org.signetmail.app.organization;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.BackupTrust;
import org.signetmail.backup.HomeFile;
import org.signetmail.backup.RestoreTarget;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Spool;
import org.signetmail.store.Store;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.Auditor;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.TransparencyLog;
import org.signetmail.tlog.Verification;

/**
 * Backups of a home: what goes in, who is believed, and how one comes back.
 *
 * <p>In go store, configuration, policy, sealed keys and certificates. The passphrase and what lies
 * in {@code offline/} stay out: a backup and its key together must not be a running system.
 */
public final class Backups {
  private static final List<String> FOLDERS = List.of("keys", "certificates");

  private Backups() {}

  /** Takes a backup of a running system and records it in the log. */
  public static BackupManifest create(Organization organization, OutputStream out)
      throws IOException {
    PublishedCheckpoint checkpoint = checkpoint(organization.log(), organization);
    BackupSources sources =
        new BackupSources(
            organization.configuration().organization(),
            organization.store().snapshot(),
            files(organization.home(), organization.configuration().policyFile()),
            counts(organization),
            checkpoint.note().format());
    BackupManifest manifest =
        Backup.create(
            sources,
            List.of(organization.home().certificate("backup")),
            organization.vault().signing(KeyName.BACKUP_SIGNING),
            organization.now(),
            organization.random(),
            out);
    organization
        .log()
        .append(
            LogEntry.of(EntryType.BACKUP_CREATED, organization.now())
                .with("body-sha256", manifest.bodyDigest()));
    return manifest;
  }

  /** Proves without keys that a backup is whole and that one of our systems made it. */
  public static Backup.Verification verify(Path file, Certificate root, InstantSource clock)
      throws IOException {
    return Backup.verify(file, trust(root), clock.instant());
  }

  /** Restores a backup into a folder that is empty or not there yet. */
  public static Backup.Restoration restore(
      Path file, DecryptionIdentity key, Certificate root, Home target, InstantSource clock)
      throws IOException {
    RestoreTarget where =
        new RestoreTarget(target.folder(), Backups::newStore, Backups::objectionOfLog);
    return Backup.restore(
        file, List.of(key), trust(root), where, Spool.standard(), clock.instant());
  }

  /** Records in a restored system that it was restored. */
  public static void recordRestore(Organization organization, BackupManifest manifest) {
    organization
        .log()
        .append(
            LogEntry.of(EntryType.BACKUP_RESTORED, organization.now())
                .with("body-sha256", manifest.bodyDigest())
                .with("of", manifest.at().toString()));
    organization.log().publish(organization.now());
  }

  private static PublishedCheckpoint checkpoint(TransparencyLog log, Organization organization)
      throws IOException {
    return switch (log.publish(organization.now())) {
      case Verification.Verified<PublishedCheckpoint>(PublishedCheckpoint published) -> published;
      case Verification.Refused<PublishedCheckpoint>(String reason) ->
          throw new IOException(
              "log: " + reason + "; run 'signet log verify' before you rely on a backup");
    };
  }

  private static List<HomeFile> files(Home home, String policyFile) throws IOException {
    List<HomeFile> files = new ArrayList<>();
    for (String name : List.of(ConfigurationFile.NAME, policyFile, "log.vkey")) {
      Path path = home.folder().resolve(name);
      files.add(new HomeFile(name, () -> Files.newInputStream(path)));
    }
    for (String folder : FOLDERS) {
      for (Path path : plainFiles(home.folder().resolve(folder))) {
        files.add(new HomeFile(name(home, path), () -> Files.newInputStream(path)));
      }
    }
    for (Path notice : plainFiles(home.outbox())) {
      try {
        byte[] octets = Files.readAllBytes(notice);
        files.add(new HomeFile(name(home, notice), () -> new ByteArrayInputStream(octets)));
      } catch (NoSuchFileException e) {
        // It went out in this moment, and is no longer ours to keep.
      }
    }
    return files;
  }

  private static List<Path> plainFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String name(Home home, Path path) {
    return home.folder().relativize(path).toString().replace('\\', '/');
  }

  private static SortedMap<String, Long> counts(Organization organization) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put("archived-keys", organization.store().archive().count());
    counts.put("people", organization.store().people().count());
    counts.put("log-entries", organization.store().log().size());
    return counts;
  }

  /** A path to our root is not enough: every member of the organisation has one. */
  private static BackupTrust trust(Certificate root) {
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

  private static StoreSnapshot newStore(Path home) throws IOException {
    Home staged = new Home(home);
    Store store = Organization.openStore(ConfigurationFile.read(home), staged);
    return new StoreSnapshot() {
      @Override
      public void write(OutputStream out) throws IOException {
        store.snapshot().write(out);
      }

      @Override
      public void restore(java.io.InputStream in) throws IOException {
        try (store) {
          store.snapshot().restore(in);
        }
      }
    };
  }

  private static Optional<String> objectionOfLog(Path home, String checkpoint) throws IOException {
    Home staged = new Home(home);
    NoteVerifier verifier = NoteVerifier.parse(Files.readString(home.resolve("log.vkey")).strip());
    try (Store store = Organization.openStore(ConfigurationFile.read(home), staged)) {
      Audit audit = new Auditor(store.log(), verifier).audit(List.of(SignedNote.parse(checkpoint)));
      return audit instanceof Audit.Broken broken ? Optional.of(broken.what()) : Optional.empty();
    }
  }
}
