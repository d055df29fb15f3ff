package org.signetmail.store.internal;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.ListedWords;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** The people, by {@link Mailbox#key}. Safe for many threads and nodes. */
public final class PersonTable implements PersonStore {
  private static final String SELECT =
      "SELECT mailbox_key, mailbox, name, state, since FROM person";

  private static final int PAGE = 1000;

  private final Database database;

  public PersonTable(Database database) {
    this.database = database;
  }

  @Override
  public void put(Person person, LogEntry entry) {
    String key = person.mailbox().key();
    List<@Nullable Object[]> groups = new ArrayList<>();
    person.groups().stream().sorted().forEach(group -> groups.add(new Object[] {key, group}));
    database.record((session, ledger) -> {
      session.update(
          "INSERT INTO person (mailbox_key, mailbox, name, state, since)"
              + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (mailbox_key) DO UPDATE SET"
              + " mailbox = excluded.mailbox, name = excluded.name, redeemer ="
              + " CASE WHEN person.since = excluded.since THEN person.redeemer END,"
              + " state = excluded.state, since = excluded.since",
          key,
          person.mailbox().toString(),
          person.name(),
          person.state().name(),
          person.since());
      session.update("DELETE FROM person_group WHERE person = ?", key);
      session.batch("INSERT INTO person_group (person, name) VALUES (?, ?)", groups);
      index(session, person);
      return ledger.append(entry);
    });
  }

  @Override
  public boolean redeem(Person person, KeyId signing) {
    return database.write(session ->
        session.update(
            "UPDATE person SET redeemer = ? WHERE mailbox_key = ? AND since = ?"
                + " AND (redeemer IS NULL OR redeemer = ?)",
            signing,
            person.mailbox().key(),
            person.since(),
            signing))
        == 1;
  }

  @Override
  public void giveBack(Person person, KeyId signing) {
    database.write(session ->
        session.update(
            "UPDATE person SET redeemer = NULL WHERE mailbox_key = ? AND since = ?"
                + " AND redeemer = ?",
            person.mailbox().key(),
            person.since(),
            signing));
  }

  @Override
  public Optional<Person> find(Mailbox mailbox) {
    return database.read(session -> one(session, mailbox.key()));
  }

  static Optional<Person> one(Session session, String key) throws SQLException {
    Set<String> groups =
        Set.copyOf(
            session.query(
                "SELECT name FROM person_group WHERE person = ?", row -> row.text("name"), key));
    return session.first(SELECT + " WHERE mailbox_key = ?", row -> read(row, groups), key);
  }

  @Override
  public List<Person> page(String after, int limit) {
    return database.read(session -> page(session, after, limit));
  }

  static List<Person> page(Session session, String after, int limit) throws SQLException {
    Map<String, Set<String>> groups = groups(session, after, limit);
    return session.query(
        SELECT + " WHERE mailbox_key > ? ORDER BY mailbox_key LIMIT ?",
        row -> read(row, groups.getOrDefault(row.text("mailbox_key"), Set.of())),
        after,
        limit);
  }

  /** Visits all, in order of address, with some in memory. */
  static void each(Session session, Visitor visitor) throws SQLException {
    String after = "";
    while (true) {
      List<Person> page = page(session, after, PAGE);
      for (Person person : page) {
        visitor.visit(person);
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast().mailbox().key();
    }
  }

  /** Looks at a person. */
  @FunctionalInterface
  interface Visitor {
    void visit(Person person) throws SQLException;
  }

  /** The log says of people of before it did what they are now. */
  static void fillIn(Session session, Dialect dialect) throws SQLException {
    Ledger ledger = Ledger.lock(session, dialect);
    SecureRandom random = new SecureRandom();
    Instant now = Instant.now();
    each(session, person -> ledger.append(PersonLeaf.of(person, now, random)));
    ledger.flush();
  }

  private static Map<String, Set<String>> groups(Session session, String after, int limit)
      throws SQLException {
    Map<String, Set<String>> groups = new HashMap<>();
    session.query(
        "SELECT person, name FROM person_group WHERE person IN (SELECT mailbox_key FROM person"
            + " WHERE mailbox_key > ? ORDER BY mailbox_key LIMIT ?)",
        row ->
            groups
                .computeIfAbsent(row.text("person"), key -> new HashSet<>())
                .add(row.text("name")),
        after,
        limit);
    return groups;
  }

  @Override
  public long count() {
    return database.read(session -> session.number("SELECT count(*) FROM person"));
  }

  static Person read(Row row, Set<String> groups) throws SQLException {
    return new Person(
        row.mailbox("mailbox"),
        row.text("name"),
        Set.copyOf(groups),
        Person.State.valueOf(row.text("state")),
        row.time("since"));
  }

  /**
   * Keeps the words by which somebody is found, in the transaction that keeps the person.
   *
   * @return how many there are: none of a person without a letter or digit in name and mailbox
   */
  static int index(Session session, Person person) throws SQLException {
    session.update("DELETE FROM person_word WHERE mailbox_key = ?", person.mailbox().key());
    List<@Nullable Object[]> words = new ArrayList<>();
    for (String word : ListedWords.of(person.name(), person.mailbox())) {
      words.add(new Object[] {word, person.mailbox().key()});
    }
    session.batch("INSERT INTO person_word (word, mailbox_key) VALUES (?, ?)", words);
    return words.size();
  }
}
