package org.signetmail.store.internal;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.enrolment.BrowserSession;
import org.signetmail.enrolment.SessionStore;

/** Who is signed in, in the portal or on the console. Safe for many threads and nodes. */
public final class SessionTable implements SessionStore {
  private final Database database;
  private final String table;
  private final String basis;

  private SessionTable(Database database, String table, String basis) {
    this.database = database;
    this.table = table;
    this.basis = basis;
  }

  /** Of the portal. */
  public static SessionTable ofPeople(Database database) {
    return new SessionTable(database, "web_session", "since");
  }

  /** Of the console. */
  public static SessionTable ofStaff(Database database) {
    return new SessionTable(database, "staff_session", "credential");
  }

  @Override
  public void open(BrowserSession session, Instant unused) {
    database.write(transaction -> {
      transaction.update("DELETE FROM " + table + " WHERE opened < ?", unused);
      return transaction.update(
          "INSERT INTO "
              + table
              + " (digest, mailbox, "
              + basis
              + ", opened, seen) VALUES (?, ?, ?, ?, ?)",
          session.digest(),
          session.mailbox().toString(),
          session.basis(),
          session.opened(),
          session.seen());
    });
  }

  @Override
  public Optional<BrowserSession> find(byte[] digest) {
    return database.read(transaction ->
        transaction.first(
            "SELECT * FROM " + table + " WHERE digest = ?",
            row ->
                new BrowserSession(
                    row.octets("digest"),
                    row.mailbox("mailbox"),
                    row.text(basis),
                    row.time("opened"),
                    row.time("seen")),
            (Object) digest));
  }

  @Override
  public void seen(byte[] digest, Instant at) {
    database.write(transaction ->
        transaction.update("UPDATE " + table + " SET seen = ? WHERE digest = ?", at, digest));
  }

  @Override
  public void close(byte[] digest) {
    database.write(transaction ->
        transaction.update("DELETE FROM " + table + " WHERE digest = ?", (Object) digest));
  }
}
