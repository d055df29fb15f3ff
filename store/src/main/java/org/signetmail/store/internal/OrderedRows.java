package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.CensusStore.Direction;
import org.signetmail.enrolment.staff.CensusStore.Order;

/**
 * People and certificates in an order, page by page: each page begins behind a row, by an index.
 */
final class OrderedRows {
  private OrderedRows() {}

  static List<Person> people(
      Session session, Order order, Direction direction, String after, int most)
      throws SQLException {
    String column =
        switch (order) {
          case ADDRESS -> "mailbox_key";
          case NAME -> "name";
          case STATE -> "state";
          case SINCE -> "since";
        };
    String place = "(" + column + ", mailbox_key)";
    List<@Nullable Object> arguments = new ArrayList<>();
    if (!after.isEmpty()) {
      arguments.add(after);
    }
    arguments.add(most);
    String sql =
        "SELECT mailbox_key, mailbox, name, state, since FROM person"
            + (after.isEmpty()
                ? ""
                : " WHERE "
                    + place
                    + beyond(direction)
                    + "(SELECT "
                    + column
                    + ", mailbox_key FROM person WHERE mailbox_key = ?)")
            + " ORDER BY "
            + column
            + way(direction)
            + ", mailbox_key"
            + way(direction)
            + " LIMIT ?";
    return session.query(
        sql,
        row -> PersonTable.read(row, CensusTable.groups(session, row.text("mailbox_key"))),
        arguments.toArray());
  }

  static List<CertificateStore.Listed> byEnd(
      Session session, Direction direction, OptionalLong after, int most) throws SQLException {
    List<@Nullable Object> arguments = new ArrayList<>();
    after.ifPresent(arguments::add);
    arguments.add(most);
    String sql =
        CertificateTable.SELECT
            + (after.isEmpty()
                ? ""
                : " WHERE (c.not_after, c.log_index)"
                    + beyond(direction)
                    + "(SELECT not_after, log_index FROM certificate WHERE log_index = ?)")
            + " ORDER BY c.not_after"
            + way(direction)
            + ", c.log_index"
            + way(direction)
            + " LIMIT ?";
    return session.query(sql, CertificateTable::listed, arguments.toArray());
  }

  private static String beyond(Direction direction) {
    return direction == Direction.UP ? " > " : " < ";
  }

  private static String way(Direction direction) {
    return direction == Direction.UP ? "" : " DESC";
  }
}
