package org.signetmail.web.console;

import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that are compared.
 *
 * @param rows those of this page
 * @param empty what is said when there is none: what will be here, and how the first comes
 * @param next the address of the rows that follow; empty for none
 * @param sorting in which order they are
 * @param whole every row of the table, for a file
 */
public record Grid(
    String heading,
    List<String> heads,
    List<List<Cell>> rows,
    String empty,
    String next,
    Sorting sorting,
    Rows whole)
    implements Part {
  private static final int PAGE = 50;

  /** Shows rows one after the other, so that not all of them need be there at once. */
  @FunctionalInterface
  public interface Rows {
    void each(Consumer<List<Cell>> reader);
  }

  public Grid {
    heads = List.copyOf(heads);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** A table that is all here, in the order that it has. */
  public Grid(
      String heading, List<String> heads, List<List<Cell>> rows, String empty, String next) {
    this(heading, heads, rows, empty, next, Sorting.NONE, rows::forEach);
  }

  /**
   * A table of which all rows are at hand: any column sorts it, and it is shown page by page.
   *
   * @param name of the table in addresses
   * @param rows all, in the order that they have when nobody asks for another
   */
  static Grid sorted(
      ServerRequest request,
      String name,
      String heading,
      List<String> heads,
      List<List<Cell>> rows,
      String empty) {
    Sorting sorting = Sorting.of(request, name, heads.size());
    List<List<Cell>> all = new ArrayList<>(rows);
    if (sorting.isChosen()) {
      Comparator<List<Cell>> order = Comparator.comparing(row -> row.get(sorting.column()).key());
      all.sort(sorting.isDescending() ? order.reversed() : order);
    }
    int from = Math.min(sorting.from(request), all.size());
    int until = Math.min(from + PAGE, all.size());
    return new Grid(
        heading,
        heads,
        all.subList(from, until),
        empty,
        until < all.size() ? sorting.next(until) : "",
        sorting,
        all::forEach);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public boolean hasNext() {
    return !next.isEmpty();
  }
}
