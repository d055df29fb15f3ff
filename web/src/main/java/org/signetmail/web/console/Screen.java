package org.signetmail.web.console;

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

  /** Every table of the page as comma-separated values (RFC 4180). */
  String csv() {
    return parts.stream()
        .filter(Part.Grid.class::isInstance)
        .map(Part.Grid.class::cast)
        .map(Screen::csv)
        .collect(Collectors.joining("\r\n"));
  }

  public boolean hasTable() {
    return parts.stream().anyMatch(part -> part instanceof Part.Grid grid && !grid.isEmpty());
  }

  private static String csv(Part.Grid grid) {
    StringBuilder text = new StringBuilder();
    text.append(grid.heads().stream().map(Screen::quoted).collect(Collectors.joining(",")));
    text.append("\r\n");
    for (List<Cell> row : grid.rows()) {
      text.append(
          row.stream().map(Cell::text).map(Screen::quoted).collect(Collectors.joining(",")));
      text.append("\r\n");
    }
    return text.toString();
  }

  /** Spreadsheets take what begins so for a formula (OWASP, CSV injection). */
  private static String quoted(String text) {
    boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return '"' + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
