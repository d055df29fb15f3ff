package org.signetmail.web.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One page of the console.
 *
 * @param title what it shows
 * @param command the same from a shell
 */
public record Screen(String title, String command, List<Part> parts) {
  public Screen {
    parts = List.copyOf(parts);
  }

  /** Writes every table of the page, each whole, as comma-separated values (RFC 4180). */
  void csv(Writer out) throws IOException {
    String between = "";
    for (Grid grid : tables()) {
      out.write(between);
      line(out, grid.heads());
      try {
        grid.whole()
            .each(row -> {
              try {
                line(out, row.stream().map(Cell::text).toList());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      between = "\r\n";
    }
  }

  public boolean hasTable() {
    return tables().stream().anyMatch(grid -> !grid.isEmpty());
  }

  private List<Grid> tables() {
    List<Grid> tables = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Grid grid) {
        tables.add(grid);
      } else if (part instanceof Plot plot) {
        tables.add(plot.table());
      }
    }
    return tables;
  }

  private static void line(Writer out, List<String> values) throws IOException {
    out.write(values.stream().map(Screen::quoted).collect(Collectors.joining(",", "", "\r\n")));
  }

  /** Spreadsheets take what begins so for a formula (OWASP, CSV injection). */
  private static String quoted(String text) {
    boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return '"' + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
