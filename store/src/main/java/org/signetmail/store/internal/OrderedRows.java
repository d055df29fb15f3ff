package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.CensusStore.Direction;
import org.signetmail.enrolment.staff.CensusStore.Order;

/** People in an order, page by page: each page begins behind a row, by an index. */
final class OrderedRows {
  private static final String PERSON = "SELECT p.mailbox_key, p.mailbox, p.name, p.state, p.since";

  private OrderedRows() {}

  static List<Person> people(
      Session session, Order order, Direction direction, String after, int most)
      throws SQLException {
    return switch (order) {
      case ADDRESS -> by("mailbox_key", session, direction, after, most);
      case NAME -> by("name", session, direction, after, most);
      case STATE -> by("state", session, direction, after, most);
      case SINCE -> by("since", session, direction, after, most);
      case GROUP -> byGroup(session, direction, after, most);
    };
  }

  private static List<Person> by(
      String column, Session session, Direction direction, String after, int most)
      throws SQLException {
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
    return people(session, sql, arguments);
  }

  /** First those who are in groups, along the index over these; then those who are in none. */
  private static List<Person> byGroup(Session session, Direction direction, String after, int most)
      throws SQLException {
    Optional<String> group =
        session
            .query(
                "SELECT name FROM person_group WHERE person = ? ORDER BY name LIMIT 1",
                row -> row.text("name"),
                after)
            .stream()
            .findFirst();
    List<Person> found = new ArrayList<>();
    if (after.isEmpty() || group.isPresent()) {
      List<@Nullable Object> arguments = new ArrayList<>();
      group.ifPresent(name -> arguments.addAll(List.of(name, after)));
      arguments.add(most);
      found.addAll(
          people(
              session,
              PERSON
                  + " FROM person_group g CROSS JOIN person p WHERE p.mailbox_key = g.person"
                  + " AND NOT EXISTS (SELECT 1 FROM person_group o"
                  + " WHERE o.person = g.person AND o.name < g.name)"
                  + (group.isEmpty()
                      ? ""
                      : " AND (g.name, g.person)" + beyond(direction) + "(?, ?)")
                  + " ORDER BY g.name"
                  + way(direction)
                  + ", g.person"
                  + way(direction)
                  + " LIMIT ?",
              arguments));
    }
    if (found.size() < most) {
      List<@Nullable Object> arguments = new ArrayList<>();
      boolean isBehind = !after.isEmpty() && group.isEmpty();
      if (isBehind) {
        arguments.add(after);
      }
      arguments.add(most - found.size());
      found.addAll(
          people(
              session,
              PERSON
                  + " FROM person p WHERE NOT EXISTS"
                  + " (SELECT 1 FROM person_group g WHERE g.person = p.mailbox_key)"
                  + (isBehind ? " AND p.mailbox_key" + beyond(direction) + "?" : "")
                  + " ORDER BY p.mailbox_key"
                  + way(direction)
                  + " LIMIT ?",
              arguments));
    }
    return found;
  }

  private static List<Person> people(Session session, String sql, List<@Nullable Object> arguments)
      throws SQLException {
    return session.query(
        sql,
        row -> PersonTable.read(row, CensusTable.groups(session, row.text("mailbox_key"))),
        arguments.toArray());
  }

  /** How a row that comes after another compares with it. */
  static String beyond(Direction direction) {
    return direction == Direction.UP ? " > " : " < ";
  }

  static String way(Direction direction) {
    return direction == Direction.UP ? "" : " DESC";
  }
}
