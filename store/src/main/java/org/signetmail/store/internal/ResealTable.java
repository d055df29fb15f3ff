package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.ResealStore;
import org.signetmail.tlog.LogEntry;

/** Archived keys by the set of officers they are sealed to. Safe for many threads and nodes. */
public final class ResealTable implements ResealStore {
  private static final String FREE =
      " AND key_id NOT IN (SELECT k.key_id FROM recovery_unfinished u"
          + " JOIN recovery_key k ON k.case_id = u.case_id)";

  private final Database database;

  public ResealTable(Database database) {
    this.database = database;
  }

  @Override
  public long count(int generation) {
    return database.read(session ->
        session.number("SELECT count(*) FROM archived_key WHERE generation = ?", generation));
  }

  @Override
  public List<Placed> page(int generation, long after, int most) {
    return database.read(session ->
        session.query(
            ArchiveTable.SELECT
                + " WHERE generation = ? AND log_index > ?"
                + FREE
                + " ORDER BY log_index LIMIT ?",
            row -> new Placed(row.number("log_index"), ArchiveTable.read(session, row)),
            generation,
            after,
            most));
  }

  @Override
  public List<String> casesOn(int generation) {
    return database.read(session ->
        session.query(
            "SELECT DISTINCT u.case_id FROM recovery_unfinished u"
                + " JOIN recovery_key k ON k.case_id = u.case_id"
                + " JOIN archived_key a ON a.key_id = k.key_id"
                + " WHERE a.generation = ? ORDER BY u.case_id",
            row -> row.text("case_id"),
            generation));
  }

  @Override
  public Optional<Long> reseal(int from, List<Placed> records, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (!areFree(session, from, records)) {
        return Optional.empty();
      }
      long index = ledger.append(entry);
      List<@Nullable Object[]> keys = new ArrayList<>();
      List<@Nullable Object[]> places = new ArrayList<>();
      List<@Nullable Object[]> shares = new ArrayList<>();
      for (Placed one : records) {
        ArchivedKey key = one.key();
        keys.add(
            new Object[] {
              key.sealedKey(), key.receipt().encoded(), key.generation(), index, one.place()
            });
        places.add(new Object[] {one.place()});
        shares.addAll(ArchiveTable.shares(one.place(), key));
      }
      session.batch(
          "UPDATE archived_key SET sealed_key = ?, receipt = ?, generation = ?, resealed = ?"
              + " WHERE log_index = ?",
          keys);
      session.batch("DELETE FROM archived_share WHERE archived_key = ?", places);
      session.batch(ArchiveTable.INSERT_SHARE, shares);
      return Optional.of(index);
    });
  }

  private static boolean areFree(Session session, int generation, List<Placed> records)
      throws SQLException {
    for (Placed one : records) {
      boolean still =
          session
              .first(
                  "SELECT 1 FROM archived_key WHERE log_index = ? AND generation = ?" + FREE,
                  row -> true,
                  one.place(),
                  generation)
              .isPresent();
      if (!still) {
        return false;
      }
    }
    return true;
  }
}
