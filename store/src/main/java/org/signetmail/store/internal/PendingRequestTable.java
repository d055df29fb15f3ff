package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.PendingRequests;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Requests that administrators decide about. Safe for many threads and nodes. */
public final class PendingRequestTable implements PendingRequests {
  private static final String SELECT =
      "SELECT key_id, kind, mailbox, request, state, asked, decided_by FROM pending_request";

  private final Database database;

  public PendingRequestTable(Database database) {
    this.database = database;
  }

  @Override
  public PendingRequest ask(PendingRequest request) {
    return database.write(session -> {
      session.update(
          "INSERT INTO pending_request"
              + " (key_id, kind, mailbox_key, mailbox, request, state, asked, decided_by)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_id, kind) DO NOTHING",
          request.key(),
          request.kind().name(),
          request.mailbox().key(),
          request.mailbox().toString(),
          request.request(),
          request.state().name(),
          request.asked(),
          request.decidedBy().map(Mailbox::toString).orElse(null));
      return session
          .first(
              SELECT + " WHERE key_id = ? AND kind = ?",
              PendingRequestTable::read,
              request.key(),
              request.kind().name())
          .orElseThrow();
    });
  }

  @Override
  public Optional<PendingRequest> find(KeyId key, CertificateProfile.Kind kind) {
    return database.read(session ->
        session.first(
            SELECT + " WHERE key_id = ? AND kind = ?",
            PendingRequestTable::read,
            key,
            kind.name()));
  }

  @Override
  public List<PendingRequest> waiting(int most) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE state = 'WAITING' ORDER BY asked, key_id, kind LIMIT ?",
            PendingRequestTable::read,
            most));
  }

  @Override
  public boolean decide(PendingRequest decided, LogEntry entry) {
    return database.record((session, ledger) -> {
      int waited =
          session.update(
              "UPDATE pending_request SET state = ?, decided_by = ?"
                  + " WHERE key_id = ? AND kind = ? AND state = 'WAITING'",
              decided.state().name(),
              decided.decidedBy().map(Mailbox::toString).orElse(null),
              decided.key(),
              decided.kind().name());
      if (waited == 0) {
        return false;
      }
      ledger.append(entry);
      return true;
    });
  }

  @Override
  public void remove(KeyId key, CertificateProfile.Kind kind) {
    database.write(session ->
        session.update(
            "DELETE FROM pending_request WHERE key_id = ? AND kind = ?", key, kind.name()));
  }

  private static PendingRequest read(Row row) throws SQLException {
    return new PendingRequest(
        row.keyId("key_id"),
        CertificateProfile.Kind.valueOf(row.text("kind")),
        row.mailbox("mailbox"),
        row.octets("request"),
        PendingRequest.State.valueOf(row.text("state")),
        row.time("asked"),
        row.textIfAny("decided_by").map(Mailbox::of));
  }
}
