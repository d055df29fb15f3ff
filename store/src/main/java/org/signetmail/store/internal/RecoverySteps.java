package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.KeyId;

/** The steps of recovery cases, each kind in one form of row. */
final class RecoverySteps {
  /** After these a case waits for nobody. */
  private static final Set<Class<? extends Step>> ENDS =
      Set.of(Step.Withdrawn.class, Step.Released.class, Step.Rejected.class, Step.Expired.class);

  private RecoverySteps() {}

  static void insert(Session session, String id, int number, long logIndex, Step step)
      throws SQLException {
    switch (step) {
      case Step.Approved(
              Instant at,
              KeyId officer,
              List<ResealedShare> shares,
              byte[] signature) -> {
        insert(session, id, number, logIndex, "approved", at, officer, null, null, signature);
        insertShares(session, id, number, shares);
      }
      case Step.Denied(Instant at, KeyId officer, String why, byte[] signature) ->
          insert(session, id, number, logIndex, "denied", at, officer, null, why, signature);
      case Step.Withdrawn(Instant at, var by) ->
          insert(session, id, number, logIndex, "withdrawn", at, null, by.toString(), null, null);
      case Step.Refused(Instant at, var to, String why) ->
          insert(session, id, number, logIndex, "refused", at, null, to.toString(), why, null);
      case Step.Released(Instant at, var to) ->
          insert(session, id, number, logIndex, "released", at, null, to.toString(), null, null);
      case Step.Rejected(Instant at, String why) ->
          insert(session, id, number, logIndex, "rejected", at, null, null, why, null);
      case Step.Expired(Instant at) ->
          insert(session, id, number, logIndex, "expired", at, null, null, null, null);
      case Step.Told(Instant at) ->
          insert(session, id, number, logIndex, "told", at, null, null, null, null);
    }
    if (ENDS.contains(step.getClass())) {
      session.update("DELETE FROM recovery_unfinished WHERE case_id = ?", id);
    }
  }

  private static void insert(Session session, @Nullable Object... columns) throws SQLException {
    session.update(
        "INSERT INTO recovery_step"
            + " (case_id, number, log_index, kind, at, officer, mailbox, why, signature)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        columns);
  }

  private static void insertShares(
      Session session, String id, int number, List<ResealedShare> shares) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (ResealedShare share : shares) {
      rows.add(new Object[] {id, number, rows.size(), share.key(), share.index(), share.sealed()});
    }
    session.batch(
        "INSERT INTO recovery_share (case_id, step, position, key_id, share_index, sealed)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        rows);
  }

  /** The steps of a case, in order. */
  static List<Step> of(Session session, String id) throws SQLException {
    return session.query(
        "SELECT number, kind, at, officer, mailbox, why, signature FROM recovery_step"
            + " WHERE case_id = ? ORDER BY number",
        row -> read(session, id, row),
        id);
  }

  private static Step read(Session session, String id, Row row) throws SQLException {
    Instant at = row.time("at");
    return switch (row.text("kind")) {
      case "approved" ->
          new Step.Approved(
              at,
              row.keyId("officer"),
              shares(session, id, row.number("number")),
              row.octets("signature"));
      case "denied" ->
          new Step.Denied(at, row.keyId("officer"), row.text("why"), row.octets("signature"));
      case "withdrawn" -> new Step.Withdrawn(at, row.mailbox("mailbox"));
      case "refused" -> new Step.Refused(at, row.mailbox("mailbox"), row.text("why"));
      case "released" -> new Step.Released(at, row.mailbox("mailbox"));
      case "rejected" -> new Step.Rejected(at, row.text("why"));
      case "expired" -> new Step.Expired(at);
      case "told" -> new Step.Told(at);
      case String kind -> throw new IllegalStateException("store: no recovery step is " + kind);
    };
  }

  private static List<ResealedShare> shares(Session session, String id, long number)
      throws SQLException {
    return session.query(
        "SELECT key_id, share_index, sealed FROM recovery_share"
            + " WHERE case_id = ? AND step = ? ORDER BY position",
        row ->
            new ResealedShare(
                row.keyId("key_id"), (int) row.number("share_index"), row.octets("sealed")),
        id,
        number);
  }
}
