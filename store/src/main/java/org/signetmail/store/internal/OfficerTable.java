package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.Quorum;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.LogEntry;

/** The recovery officers and their sets. Safe for many threads and nodes. */
public final class OfficerTable implements OfficerStore {
  private static final String COLUMNS = "o.mailbox, o.name, o.encryption, o.kem, o.signing";

  private final Database database;

  public OfficerTable(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when one of the keys is an officer's already, or this mailbox
   *     has a seat that it could not be replaced in, or waits for one
   */
  @Override
  public long enrol(Officer officer, Quorum founding, LogEntry entry) {
    return database.record((session, ledger) -> {
      long index = ledger.append(entry);
      Optional<Long> seat = freeSeat(session, founding);
      requireNew(session, officer, seat.isPresent());
      session.update(
          "INSERT INTO recovery_officer (officer, log_index, mailbox_key, mailbox, name,"
              + " encryption, kem_key, kem, signing_key, signing)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          officer.id(),
          index,
          officer.mailbox().key(),
          officer.mailbox().toString(),
          officer.name(),
          officer.encryption().encoded(),
          officer.kem().map(Certificate::keyId).orElse(null),
          officer.kem().map(Certificate::encoded).orElse(null),
          officer.signing().keyId(),
          officer.signing().encoded());
      if (seat.isPresent()) {
        seat(session, OfficerSet.FIRST, seat.get(), officer);
      }
      return index;
    });
  }

  /** The next seat of the first set, which is there from the first officer on. */
  private static Optional<Long> freeSeat(Session session, Quorum founding) throws SQLException {
    session.update(
        "INSERT INTO officer_set (generation, quorum, seats) VALUES (?, ?, ?)"
            + " ON CONFLICT (generation) DO UPDATE SET quorum = EXCLUDED.quorum,"
            + " seats = EXCLUDED.seats WHERE officer_set.quorum IS NULL",
        OfficerSet.FIRST,
        founding.required(),
        founding.officers());
    return session.first(
        "SELECT 1 + (SELECT count(*) FROM officer_seat s WHERE s.generation = g.generation)"
            + " FROM officer_set g WHERE generation = ?"
            + " AND NOT EXISTS (SELECT 1 FROM officer_set n WHERE n.generation > g.generation)"
            + " AND g.seats >"
            + " (SELECT count(*) FROM officer_seat s WHERE s.generation = g.generation)",
        row -> row.number(1),
        OfficerSet.FIRST);
  }

  private static void requireNew(Session session, Officer officer, boolean growing)
      throws SQLException {
    Object kem = officer.kem().map(Certificate::keyId).orElse(officer.id());
    boolean keyKnown =
        session
            .first(
                "SELECT 1 FROM recovery_officer WHERE officer IN (?, ?, ?)"
                    + " OR kem_key IN (?, ?, ?) OR signing_key IN (?, ?, ?)",
                row -> true,
                officer.id(),
                kem,
                officer.signing().keyId(),
                officer.id(),
                kem,
                officer.signing().keyId(),
                officer.id(),
                kem,
                officer.signing().keyId())
            .isPresent();
    String once =
        growing
            ? "SELECT 1 FROM recovery_officer WHERE mailbox_key = ?"
            : "SELECT 1 FROM recovery_officer o WHERE mailbox_key = ?"
                + " AND NOT EXISTS (SELECT 1 FROM officer_seat s WHERE s.officer = o.officer)";
    if (keyKnown || session.first(once, row -> true, officer.mailbox().key()).isPresent()) {
      throw new IllegalArgumentException(
          "officer "
              + officer.mailbox()
              + ": this mailbox or key is an officer's already;"
              + " enrol another person, with new keys");
    }
  }

  private static void seat(Session session, int generation, long position, Officer officer)
      throws SQLException {
    session.update(
        "INSERT INTO officer_seat (generation, position, officer) VALUES (?, ?, ?)",
        generation,
        position,
        officer.id());
  }

  @Override
  public List<OfficerSet> sets(Quorum founding) {
    return database.read(session ->
        session.query(
            "SELECT generation, quorum, seats FROM officer_set WHERE retired IS NULL"
                + " ORDER BY generation",
            row -> {
              int generation = (int) row.number("generation");
              Quorum quorum =
                  row.isNull("quorum")
                      ? founding
                      : new Quorum((int) row.number("quorum"), (int) row.number("seats"));
              return new OfficerSet(generation, quorum, seated(session, generation));
            }));
  }

  private static List<Officer> seated(Session session, int generation) throws SQLException {
    return session.query(
        "SELECT "
            + COLUMNS
            + " FROM officer_seat s JOIN recovery_officer o ON o.officer = s.officer"
            + " WHERE s.generation = ? ORDER BY s.position",
        OfficerTable::officer,
        generation);
  }

  @Override
  public List<Officer> officers() {
    List<Officer> seated =
        database.read(session ->
            session.query(
                "SELECT "
                    + COLUMNS
                    + " FROM officer_set g JOIN officer_seat s ON s.generation = g.generation"
                    + " JOIN recovery_officer o ON o.officer = s.officer"
                    + " WHERE g.retired IS NULL ORDER BY g.generation, s.position",
                OfficerTable::officer));
    return seated.stream().distinct().toList();
  }

  @Override
  public List<Officer> waiting() {
    return database.read(session ->
        session.query(
            "SELECT "
                + COLUMNS
                + " FROM recovery_officer o"
                + " WHERE NOT EXISTS (SELECT 1 FROM officer_seat s WHERE s.officer = o.officer)"
                + " ORDER BY o.log_index",
            OfficerTable::officer));
  }

  @Override
  public long open(OfficerSet next, LogEntry entry) {
    return database.record((session, ledger) -> {
      long last = session.number("SELECT coalesce(max(generation), 0) FROM officer_set");
      if (next.generation() != last + 1) {
        throw new IllegalArgumentException(
            "officer set "
                + next.generation()
                + ": another set came first; look at 'signet officer list' and begin again");
      }
      long index = ledger.append(entry);
      session.update(
          "INSERT INTO officer_set (generation, opened, quorum, seats) VALUES (?, ?, ?, ?)",
          next.generation(),
          index,
          next.quorum().required(),
          next.quorum().officers());
      List<Officer> officers = new ArrayList<>(next.officers());
      for (int i = 0; i < officers.size(); i++) {
        seat(session, next.generation(), i + 1L, officers.get(i));
      }
      return index;
    });
  }

  @Override
  public Optional<Long> retire(int generation, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (session.number("SELECT max(generation) FROM officer_set") == generation) {
        throw new IllegalArgumentException(
            "officer set " + generation + ": is the present one, new records are sealed to it");
      }
      boolean used =
          session
              .first("SELECT 1 FROM archived_key WHERE generation = ?", row -> true, generation)
              .isPresent();
      if (used) {
        return Optional.empty();
      }
      long index = ledger.append(entry);
      session.update(
          "UPDATE officer_set SET retired = ? WHERE generation = ? AND retired IS NULL",
          index,
          generation);
      return Optional.of(index);
    });
  }

  private static Officer officer(Row row) throws SQLException {
    Optional<Certificate> kem =
        row.isNull("kem") ? Optional.empty() : Optional.of(row.certificate("kem"));
    return new Officer(
        row.mailbox("mailbox"),
        row.text("name"),
        row.certificate("encryption"),
        kem,
        row.certificate("signing"));
  }
}
