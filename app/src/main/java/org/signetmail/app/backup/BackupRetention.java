package org.signetmail.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupRecord;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Deletes backups whose time is over: a chain as a whole, when its last one is older than {@code
 * backup.keep}. The newest chain is never deleted, however old it is.
 */
public final class BackupRetention {
  private final Organization organization;

  public BackupRetention(Organization organization) {
    this.organization = organization;
  }

  /**
   * @return the files that were deleted
   */
  public List<Path> prune() throws IOException {
    Instant now = organization.now();
    Instant oldest = now.minus(organization.configuration().backup().keep());
    List<Path> deleted = new ArrayList<>();
    List<List<BackupRecord>> families = families(organization.store().backups().backups());
    for (List<BackupRecord> family : families.subList(0, Math.max(0, families.size() - 1))) {
      if (family.stream().allMatch(one -> one.at().isBefore(oldest))) {
        for (BackupRecord one : family.reversed()) { // what is left is a whole chain
          delete(one, now).ifPresent(deleted::add);
        }
      }
    }
    return deleted;
  }

  /** All that hang on one full backup, oldest first; the family of the newest is last. */
  private static List<List<BackupRecord>> families(List<BackupRecord> backups) {
    Map<String, List<BackupRecord>> ofId = new HashMap<>();
    List<List<BackupRecord>> families = new ArrayList<>();
    for (BackupRecord one : backups) {
      List<BackupRecord> family =
          one.base().flatMap(base -> Optional.ofNullable(ofId.get(base))).orElseGet(ArrayList::new);
      family.add(one);
      ofId.put(one.id(), family);
      families.remove(family);
      families.add(family);
    }
    return families;
  }

  private Optional<Path> delete(BackupRecord backup, Instant now) throws IOException {
    if (backup.removed().isPresent()) {
      return Optional.empty();
    }
    Path file = Path.of(backup.file());
    boolean there = Files.deleteIfExists(file);
    organization
        .store()
        .backups()
        .removed(
            backup.id(),
            now,
            LogEntry.of(EntryType.BACKUP_REMOVED, now).with("backup", backup.id()));
    return there ? Optional.of(file) : Optional.empty();
  }
}
