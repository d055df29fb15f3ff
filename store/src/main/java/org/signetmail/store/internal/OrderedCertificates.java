package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.enrolment.staff.CensusStore.CertificateOrder;
import org.signetmail.enrolment.staff.CensusStore.Direction;

/** Certificates in an order, page by page: each page begins behind a row, by an index. */
final class OrderedCertificates {
  private OrderedCertificates() {}

  static List<Listed> page(
      Session session, CertificateOrder order, Direction direction, OptionalLong after, int most)
      throws SQLException {
    return switch (order) {
      case END -> byEnd(session, direction, after, most);
      case OWNER -> byOwner(session, direction, after, most);
      case ISSUED -> byPlace(session, "", direction, after, most);
    };
  }

  private static List<Listed> byEnd(
      Session session, Direction direction, OptionalLong after, int most) throws SQLException {
    List<@Nullable Object> arguments = new ArrayList<>();
    after.ifPresent(arguments::add);
    arguments.add(most);
    String sql =
        CertificateTable.SELECT
            + (after.isEmpty()
                ? ""
                : " WHERE (c.not_after, c.log_index)"
                    + OrderedRows.beyond(direction)
                    + "(SELECT not_after, log_index FROM certificate WHERE log_index = ?)")
            + " ORDER BY c.not_after"
            + OrderedRows.way(direction)
            + ", c.log_index"
            + OrderedRows.way(direction)
            + " LIMIT ?";
    return session.query(sql, CertificateTable::listed, arguments.toArray());
  }

  /** First people's, along the index over their owners; then those that are of no person. */
  private static List<Listed> byOwner(
      Session session, Direction direction, OptionalLong after, int most) throws SQLException {
    Optional<String> owner =
        after.isEmpty()
            ? Optional.empty()
            : session.first(
                "SELECT owner_key FROM certificate WHERE log_index = ? AND owner_key IS NOT NULL",
                row -> row.text("owner_key"),
                after.getAsLong());
    List<Listed> found = new ArrayList<>();
    if (after.isEmpty() || owner.isPresent()) {
      List<@Nullable Object> arguments = new ArrayList<>();
      owner.ifPresent(key -> arguments.addAll(List.of(key, after.getAsLong())));
      arguments.add(most);
      found.addAll(
          session.query(
              CertificateTable.SELECT
                  + " WHERE c.owner_key IS NOT NULL"
                  + (owner.isEmpty()
                      ? ""
                      : " AND (c.owner_key, c.log_index)"
                          + OrderedRows.beyond(direction)
                          + "(?, ?)")
                  + " ORDER BY c.owner_key"
                  + OrderedRows.way(direction)
                  + ", c.log_index"
                  + OrderedRows.way(direction)
                  + " LIMIT ?",
              CertificateTable::listed,
              arguments.toArray()));
    }
    if (found.size() < most) {
      OptionalLong place = owner.isPresent() ? OptionalLong.empty() : after;
      found.addAll(byPlace(session, "c.owner_key IS NULL", direction, place, most - found.size()));
    }
    return found;
  }

  private static List<Listed> byPlace(
      Session session, String which, Direction direction, OptionalLong after, int most)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<@Nullable Object> arguments = new ArrayList<>();
    if (!which.isEmpty()) {
      conditions.add(which);
    }
    if (after.isPresent()) {
      conditions.add("c.log_index" + OrderedRows.beyond(direction) + "?");
      arguments.add(after.getAsLong());
    }
    arguments.add(most);
    return session.query(
        CertificateTable.SELECT
            + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
            + " ORDER BY c.log_index"
            + OrderedRows.way(direction)
            + " LIMIT ?",
        CertificateTable::listed,
        arguments.toArray());
  }
}
