package org.signetmail.app.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupBase;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.store.SnapshotForm;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Takes backups of a running system, each with only what changed since the last wherever that is
 * enough, and records them in the store and in the log.
 */
public final class BackupMaker {
  static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** How far the time of backups taken one upon the other may run ahead of the clock. */
  private static final Duration HASTE = Duration.ofMinutes(1);

  private final Organization organization;
  private final Home home;

  public BackupMaker(Organization organization) {
    this.organization = organization;
    this.home = organization.home();
  }

  /** Whether the new backup may build on the last. */
  public enum Kind {
    FULL,
    WHAT_CHANGED
  }

  /**
   * A backup that was taken.
   *
   * @param why it is a full one, in words; empty for an incremental one
   */
  public record Made(Path file, BackupManifest manifest, Optional<String> why) {}

  /** The folder that {@code signet.yaml} names for backups. */
  public static Path folder(Organization organization) {
    return organization.home().folder().resolve(organization.configuration().backup().folder());
  }

  /**
   * Takes a backup.
   *
   * @param place a folder that is there, in which it gets a name by its time, or a new file
   */
  public Made make(Path place, Kind kind, Progress progress) throws IOException {
    boolean inFolder = Files.isDirectory(place);
    Path folder = inFolder ? place : place.toAbsolutePath().resolveSibling("");
    if (!inFolder && Files.exists(place)) {
      throw Failure.usage(place + ": exists already; name a new file, or a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    List<BackupRecord> known = organization.store().backups().backups();
    BackupDraft.settle(folder, known.stream().map(BackupRecord::id).collect(Collectors.toSet()));
    List<Certificate> recipients = recipients();
    Instant now = moment(known);
    Optional<BackupBase> last = last();
    Optional<String> why =
        kind == Kind.FULL
            ? Optional.of("asked for")
            : last.isEmpty()
                ? Optional.of("nothing is known here of one before it")
                : whyFull(last.get(), folder, recipients, now);
    Optional<BackupBase> base = why.isPresent() ? Optional.empty() : last;
    Path file = inFolder ? folder.resolve(name(base, now)) : place;
    return make(file, base, recipients, now, why, progress);
  }

  private Made make(
      Path file,
      Optional<BackupBase> base,
      List<Certificate> recipients,
      Instant now,
      Optional<String> why,
      Progress progress)
      throws IOException {
    try (BackupDraft draft = BackupDraft.begin(file);
        OutputStream out = draft.out()) {
      BackupBase made =
          Backup.create(
              BackupContent.of(organization),
              base,
              recipients,
              organization.vault().signing(KeyName.BACKUP_SIGNING),
              now,
              organization.random(),
              progress,
              out);
      out.flush();
      draft.force();
      record(made, draft.octets(), file);
      draft.putInPlace();
      PrivateFiles.write(home.backupBase(), made.encoded());
      return new Made(file, made.manifest(), why);
    }
  }

  private void record(BackupBase made, long octets, Path file) {
    BackupManifest manifest = made.manifest();
    LogEntry entry =
        LogEntry.of(EntryType.BACKUP_CREATED, organization.now())
            .with("backup", manifest.id())
            .with("at", manifest.at().toString())
            .with("kind", manifest.kind())
            .with("body-sha256", manifest.body().sha256());
    Optional<String> base = manifest.base().map(BackupManifest.Base::id);
    organization
        .store()
        .backups()
        .created(
            new BackupRecord(
                manifest.id(),
                manifest.at(),
                manifest.number(),
                base,
                file.toAbsolutePath().normalize().toString(),
                octets,
                made.contentOctets(),
                Optional.empty(),
                Optional.empty()),
            base.isPresent() ? entry.with("base", base.get()) : entry);
    organization.log().publish(organization.now());
  }

  /** Why the next cannot build on the last. */
  private Optional<String> whyFull(
      BackupBase last, Path folder, List<Certificate> recipients, Instant now) throws IOException {
    BackupManifest manifest = last.manifest();
    Set<KeyId> keys = recipients.stream().map(Certificate::keyId).collect(Collectors.toSet());
    if (!keys.equals(new HashSet<>(manifest.recipients()))) {
      return Optional.of("the recipients are others");
    }
    if (manifest.number() + 1 >= BackupManifest.LONGEST_CHAIN) {
      return Optional.of("the chain is as long as it may be");
    }
    boolean byTool = organization.configuration().backup().form() == SnapshotForm.PG_DUMP;
    if (manifest.tool().isPresent() != byTool) {
      return Optional.of("the method is another");
    }
    BackupShelf shelf = BackupShelf.of(List.of(folder));
    Optional<BackupShelf.Found.Chain> chain =
        shelf.backups().stream()
            .filter(link -> link.manifest().equals(manifest))
            .findFirst()
            .map(shelf::chainTo)
            .filter(BackupShelf.Found.Chain.class::isInstance)
            .map(BackupShelf.Found.Chain.class::cast);
    if (chain.isEmpty()) {
      return Optional.of("the one before it, or one that it needs, is not in this folder");
    }
    BackupSettings settings = organization.configuration().backup();
    Instant full = chain.get().chain().links().getFirst().manifest().at();
    return full.plus(settings.fullEvery()).isAfter(now)
        ? Optional.empty()
        : Optional.of("the last full one is of " + full);
  }

  /** What the last backup left; empty when there was none, or it was not left whole. */
  private Optional<BackupBase> last() throws IOException {
    try {
      return Optional.of(BackupBase.of(Files.readAllBytes(home.backupBase())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      Files.delete(home.backupBase()); // it says only what the next may leave out
      return Optional.empty();
    }
  }

  /** Those who can open it: the keys that are kept elsewhere, and the drill's where it runs. */
  private List<Certificate> recipients() throws IOException {
    List<Certificate> recipients = new ArrayList<>(home.certificates("backup"));
    if (recipients.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          home.certificateFile("backup")
              + ": the certificate that backups are sealed to is not here; put it back");
    }
    if (organization.configuration().backup().drillEvery().isPresent()) {
      recipients.addAll(home.certificates("drill"));
    }
    return recipients;
  }

  /** Of now, but later than the one before: by their seconds backups are put in order and named. */
  private Instant moment(List<BackupRecord> known) {
    Instant now = organization.now().truncatedTo(ChronoUnit.SECONDS);
    if (known.isEmpty()) {
      return now;
    }
    Instant next = known.getLast().at().plusSeconds(1);
    boolean justBefore = next.isAfter(now) && next.isBefore(now.plus(HASTE));
    return justBefore ? next : now;
  }

  private static String name(Optional<BackupBase> base, Instant now) {
    String kind =
        base.map(b -> "incremental-%03d".formatted(b.manifest().number() + 1)).orElse("full");
    return NAME.format(now) + "-" + kind + BackupShelf.SUFFIX;
  }
}
