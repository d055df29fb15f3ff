package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.Optional;
import org.signetmail.gateway.PasswordStore;
import org.signetmail.gateway.SubmissionPassword;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Passwords for handing mail in, by {@link Mailbox#key}. Safe for many threads and nodes. */
public final class PasswordTable implements PasswordStore {
  static final String SELECT = "SELECT mailbox, salt, digest, since FROM submission_password";

  private final Database database;

  public PasswordTable(Database database) {
    this.database = database;
  }

  @Override
  public long keep(SubmissionPassword password, LogEntry entry) {
    return database.record((session, ledger) -> {
      session.update(
          "INSERT INTO submission_password (mailbox_key, mailbox, salt, digest, since)"
              + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (mailbox_key) DO UPDATE SET"
              + " mailbox = excluded.mailbox, salt = excluded.salt,"
              + " digest = excluded.digest, since = excluded.since",
          password.mailbox().key(),
          password.mailbox().toString(),
          password.salt(),
          password.digest(),
          password.since());
      return ledger.append(entry);
    });
  }

  @Override
  public boolean remove(Mailbox mailbox, LogEntry entry) {
    return database.record((session, ledger) -> {
      boolean there =
          session.update("DELETE FROM submission_password WHERE mailbox_key = ?", mailbox.key())
              == 1;
      if (there) {
        ledger.append(entry);
      }
      return there;
    });
  }

  @Override
  public Optional<SubmissionPassword> find(Mailbox mailbox) {
    return database.read(session ->
        session.first(SELECT + " WHERE mailbox_key = ?", PasswordTable::password, mailbox.key()));
  }

  static SubmissionPassword password(Row row) throws SQLException {
    return new SubmissionPassword(
        row.mailbox("mailbox"), row.octets("salt"), row.octets("digest"), row.time("since"));
  }
}
