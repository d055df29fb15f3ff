package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.signetmail.gateway.FormPassword;
import org.signetmail.gateway.FormPasswordStore;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Sealed passwords of recipients without a certificate, by {@link Mailbox#key}. Safe for many
 * threads and nodes.
 */
public final class FormPasswordTable implements FormPasswordStore {
  private static final String SELECT =
      "SELECT mailbox, origin, sealed, since, told FROM form_password";

  private final Database database;

  public FormPasswordTable(Database database) {
    this.database = database;
  }

  @Override
  public FormPassword keepFirst(FormPassword password, LogEntry entry) {
    return database.record((session, ledger) -> {
      Optional<FormPassword> there = find(session, password.recipient());
      if (there.isEmpty()) {
        insert(session, password);
        ledger.append(entry);
      }
      return there.orElse(password);
    });
  }

  @Override
  public void replace(FormPassword password, LogEntry entry) {
    database.record((session, ledger) -> {
      session.update("DELETE FROM form_password WHERE mailbox_key = ?", password.recipient().key());
      insert(session, password);
      return ledger.append(entry);
    });
  }

  @Override
  public boolean remove(FormPassword password, LogEntry entry) {
    return database.record((session, ledger) -> {
      boolean there =
          session.update(
                  "DELETE FROM form_password WHERE mailbox_key = ? AND since = ?",
                  password.recipient().key(),
                  password.since())
              == 1;
      if (there) {
        ledger.append(entry);
      }
      return there;
    });
  }

  @Override
  public void told(FormPassword password, Mailbox person) {
    database.write(session ->
        session.update(
            "UPDATE form_password SET told = ? WHERE mailbox_key = ? AND since = ?",
            person.toString(),
            password.recipient().key(),
            password.since()));
  }

  @Override
  public Optional<FormPassword> find(Mailbox recipient) {
    return database.read(session -> find(session, recipient));
  }

  @Override
  public List<FormPassword> all() {
    return database.read(
        session -> session.query(SELECT + " ORDER BY mailbox_key", FormPasswordTable::password));
  }

  private static Optional<FormPassword> find(Session session, Mailbox recipient)
      throws SQLException {
    return session.first(
        SELECT + " WHERE mailbox_key = ?", FormPasswordTable::password, recipient.key());
  }

  private static void insert(Session session, FormPassword password) throws SQLException {
    session.update(
        "INSERT INTO form_password (mailbox_key, mailbox, origin, sealed, since, told)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        password.recipient().key(),
        password.recipient().toString(),
        password.origin().name(),
        password.sealed(),
        password.since(),
        password.told().map(Mailbox::toString).orElse(null));
  }

  private static FormPassword password(Row row) throws SQLException {
    return new FormPassword(
        row.mailbox("mailbox"),
        FormPassword.Origin.valueOf(row.text("origin")),
        row.octets("sealed"),
        row.time("since"),
        row.textIfAny("told").map(Mailbox::of));
  }
}
