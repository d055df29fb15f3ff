package org.signetmail.web.console;

import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The order of a table: the address says {@code sort=TABLE.COLUMN} or {@code
 * sort=TABLE.COLUMN.down}, and each heading that sorts is a link to it. Nothing of it needs a
 * script.
 *
 * @param table its name in addresses
 * @param base the address of the page without order and place; ends where a parameter may follow
 * @param columns that sort
 * @param column the one that it is in the order of; -1 for the order that the table has by itself
 */
public record Sorting(
    String table, String base, Set<Integer> columns, int column, boolean isDescending) {
  /** For a table that stays as it is. */
  public static final Sorting NONE = new Sorting("", "", Set.of(), -1, false);

  private static final Set<String> OF_ONE_PAGE =
      Set.of("sort", "from", "after", "before", "done", "format");
  private static final Pattern PLACE = Pattern.compile("([a-z]+)\\.(\\d{1,9})");
  private static final Pattern ORDER = Pattern.compile("([a-z]+)\\.(\\d)(\\.down)?");

  public Sorting {
    columns = Set.copyOf(columns);
  }

  /** A table of which every column sorts. */
  static Sorting of(ServerRequest request, String table, int columns) {
    return of(request, table, IntStream.range(0, columns).boxed().collect(Collectors.toSet()));
  }

  /** A table of which some columns sort. */
  static Sorting of(ServerRequest request, String table, Set<Integer> columns) {
    String base = base(request.path().path(), request.query().rawValue());
    Matcher order = ORDER.matcher(request.query().first("sort").orElse(""));
    boolean isChosen =
        order.matches()
            && order.group(1).equals(table)
            && columns.contains(Integer.valueOf(order.group(2)));
    return isChosen
        ? new Sorting(
            table, base, columns, Integer.parseInt(order.group(2)), order.group(3) != null)
        : new Sorting(table, base, columns, -1, false);
  }

  boolean isChosen() {
    return column >= 0;
  }

  public boolean sorts(int head) {
    return columns.contains(head);
  }

  public boolean isAny() {
    return !columns.isEmpty();
  }

  /** For {@code aria-sort} (WAI-ARIA 1.2 §6.6). */
  public String aria(int head) {
    return head != column ? "none" : isDescending ? "descending" : "ascending";
  }

  /** Where a heading leads: upwards first, downwards when it is so already. */
  public String href(int head) {
    return base + "sort=" + table + "." + head + (head == column && !isDescending ? ".down" : "");
  }

  /** The same order at another place. */
  String at(String parameter, String value) {
    String order =
        isChosen() ? "sort=" + table + "." + column + (isDescending ? ".down" : "") + "&" : "";
    return base + order + parameter + "=" + value;
  }

  /** The rows from this one on. */
  String next(int row) {
    return at("from", table + "." + row);
  }

  /** The first row that the address asks for. */
  int from(ServerRequest request) {
    Matcher place = PLACE.matcher(request.query().first("from").orElse(""));
    return place.matches() && place.group(1).equals(table) ? Integer.parseInt(place.group(2)) : 0;
  }

  private static String base(String path, String query) {
    List<String> kept =
        Arrays.stream(query.split("&", -1))
            .filter(pair -> !pair.isEmpty() && !OF_ONE_PAGE.contains(pair.split("=", 2)[0]))
            .toList();
    return path + "?" + String.join("&", kept) + (kept.isEmpty() ? "" : "&");
  }
}
