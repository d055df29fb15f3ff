package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.DayLimits;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.archive.Scope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Recovery cases and their steps; rows are only ever added. The number of a step is part of its
 * primary key, so two officers at once cannot both write the same one. Safe for many threads and
 * nodes.
 */
public final class RecoveryTable implements RecoveryStore {
  private static final String SELECT =
      "SELECT id, requester, owner, receiver, receiver_kind, scope_from, scope_until,"
          + " scope_mailboxes, notice_withheld_until, reason, legal_reference, requested_at,"
          + " request FROM recovery_case";
  private static final int MOST = 1000;

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
  public Written open(RecoveryCase newCase, DayLimits limits, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (exists(session, newCase.id())) {
        throw new IllegalArgumentException(
            "recovery case " + newCase.id() + ": is open already; take a new id");
      }
      if (session
          .first(
              "SELECT 1 FROM recovery_case WHERE request_digest = ?",
              row -> true,
              digest(newCase.request()))
          .isPresent()) {
        return new Written.Overtaken();
      }
      if (!(newCase.steps().stream().findFirst().orElse(null) instanceof Step.Rejected)) {
        Tally tally = tally(session, newCase.requester(), limits.since());
        Optional<Finding> tooMany = limits.onOpening(newCase.requester(), tally);
        if (tooMany.isPresent()) {
          return new Written.OverLimit(tooMany.get());
        }
      }
      long index = ledger.append(entry);
      insert(session, index, newCase);
      int number = 0;
      for (Step step : newCase.steps()) {
        RecoverySteps.insert(session, newCase.id(), ++number, index, step);
      }
      return new Written.Done(index);
    });
  }

  private static void insert(Session session, long index, RecoveryCase newCase)
      throws SQLException {
    Optional<Scope> scope =
        newCase.receiver() instanceof Receiver.Station station
            ? Optional.of(station.scope())
            : Optional.empty();
    session.update(
        "INSERT INTO recovery_case (log_index, id, requester_key, requester, owner_key, owner,"
            + " receiver, receiver_kind, scope_from, scope_until, scope_mailboxes,"
            + " notice_withheld_until, reason, legal_reference, requested_at, request,"
            + " request_digest)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        index,
        newCase.id(),
        newCase.requester().key(),
        newCase.requester().toString(),
        newCase.owner().key(),
        newCase.owner().toString(),
        newCase.receiver().certificate().encoded(),
        newCase.receiver().word(),
        scope.map(Scope::from).orElse(null),
        scope.map(Scope::until).orElse(null),
        scope.map(RecoveryTable::mailboxes).orElse(null),
        newCase.receiver().withheldUntil().orElse(null),
        newCase.reason(),
        newCase.legalReference(),
        newCase.requestedAt(),
        newCase.request(),
        digest(newCase.request()));
    session.update(
        "INSERT INTO recovery_unfinished (case_id, requested_at) VALUES (?, ?)",
        newCase.id(),
        newCase.requestedAt());
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
  public List<Long> logIndexes(String id) {
    return database.read(session ->
        session.query(
            "SELECT log_index FROM (SELECT 0 AS number, log_index FROM recovery_case WHERE id = ?"
                + " UNION ALL SELECT number, log_index FROM recovery_step WHERE case_id = ?) AS e"
                + " ORDER BY number",
            row -> row.number("log_index"),
            id,
            id));
  }

  @Override
  public List<RecoveryCase> cases(int most) {
    return database.read(session ->
        session.query(
            SELECT + " ORDER BY log_index DESC LIMIT ?", row -> read(session, row), most));
  }

  @Override
  public List<RecoveryCase> ofOwner(Mailbox owner, int most) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE owner_key = ? ORDER BY log_index DESC LIMIT ?",
            row -> read(session, row),
            owner.key(),
            most));
  }

  @Override
  public Optional<RecoveryCase> ofRequest(String digest) {
    return database.read(session ->
        session.first(
            SELECT + " WHERE request_digest = ?",
            row -> read(session, row),
            (Object) HexFormat.of().parseHex(digest)));
  }

  @Override
  public Tally tally(Mailbox requester, Instant since) {
    return database.read(session -> tally(session, requester, since));
  }

  private static Tally tally(Session session, Mailbox requester, Instant since)
      throws SQLException {
    String opened =
        "SELECT count(*) FROM recovery_case c WHERE requested_at > ? AND NOT EXISTS (SELECT 1 FROM"
            + " recovery_step WHERE case_id = c.id AND number = 1 AND kind = 'rejected')";
    return new Tally(
        session.number(opened + " AND requester_key = ?", since, requester.key()),
        session.number(opened, since),
        session.number(
            "SELECT count(DISTINCT case_id) FROM recovery_step"
                + " WHERE kind = 'released' AND at > ?",
            since));
  }

  @Override
  public List<RecoveryCase> unfinished(Instant time) {
    return database.read(session ->
        session.query(
            SELECT
                + " WHERE id IN (SELECT case_id FROM recovery_unfinished WHERE requested_at <= ?"
                + " ORDER BY requested_at LIMIT "
                + MOST
                + ") ORDER BY log_index",
            row -> read(session, row),
            time));
  }

  @Override
  public List<RecoveryCase> untold(Instant time) {
    return database.read(session ->
        session.query(
            SELECT
                + " c WHERE notice_withheld_until <= ? AND NOT EXISTS (SELECT 1 FROM recovery_step"
                + " WHERE case_id = c.id AND kind = 'told') ORDER BY log_index LIMIT "
                + MOST,
            row -> read(session, row),
            time));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when there is no such case
   */
  @Override
  public Written append(String id, int expectedSteps, Step step, DayLimits limits, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (!exists(session, id)) {
        throw new IllegalArgumentException(
            "recovery case " + id + ": does not exist; list the cases");
      }
      long steps = session.number("SELECT count(*) FROM recovery_step WHERE case_id = ?", id);
      if (steps != expectedSteps) {
        return new Written.Overtaken();
      }
      if (step instanceof Step.Released(var _, Mailbox to) && !wasReleased(session, id)) {
        Optional<Finding> tooMany = limits.onRelease(id, tally(session, to, limits.since()));
        if (tooMany.isPresent()) {
          return new Written.OverLimit(tooMany.get());
        }
      }
      long index = ledger.append(entry);
      RecoverySteps.insert(session, id, expectedSteps + 1, index, step);
      return new Written.Done(index);
    });
  }

  private static boolean wasReleased(Session session, String id) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM recovery_step WHERE case_id = ? AND kind = 'released'", row -> true, id)
        .isPresent();
  }

  private static boolean exists(Session session, String id) throws SQLException {
    return session.first("SELECT 1 FROM recovery_case WHERE id = ?", row -> true, id).isPresent();
  }

  /** For cases of a time before their requests were found by digest. */
  static void fillIn(Session session) throws SQLException {
    List<@Nullable Object[]> digests =
        session.query(
            "SELECT log_index, request FROM recovery_case",
            row -> new Object[] {digest(row.octets("request")), row.number("log_index")});
    session.batch("UPDATE recovery_case SET request_digest = ? WHERE log_index = ?", digests);
  }

  private static byte[] digest(byte[] request) {
    return HexFormat.of().parseHex(RecoveryRequest.digest(request));
  }

  private static String mailboxes(Scope scope) {
    return String.join("\n", scope.mailboxes().stream().map(Mailbox::toString).toList());
  }

  private static Receiver receiver(Row row) throws SQLException {
    Certificate certificate = row.certificate("receiver");
    return switch (row.text("receiver_kind")) {
      case Receiver.Owner.WORD -> new Receiver.Owner(certificate);
      case Receiver.OwnerWithCode.WORD -> new Receiver.OwnerWithCode(certificate);
      case Receiver.Station.WORD -> {
        List<Mailbox> mailboxes = row.text("scope_mailboxes").lines().map(Mailbox::of).toList();
        Scope scope = new Scope(row.time("scope_from"), row.time("scope_until"), mailboxes);
        yield new Receiver.Station(
            certificate, scope, row.textIfAny("notice_withheld_until").map(Instant::parse));
      }
      case String kind -> throw new IllegalStateException("store: no receiver is " + kind);
    };
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
        receiver(row),
        row.text("reason"),
        row.text("legal_reference"),
        row.time("requested_at"),
        row.octets("request"),
        RecoverySteps.of(session, id));
  }
}
