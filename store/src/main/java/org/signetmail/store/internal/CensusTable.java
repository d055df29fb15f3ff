package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateStore;
import org.signetmail.directory.ListedWords;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Census;
import org.signetmail.enrolment.staff.CensusStore;

/** Counts and finds people and certificates. Safe for many threads and nodes. */
public final class CensusTable implements CensusStore {
  /** After every text that begins with another: no letter is beyond. */
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private static final String PEOPLES = " c.kind IN ('PERSON_SIGNING', 'PERSON_ENCRYPTION')";
  private static final String NOT_REVOKED =
      " AND NOT EXISTS (SELECT 1 FROM revocation r"
          + " WHERE r.issuer = c.issuer AND r.serial = c.serial)";
  private static final int YEAR_AND_MONTH = 7; // of 2026-11-30T…

  private final Database database;

  public CensusTable(Database database) {
    this.database = database;
  }

  @Override
  public Census take(Instant now) {
    // Alone: with millions of people it takes longer than an answer may.
    return database.alone(
        Database.Access.READ,
        session ->
            new Census(
                now,
                people(session),
                holders(session, "PERSON_SIGNING", now),
                holders(session, "PERSON_ENCRYPTION", now),
                ending(session, now),
                session.number(
                    "SELECT count(DISTINCT key_id) FROM certificate WHERE kind ="
                        + " 'PERSON_ENCRYPTION'"),
                session.number("SELECT count(*) FROM archived_key"),
                session.number(
                    "SELECT count(*) FROM certificate c WHERE c.kind = 'PERSON_ENCRYPTION' AND NOT"
                        + " EXISTS (SELECT 1 FROM archived_key a WHERE a.key_id = c.key_id) AND NOT"
                        + " EXISTS (SELECT 1 FROM destroyed_key d WHERE d.key_id = c.key_id)")));
  }

  private static Map<Person.State, Long> people(Session session) throws SQLException {
    Map<Person.State, Long> people = new EnumMap<>(Person.State.class);
    session.query(
        "SELECT state, count(*) AS people FROM person GROUP BY state",
        row -> {
          people.put(Person.State.valueOf(row.text("state")), row.number("people"));
          return people;
        });
    return people;
  }

  private static long holders(Session session, String kind, Instant now) throws SQLException {
    return session.number(
        "SELECT count(DISTINCT c.owner_key) FROM certificate c"
            + " JOIN person p ON p.mailbox_key = c.owner_key AND p.state <> 'LEFT'"
            + " WHERE c.kind = ? AND c.not_after > ?"
            + NOT_REVOKED,
        kind,
        now);
  }

  private static SortedMap<YearMonth, Long> ending(Session session, Instant now)
      throws SQLException {
    SortedMap<YearMonth, Long> ending = new TreeMap<>();
    session.query(
        "SELECT substr(c.not_after, 1, "
            + YEAR_AND_MONTH
            + ") AS month_of_end, count(*) AS certificates FROM certificate c WHERE"
            + PEOPLES
            + " AND c.not_after > ?"
            + NOT_REVOKED
            + " GROUP BY substr(c.not_after, 1, "
            + YEAR_AND_MONTH
            + ")",
        row -> {
          ending.put(YearMonth.parse(row.text("month_of_end")), row.number("certificates"));
          return ending;
        },
        now);
    return ending;
  }

  @Override
  public void keep(Census census) {
    database.write(session ->
        session.update(
            "INSERT INTO census (id, at, people, signing, reading, ending, encryption_keys,"
                + " archived_keys, unarchived) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET at = excluded.at, people = excluded.people,"
                + " signing = excluded.signing, reading = excluded.reading,"
                + " ending = excluded.ending, encryption_keys = excluded.encryption_keys,"
                + " archived_keys = excluded.archived_keys, unarchived = excluded.unarchived",
            census.at(),
            lines(census.people()),
            census.signing(),
            census.reading(),
            lines(census.ending()),
            census.encryptionKeys(),
            census.archivedKeys(),
            census.unarchived()));
  }

  @Override
  public Optional<Census> last() {
    return database.read(
        session -> session.first("SELECT * FROM census WHERE id = 1", CensusTable::kept));
  }

  private static Census kept(Row row) throws SQLException {
    Map<Person.State, Long> people = new EnumMap<>(Person.State.class);
    each(row.text("people"), (name, count) -> people.put(Person.State.valueOf(name), count));
    SortedMap<YearMonth, Long> ending = new TreeMap<>();
    each(row.text("ending"), (name, count) -> ending.put(YearMonth.parse(name), count));
    return new Census(
        row.time("at"),
        people,
        row.number("signing"),
        row.number("reading"),
        ending,
        row.number("encryption_keys"),
        row.number("archived_keys"),
        row.number("unarchived"));
  }

  /** A name and its count, one a line. */
  private static String lines(Map<?, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static void each(String lines, ObjLongConsumer<String> reader) {
    lines
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(parts -> reader.accept(parts[0], Long.parseLong(parts[1])));
  }

  @Override
  public List<Person> people(Order order, Direction direction, String after, int most) {
    return database.read(session -> OrderedRows.people(session, order, direction, after, most));
  }

  @Override
  public List<CertificateStore.Listed> certificates(
      CertificateOrder order, Direction direction, OptionalLong after, int most) {
    return database.read(
        session -> OrderedCertificates.page(session, order, direction, after, most));
  }

  @Override
  public List<Person> matching(String text, int most) {
    List<String> words = new ArrayList<>(ListedWords.of(text));
    if (words.isEmpty()) {
      return List.of();
    }
    words.sort(Comparator.comparingInt(String::length).reversed());
    StringBuilder sql =
        new StringBuilder(
            "SELECT DISTINCT f.mailbox_key, p.mailbox, p.name, p.state, p.since FROM"
                + " person_word f JOIN person p ON p.mailbox_key = f.mailbox_key"
                + " WHERE f.word >= ? AND f.word < ?");
    List<@Nullable Object> arguments = new ArrayList<>();
    for (String word : words) {
      if (!arguments.isEmpty()) {
        sql.append(
            " AND EXISTS (SELECT 1 FROM person_word o WHERE o.mailbox_key = f.mailbox_key"
                + " AND o.word >= ? AND o.word < ?)");
      }
      arguments.add(word);
      arguments.add(word + LAST);
    }
    arguments.add(most);
    return database.read(session -> {
      List<Person> found =
          session.query(
              sql + " LIMIT ?",
              row -> PersonTable.read(row, groups(session, row.text("mailbox_key"))),
              arguments.toArray());
      found.sort(Comparator.comparing(person -> person.mailbox().key()));
      return found;
    });
  }

  static Set<String> groups(Session session, String person) throws SQLException {
    return Set.copyOf(
        session.query(
            "SELECT name FROM person_group WHERE person = ?", row -> row.text("name"), person));
  }

  @Override
  public List<CertificateStore.Listed> ending(Instant from, Instant until, int most) {
    return database.read(session ->
        session.query(
            CertificateTable.SELECT
                + " WHERE"
                + PEOPLES
                + " AND c.not_after > ? AND c.not_after <= ? AND r.reason IS NULL"
                + " ORDER BY c.not_after, c.log_index LIMIT ?",
            CertificateTable::listed,
            from,
            until,
            most));
  }
}
