package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.RetentionStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Lets archived keys go. SQLite overwrites what is deleted ({@code secure_delete}); PostgreSQL
 * gives the room free with its next vacuum. Safe for many threads and nodes.
 */
public final class RetentionTable implements RetentionStore {
  private static final String IN_A_CASE =
      "SELECT 1 FROM recovery_key k JOIN recovery_unfinished u ON u.case_id = k.case_id"
          + " WHERE k.key_id = ?";

  private final Database database;

  public RetentionTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Kept> after(long index, int limit) {
    return database.read(session ->
        session.query(
            "SELECT log_index, key_id, receipt FROM archived_key WHERE log_index > ?"
                + " ORDER BY log_index LIMIT ?",
            row ->
                new Kept(
                    row.number("log_index"),
                    row.keyId("key_id"),
                    CertificateTable.receipt(row.octets("receipt"))),
            index,
            limit));
  }

  @Override
  public Outcome destroy(KeyId key, LogEntry entry) {
    return database.record((session, ledger) -> destroy(session, ledger, key, entry));
  }

  private static Outcome destroy(Session session, Ledger ledger, KeyId key, LogEntry entry)
      throws SQLException {
    Optional<Long> archived =
        session.first(
            "SELECT log_index FROM archived_key WHERE key_id = ?",
            row -> row.number("log_index"),
            key);
    if (archived.isEmpty()) {
      return Outcome.NOT_THERE;
    }
    if (session.first(IN_A_CASE, row -> true, key).isPresent()) {
      return Outcome.IN_A_CASE;
    }
    session.update(
        "INSERT INTO destroyed_key (log_index, archived, key_id, receipt)"
            + " SELECT ?, log_index, key_id, receipt FROM archived_key WHERE key_id = ?",
        ledger.append(entry),
        key);
    session.update("DELETE FROM code_copy WHERE key_id = ?", key);
    session.update("DELETE FROM archived_share WHERE archived_key = ?", archived.get());
    session.update("DELETE FROM archived_key WHERE key_id = ?", key);
    return Outcome.DESTROYED;
  }
}
