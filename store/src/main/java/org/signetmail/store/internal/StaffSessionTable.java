package org.signetmail.store.internal;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.enrolment.staff.Credential;
import org.signetmail.enrolment.staff.StaffSession;
import org.signetmail.enrolment.staff.StaffSessionStore;

/** Who is signed in to the console. Safe for many threads and nodes. */
public final class StaffSessionTable implements StaffSessionStore {
  private final Database database;

  public StaffSessionTable(Database database) {
    this.database = database;
  }

  @Override
  public void open(StaffSession session, Instant unused) {
    database.write(transaction -> {
      transaction.update("DELETE FROM staff_session WHERE opened < ?", unused);
      return transaction.update(
          "INSERT INTO staff_session (digest, mailbox, credential, opened, seen)"
              + " VALUES (?, ?, ?, ?, ?)",
          session.digest(),
          session.mailbox().toString(),
          session.credential().text(),
          session.opened(),
          session.seen());
    });
  }

  @Override
  public Optional<StaffSession> find(byte[] digest) {
    return database.read(transaction ->
        transaction.first(
            "SELECT digest, mailbox, credential, opened, seen FROM staff_session WHERE digest = ?",
            row ->
                new StaffSession(
                    row.octets("digest"),
                    row.mailbox("mailbox"),
                    Credential.parse(row.text("credential")),
                    row.time("opened"),
                    row.time("seen")),
            (Object) digest));
  }

  @Override
  public void seen(byte[] digest, Instant at) {
    database.write(transaction ->
        transaction.update("UPDATE staff_session SET seen = ? WHERE digest = ?", at, digest));
  }

  @Override
  public void close(byte[] digest) {
    database.write(transaction ->
        transaction.update("DELETE FROM staff_session WHERE digest = ?", (Object) digest));
  }
}
