package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.tlog.EntryType;

/** What every {@link org.signetmail.backup.BackupStore} keeps to. */
abstract class BackupStoreContract extends StoreContract {
  private static final BackupRecord FULL =
      new BackupRecord(
          "aa", NOON, 0, Optional.empty(), "/b/a", 10, 20, Optional.empty(), Optional.empty());
  private static final BackupRecord NEXT =
      new BackupRecord(
          "bb", NOON, 1, Optional.of("aa"), "/b/b", 5, 20, Optional.empty(), Optional.empty());

  @Test
  void knowsWhatWasTakenInItsOrderEachOnce() {
    store.backups().created(FULL, entry(EntryType.BACKUP_CREATED));
    store.backups().created(NEXT, entry(EntryType.BACKUP_CREATED));
    store.backups().created(FULL, entry(EntryType.BACKUP_CREATED));
    assertEquals(List.of(FULL, NEXT), store.backups().backups());
    assertEquals(2, store.log().size());
  }

  @Test
  void knowsWhatWasVerifiedAndWhatWasRemovedAndLogsTheLatterOnce() {
    store.backups().created(FULL, entry(EntryType.BACKUP_CREATED));
    store.backups().verified("aa", NOON);
    store.backups().verified("unknown", NOON);
    assertEquals(Optional.of(NOON), store.backups().backups().getFirst().verified());
    store.backups().removed("aa", NOON, entry(EntryType.BACKUP_REMOVED));
    store.backups().removed("aa", NOON.plusSeconds(5), entry(EntryType.BACKUP_REMOVED));
    assertEquals(Optional.of(NOON), store.backups().backups().getFirst().removed());
    assertEquals(2, store.log().size());
  }

  @Test
  void knowsTheLatestDrill() {
    assertEquals(Optional.empty(), store.backups().latestDrill());
    DrillRecord failed = new DrillRecord("aa", NOON, DrillRecord.Result.FAILED, "00");
    DrillRecord passed = new DrillRecord("bb", NOON, DrillRecord.Result.PASSED, "11");
    store.backups().drilled(failed, entry(EntryType.BACKUP_DRILLED));
    assertEquals(Optional.of(failed), store.backups().latestDrill());
    store.backups().drilled(passed, entry(EntryType.BACKUP_DRILLED));
    assertEquals(Optional.of(passed), store.backups().latestDrill());
    assertEquals(2, store.log().size());
  }
}
