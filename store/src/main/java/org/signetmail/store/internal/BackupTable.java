package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupStore;
import org.signetmail.backup.DrillRecord;
import org.signetmail.tlog.LogEntry;

/** Backups and drills. Safe for many threads and nodes. */
public final class BackupTable implements BackupStore {
  private final Database database;

  public BackupTable(Database database) {
    this.database = database;
  }

  @Override
  public void created(BackupRecord backup, LogEntry entry) {
    database.record((session, ledger) -> {
      boolean known =
          session.first("SELECT 1 FROM backup WHERE id = ?", row -> true, backup.id()).isPresent();
      if (!known) {
        session.update(
            "INSERT INTO backup (log_index, id, at, number, base, file, octets, content)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ledger.append(entry),
            backup.id(),
            backup.at(),
            backup.number(),
            backup.base().orElse(null),
            backup.file(),
            backup.octets(),
            backup.content());
      }
      return !known;
    });
  }

  @Override
  public void verified(String id, Instant at) {
    database.write(
        session -> session.update("UPDATE backup SET verified = ? WHERE id = ?", at, id));
  }

  @Override
  public void removed(String id, Instant at, LogEntry entry) {
    database.record((session, ledger) -> {
      int changed =
          session.update("UPDATE backup SET removed = ? WHERE id = ? AND removed IS NULL", at, id);
      return changed == 0 ? -1 : ledger.append(entry);
    });
  }

  @Override
  public List<BackupRecord> backups() {
    return database.read(
        session -> session.query("SELECT * FROM backup ORDER BY log_index", BackupTable::backup));
  }

  @Override
  public void drilled(DrillRecord drill, LogEntry entry) {
    database.record((session, ledger) ->
        session.update(
            "INSERT INTO drill (log_index, backup, at, result, report) VALUES (?, ?, ?, ?, ?)",
            ledger.append(entry),
            drill.backup(),
            drill.at(),
            drill.result().name().toLowerCase(Locale.ROOT),
            drill.report()));
  }

  @Override
  public Optional<DrillRecord> latestDrill() {
    return database.read(session ->
        session.first(
            "SELECT * FROM drill ORDER BY log_index DESC LIMIT 1",
            row ->
                new DrillRecord(
                    row.text("backup"),
                    row.time("at"),
                    DrillRecord.Result.valueOf(row.text("result").toUpperCase(Locale.ROOT)),
                    row.text("report"))));
  }

  private static BackupRecord backup(Row row) throws SQLException {
    return new BackupRecord(
        row.text("id"),
        row.time("at"),
        (int) row.number("number"),
        row.textIfAny("base"),
        row.text("file"),
        row.number("octets"),
        row.number("content"),
        row.textIfAny("verified").map(Instant::parse),
        row.textIfAny("removed").map(Instant::parse));
  }
}
