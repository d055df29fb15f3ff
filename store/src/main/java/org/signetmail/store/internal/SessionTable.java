package org.signetmail.store.internal;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.enrolment.SessionStore;
import org.signetmail.enrolment.WebSession;

/** Who is signed in. Safe for many threads and nodes. */
public final class SessionTable implements SessionStore {
  private final Database database;

  public SessionTable(Database database) {
    this.database = database;
  }

  @Override
  public void open(WebSession session, Instant unused) {
    database.write(transaction -> {
      transaction.update("DELETE FROM web_session WHERE opened < ?", unused);
      return transaction.update(
          "INSERT INTO web_session (digest, mailbox, since, opened, seen) VALUES (?, ?, ?, ?, ?)",
          session.digest(),
          session.mailbox().toString(),
          session.since(),
          session.opened(),
          session.seen());
    });
  }

  @Override
  public Optional<WebSession> find(byte[] digest) {
    return database.read(transaction ->
        transaction.first(
            "SELECT digest, mailbox, since, opened, seen FROM web_session WHERE digest = ?",
            row ->
                new WebSession(
                    row.octets("digest"),
                    row.mailbox("mailbox"),
                    row.time("since"),
                    row.time("opened"),
                    row.time("seen")),
            (Object) digest));
  }

  @Override
  public void seen(byte[] digest, Instant at) {
    database.write(transaction ->
        transaction.update("UPDATE web_session SET seen = ? WHERE digest = ?", at, digest));
  }

  @Override
  public void close(byte[] digest) {
    database.write(transaction ->
        transaction.update("DELETE FROM web_session WHERE digest = ?", (Object) digest));
  }
}
