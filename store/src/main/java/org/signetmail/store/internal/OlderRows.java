package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of an older Signet: what they lack for the census and for finding people is filled in. */
public final class OlderRows {
  private static final int AT_ONCE = 500;

  private final Database database;

  public OlderRows(Database database) {
    this.database = database;
  }

  /** For people and certificates of before. */
  static void fillIn(Session session) throws SQLException {
    PersonTable.each(session, person -> PersonTable.index(session, person));
    while (fillInEnds(session) > 0) {
      // some hundred at a time
    }
  }

  /**
   * Writes what a node of an older Signet leaves out, which still runs while tables are newer. Of
   * the words of people it is those who have none: who was renamed there is found by the new name
   * when a newer node writes to them next.
   *
   * @return how many rows were filled in
   */
  public int catchUp() {
    int filled = 0;
    List<String> unknown = withoutWords("");
    while (!unknown.isEmpty()) {
      filled += fillInWords(unknown);
      unknown = withoutWords(unknown.getLast());
    }
    int ends;
    do {
      ends = database.alone(Database.Access.WRITE, OlderRows::fillInEnds);
      filled += ends;
    } while (ends > 0);
    return filled;
  }

  /** Some of those who come behind a key and are found by nothing. */
  private List<String> withoutWords(String after) {
    return database.alone(
        Database.Access.READ,
        session ->
            session.query(
                "SELECT p.mailbox_key FROM person p WHERE p.mailbox_key > ? AND NOT EXISTS (SELECT"
                    + " 1 FROM person_word w WHERE w.mailbox_key = p.mailbox_key)"
                    + " ORDER BY p.mailbox_key LIMIT "
                    + AT_ONCE,
                row -> row.text("mailbox_key"),
                after));
  }

  private int fillInWords(List<String> keys) {
    return database.write(session -> {
      int filled = 0;
      for (String key : keys) {
        if (PersonTable.index(session, PersonTable.one(session, key).orElseThrow()) > 0) {
          filled++;
        }
      }
      return filled;
    });
  }

  /** Of certificates that do not say when they end. */
  private static int fillInEnds(Session session) throws SQLException {
    List<@Nullable Object[]> rows =
        session.query(
            "SELECT log_index, der FROM certificate WHERE not_after IS NULL LIMIT " + AT_ONCE,
            row -> new Object[] {row.certificate("der").notAfter(), row.number("log_index")});
    session.batch("UPDATE certificate SET not_after = ? WHERE log_index = ?", rows);
    return rows.size();
  }
}
