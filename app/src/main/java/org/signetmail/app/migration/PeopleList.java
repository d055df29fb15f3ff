package org.signetmail.app.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Mailbox;

/**
 * People of another system: a table with a heading line and the columns {@code address}, {@code
 * name} and {@code groups}, in any order, of which the first two must be there. Groups stand in one
 * cell, with semicolons or, where these part the cells, bars between them.
 *
 * @param problems a line for each row that is none
 */
public record PeopleList(List<Row> rows, List<String> problems) {
  private static final int LONGEST_NAME = 64; // RFC 5280, ub-common-name
  private static final Map<String, String> OTHER_HEADINGS =
      Map.of("email", "address", "mail", "address", "displayname", "name", "cn", "name");

  public PeopleList {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /** Somebody. */
  public record Row(Mailbox mailbox, String name, Set<String> groups) {}

  /**
   * @param file what to call the list in an error
   * @param ours reads an address of our own people, or throws in one line
   */
  public static PeopleList of(byte[] csv, String file, Function<String, Mailbox> ours) {
    try {
      HeadedTable table =
          HeadedTable.of(csv, OTHER_HEADINGS).requiring("address").requiring("name");
      List<Row> rows = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      Set<Mailbox> seen = new HashSet<>();
      int number = 1;
      for (List<String> cells : table.rows()) {
        number++;
        try {
          Row row = row(table, cells, ours);
          if (!seen.add(row.mailbox())) {
            throw new IllegalArgumentException(row.mailbox() + ": is there twice; leave one");
          }
          rows.add(row);
        } catch (IllegalArgumentException | Failure e) {
          problems.add(file + ": row " + number + ": " + e.getMessage());
        }
      }
      return new PeopleList(rows, problems);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          file + ": " + e.getMessage() + "; write lines of address,name,groups under this heading",
          e);
    }
  }

  private static Row row(HeadedTable table, List<String> cells, Function<String, Mailbox> ours) {
    Mailbox mailbox = ours.apply(table.cell(cells, "address").orElse(""));
    String name = table.cell(cells, "name").map(String::strip).orElse("");
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          mailbox + ": has no name of at most 64 characters (RFC 5280); certificates want one");
    }
    Set<String> groups = new LinkedHashSet<>();
    table
        .cell(cells, "groups")
        .ifPresent(text ->
            Arrays.stream(text.split("[;|]"))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .forEach(groups::add));
    return new Row(mailbox, name, groups);
  }
}
