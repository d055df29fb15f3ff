package org.signetmail.store.internal;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.ca.CertificateStore.Released;
import org.signetmail.ca.CertificateStore.Revoked;
import org.signetmail.ca.CertificateStore.Standing;
import org.signetmail.ca.StatusChange;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.LogEntry;

/**
 * The status of certificates: where it stands ({@code revocation}) and how it came there ({@code
 * status_change}), inside a transaction.
 */
final class StatusRows {
  private StatusRows() {}

  static Optional<Standing> standing(Session session, KeyId issuer, BigInteger serial)
      throws SQLException {
    return session.first(
        "SELECT c.serial, r.at, r.reason, (SELECT coalesce(max(s.log_index), -1)"
            + " FROM status_change s WHERE s.issuer = c.issuer) AS as_of FROM certificate c"
            + " LEFT JOIN revocation r ON r.issuer = c.issuer AND r.serial = c.serial"
            + " WHERE c.issuer = ? AND c.serial = ?",
        row ->
            new Standing(
                row.isNull("reason") ? Optional.empty() : Optional.of(revocation(row)),
                row.number("as_of")),
        issuer,
        serial);
  }

  static Revoked revoke(
      Session session, Ledger ledger, KeyId issuer, Revocation revocation, LogEntry entry)
      throws SQLException {
    Optional<Standing> standing = standing(session, issuer, revocation.serial());
    if (standing.isEmpty()) {
      return new Revoked.Unknown();
    }
    Optional<Revocation> earlier = standing.get().revocation();
    boolean endsHold = earlier.filter(StatusRows::isHold).isPresent() && !isHold(revocation);
    if (earlier.isPresent() && !endsHold) {
      return new Revoked.Before(earlier.get());
    }
    long index = ledger.append(entry);
    if (endsHold) {
      session.update(
          "UPDATE revocation SET reason = ?, log_index = ? WHERE issuer = ? AND serial = ?",
          revocation.reason().code(),
          index,
          issuer,
          revocation.serial());
    } else {
      session.update(
          "INSERT INTO revocation (issuer, serial, at, reason, log_index) VALUES (?, ?, ?, ?, ?)",
          issuer,
          revocation.serial(),
          revocation.at(),
          revocation.reason().code(),
          index);
    }
    changed(session, index, issuer, revocation);
    return new Revoked.Done(index);
  }

  static Released release(
      Session session, Ledger ledger, KeyId issuer, BigInteger serial, Instant at, LogEntry entry)
      throws SQLException {
    Optional<Standing> standing = standing(session, issuer, serial);
    if (standing.isEmpty()) {
      return new Released.Unknown();
    }
    Optional<Revocation> hold = standing.get().revocation();
    if (hold.filter(StatusRows::isHold).isEmpty()) {
      return new Released.NotOnHold(hold);
    }
    long index = ledger.append(entry);
    session.update("DELETE FROM revocation WHERE issuer = ? AND serial = ?", issuer, serial);
    changed(session, index, issuer, new Revocation(serial, at, Revocation.Reason.REMOVE_FROM_CRL));
    return new Released.Done(index);
  }

  static long lastChange(Session session, KeyId issuer) throws SQLException {
    return session.number(
        "SELECT coalesce(max(log_index), -1) FROM status_change WHERE issuer = ?", issuer);
  }

  static List<StatusChange> changes(Session session, KeyId issuer, long after) throws SQLException {
    return session.query(
        "SELECT log_index, serial, at FROM status_change"
            + " WHERE issuer = ? AND log_index > ? ORDER BY log_index",
        row -> new StatusChange(row.number("log_index"), row.serial("serial"), row.time("at")),
        issuer,
        after);
  }

  static List<Revocation> revoked(Session session, KeyId issuer) throws SQLException {
    return session.query(
        "SELECT serial, at, reason FROM revocation WHERE issuer = ? ORDER BY serial",
        StatusRows::revocation,
        issuer);
  }

  static Revocation revocation(Row row) throws SQLException {
    return new Revocation(row.serial("serial"), row.time("at"), reason(row.number("reason")));
  }

  private static void changed(Session session, long index, KeyId issuer, Revocation change)
      throws SQLException {
    session.update(
        "INSERT INTO status_change (log_index, issuer, serial, at, reason) VALUES (?, ?, ?, ?, ?)",
        index,
        issuer,
        change.serial(),
        change.at(),
        change.reason().code());
  }

  private static boolean isHold(Revocation revocation) {
    return revocation.reason() == Revocation.Reason.CERTIFICATE_HOLD;
  }

  private static Revocation.Reason reason(long code) {
    for (Revocation.Reason reason : Revocation.Reason.values()) {
      if (reason.code() == code) {
        return reason;
      }
    }
    throw new IllegalStateException("store: no revocation reason has the code " + code);
  }
}
