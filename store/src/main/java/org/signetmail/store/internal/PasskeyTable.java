package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.staff.Passkey;
import org.signetmail.enrolment.staff.PasskeyStore;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Passkeys and the codes for them. Safe for many threads and nodes. */
public final class PasskeyTable implements PasskeyStore {
  private static final String SELECT =
      "SELECT id, mailbox, host, credential, counter, since FROM passkey";

  private final Database database;

  public PasskeyTable(Database database) {
    this.database = database;
  }

  @Override
  public void allow(Mailbox mailbox, byte[] digest, Instant until) {
    database.write(session ->
        session.update(
            "INSERT INTO passkey_code (mailbox_key, digest, until) VALUES (?, ?, ?)"
                + " ON CONFLICT (mailbox_key) DO UPDATE SET digest = excluded.digest,"
                + " until = excluded.until",
            mailbox.key(),
            digest,
            until));
  }

  @Override
  public boolean register(Passkey passkey, byte[] code, LogEntry entry) {
    return database.record((session, ledger) -> {
      boolean isAllowed =
          session.update(
                  "DELETE FROM passkey_code WHERE mailbox_key = ? AND digest = ? AND until > ?",
                  passkey.mailbox().key(),
                  code,
                  passkey.since())
              == 1;
      if (!isAllowed
          || session.update(
                  "INSERT INTO passkey"
                      + " (id, mailbox_key, mailbox, host, credential, counter, since)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                  passkey.id(),
                  passkey.mailbox().key(),
                  passkey.mailbox().toString(),
                  passkey.host(),
                  passkey.credential(),
                  passkey.counter(),
                  passkey.since())
              == 0) {
        return false;
      }
      ledger.append(entry);
      return true;
    });
  }

  @Override
  public Optional<Passkey> find(byte[] id) {
    return database.read(
        session -> session.first(SELECT + " WHERE id = ?", PasskeyTable::read, (Object) id));
  }

  @Override
  public List<Passkey> of(Mailbox mailbox) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE mailbox_key = ? ORDER BY since, id",
            PasskeyTable::read,
            mailbox.key()));
  }

  @Override
  public boolean used(byte[] id, long counter) {
    return database.write(session ->
        session.update(
            "UPDATE passkey SET counter = ? WHERE id = ?"
                + " AND (counter < ? OR (counter = 0 AND ? = 0))",
            counter,
            id,
            counter,
            counter))
        == 1;
  }

  @Override
  public int remove(Mailbox mailbox, LogEntry entry) {
    return database.record((session, ledger) -> {
      session.update("DELETE FROM passkey_code WHERE mailbox_key = ?", mailbox.key());
      int removed = session.update("DELETE FROM passkey WHERE mailbox_key = ?", mailbox.key());
      if (removed > 0) {
        ledger.append(entry);
      }
      return removed;
    });
  }

  private static Passkey read(Row row) throws SQLException {
    return new Passkey(
        row.octets("id"),
        row.mailbox("mailbox"),
        row.text("host"),
        row.octets("credential"),
        row.number("counter"),
        row.time("since"));
  }
}
