package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Recovery cases and their steps; rows are only ever added. The number of a step is part of its
 * primary key, so two officers at once cannot both write the same one. Safe for many threads and
 * nodes.
 */
public final class RecoveryTable implements RecoveryStore {
  private static final String SELECT =
      "SELECT id, requester, owner, receiver, reason, legal_reference, requested_at, request"
          + " FROM recovery_case";

  private final Database database;

  public RecoveryTable(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when a case has this id
   */
  @Override
  public long open(RecoveryCase newCase, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (exists(session, newCase.id())) {
        throw new IllegalArgumentException(
            "recovery case " + newCase.id() + ": is open already; take a new id");
      }
      long index = ledger.append(entry);
      insert(session, index, newCase);
      int number = 0;
      for (Step step : newCase.steps()) {
        RecoverySteps.insert(session, newCase.id(), ++number, index, step);
      }
      return index;
    });
  }

  private static void insert(Session session, long index, RecoveryCase newCase)
      throws SQLException {
    session.update(
        "INSERT INTO recovery_case (log_index, id, requester_key, requester, owner_key, owner,"
            + " receiver, reason, legal_reference, requested_at, request)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        index,
        newCase.id(),
        newCase.requester().key(),
        newCase.requester().toString(),
        newCase.owner().key(),
        newCase.owner().toString(),
        newCase.receiver().encoded(),
        newCase.reason(),
        newCase.legalReference(),
        newCase.requestedAt(),
        newCase.request());
    List<@Nullable Object[]> keys = new ArrayList<>();
    newCase.keys().forEach(key -> keys.add(new Object[] {newCase.id(), keys.size(), key}));
    session.batch("INSERT INTO recovery_key (case_id, position, key_id) VALUES (?, ?, ?)", keys);
  }

  @Override
  public Optional<RecoveryCase> find(String id) {
    return database.read(
        session -> session.first(SELECT + " WHERE id = ?", row -> read(session, row), id));
  }

  @Override
  public List<RecoveryCase> cases() {
    return database.read(
        session -> session.query(SELECT + " ORDER BY log_index DESC", row -> read(session, row)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when there is no such case
   */
  @Override
  public Optional<Long> append(String id, int expectedSteps, Step step, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (!exists(session, id)) {
        throw new IllegalArgumentException(
            "recovery case " + id + ": does not exist; list the cases");
      }
      long steps = session.number("SELECT count(*) FROM recovery_step WHERE case_id = ?", id);
      if (steps != expectedSteps) {
        return Optional.empty();
      }
      long index = ledger.append(entry);
      RecoverySteps.insert(session, id, expectedSteps + 1, index, step);
      return Optional.of(index);
    });
  }

  private static boolean exists(Session session, String id) throws SQLException {
    return session.first("SELECT 1 FROM recovery_case WHERE id = ?", row -> true, id).isPresent();
  }

  private static RecoveryCase read(Session session, Row row) throws SQLException {
    String id = row.text("id");
    List<KeyId> keys =
        session.query(
            "SELECT key_id FROM recovery_key WHERE case_id = ? ORDER BY position",
            key -> key.keyId("key_id"),
            id);
    return new RecoveryCase(
        id,
        row.mailbox("requester"),
        row.mailbox("owner"),
        keys,
        row.certificate("receiver"),
        row.text("reason"),
        row.text("legal_reference"),
        row.time("requested_at"),
        row.octets("request"),
        RecoverySteps.of(session, id));
  }
}
