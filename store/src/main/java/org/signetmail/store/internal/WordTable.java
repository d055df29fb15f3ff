package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.ListedWords;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * The words by which people are found, and the people. A word stays when its certificate ends: the
 * answer looks at certificates again. Safe for many threads and nodes.
 */
public final class WordTable implements ListedPeople {
  private static final String INSERT =
      "INSERT INTO directory_word (word, mailbox_key) VALUES (?, ?) ON CONFLICT DO NOTHING";

  /** After every text that begins with another: no letter is beyond. */
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private static final int AT_ONCE = 200;

  /** Certificates that may have ended before those that count are found. */
  private static final int LOOKED_AT = 16;

  private final Database database;

  public WordTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<ListedPerson> of(Mailbox mailbox, Instant at) {
    List<Certificate> certificates =
        database
            .read(session ->
                session.query(
                    "SELECT c.der FROM certificate_mailbox m"
                        + " JOIN certificate c ON c.log_index = m.certificate"
                        + " LEFT JOIN revocation r ON r.issuer = c.issuer AND r.serial = c.serial"
                        + " WHERE m.mailbox_key = ? AND c.kind = 'PERSON_ENCRYPTION'"
                        + " AND r.reason IS NULL ORDER BY m.certificate DESC LIMIT ?",
                    row -> row.certificate("der"),
                    mailbox.key(),
                    LOOKED_AT))
            .stream()
            .filter(one -> !at.isBefore(one.notBefore()) && !at.isAfter(one.notAfter()))
            .limit(MOST_CERTIFICATES)
            .toList();
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    Certificate newest = certificates.getFirst();
    Mailbox asWritten =
        newest.mailboxes().stream().filter(mailbox::equals).findFirst().orElse(mailbox);
    return Optional.of(new ListedPerson(asWritten, newest.displayName(), certificates));
  }

  @Override
  public List<Mailbox> beginning(String beginning, int most) {
    return database.read(session ->
        session.query(
            "SELECT DISTINCT mailbox_key FROM (SELECT word, mailbox_key FROM directory_word"
                + " WHERE word >= ? AND word < ? ORDER BY word, mailbox_key LIMIT ?) found",
            row -> row.mailbox("mailbox_key"),
            beginning,
            beginning + LAST,
            most));
  }

  @Override
  public List<Mailbox> page(String after, int most) {
    return database.read(session ->
        session.query(
            "SELECT DISTINCT m.mailbox_key FROM certificate_mailbox m"
                + " JOIN certificate c ON c.log_index = m.certificate"
                + " WHERE m.mailbox_key > ? AND c.kind = 'PERSON_ENCRYPTION'"
                + " ORDER BY m.mailbox_key LIMIT ?",
            row -> row.mailbox("mailbox_key"),
            after,
            most));
  }

  /** Adds what a certificate is found by, in the transaction that keeps it. */
  static void add(Session session, Certificate certificate) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    addTo(rows, certificate);
    session.batch(INSERT, rows);
  }

  /** For certificates of a time before there were words. */
  static void fillIn(Session session) throws SQLException {
    long last = -1;
    while (true) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      List<Long> seen =
          session.query(
              "SELECT log_index, der FROM certificate WHERE log_index > ?"
                  + " AND kind = 'PERSON_ENCRYPTION' ORDER BY log_index LIMIT "
                  + AT_ONCE,
              row -> {
                addTo(rows, row.certificate("der"));
                return row.number("log_index");
              },
              last);
      if (seen.isEmpty()) {
        return;
      }
      session.batch(INSERT, rows);
      last = seen.getLast();
    }
  }

  private static void addTo(List<@Nullable Object[]> rows, Certificate certificate) {
    for (Mailbox mailbox : certificate.mailboxes().stream().distinct().toList()) {
      for (String word : ListedWords.of(certificate.displayName(), mailbox)) {
        rows.add(new Object[] {word, mailbox.key()});
      }
    }
  }
}
