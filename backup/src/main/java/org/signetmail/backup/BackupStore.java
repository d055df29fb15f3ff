package org.signetmail.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * Which backups and drills there were. What comes with a log entry is durable together with it on
 * return. Safe for many threads and nodes.
 */
public interface BackupStore {
  /** Records a backup; a second time for the same id changes nothing. */
  void created(BackupRecord backup, LogEntry entry);

  /** Notes that a backup was proven whole; nothing when it is not known here. */
  void verified(String id, Instant at);

  /** Records that a backup's file was deleted. */
  void removed(String id, Instant at, LogEntry entry);

  /** All of them, oldest first. */
  List<BackupRecord> backups();

  void drilled(DrillRecord drill, LogEntry entry);

  Optional<DrillRecord> latestDrill();
}
