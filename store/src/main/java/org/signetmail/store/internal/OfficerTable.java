package org.signetmail.store.internal;

import java.util.List;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerStore;
import org.signetmail.tlog.LogEntry;

/** The recovery officers, in order of enrolment. Safe for many threads and nodes. */
public final class OfficerTable implements OfficerStore {
  private final Database database;

  public OfficerTable(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when this mailbox, or one of the keys, is an officer's already
   */
  @Override
  public long enrol(Officer officer, LogEntry entry) {
    return database.record((session, ledger) -> {
      boolean known =
          session
              .first(
                  "SELECT 1 FROM officer"
                      + " WHERE mailbox_key = ? OR encryption_key = ? OR signing_key = ?",
                  row -> true,
                  officer.mailbox().key(),
                  officer.encryption().keyId(),
                  officer.signing().keyId())
              .isPresent();
      if (known) {
        throw new IllegalArgumentException(
            "officer "
                + officer.mailbox()
                + ": this mailbox or key is an officer's already;"
                + " enrol another person, with new keys");
      }
      long index = ledger.append(entry);
      session.update(
          "INSERT INTO officer (position, log_index, mailbox_key, mailbox, name,"
              + " encryption_key, encryption, signing_key, signing)"
              + " SELECT coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM officer",
          index,
          officer.mailbox().key(),
          officer.mailbox().toString(),
          officer.name(),
          officer.encryption().keyId(),
          officer.encryption().encoded(),
          officer.signing().keyId(),
          officer.signing().encoded());
      return index;
    });
  }

  @Override
  public List<Officer> officers() {
    return database.read(session ->
        session.query(
            "SELECT mailbox, name, encryption, signing FROM officer ORDER BY position",
            row ->
                new Officer(
                    row.mailbox("mailbox"),
                    row.text("name"),
                    row.certificate("encryption"),
                    row.certificate("signing"))));
  }
}
