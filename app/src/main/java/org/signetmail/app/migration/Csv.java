package org.signetmail.app.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables as text (RFC 4180): cells between commas, in quotes where they hold one. Spreadsheets of
 * some countries write semicolons instead; the first line shows which.
 */
public final class Csv {
  private static final int MOST_ROWS = 1_000_000;

  private final String text;
  private final char separator;
  private int at;

  private Csv(String text) {
    this.text = text;
    String head = text.lines().findFirst().orElse("");
    this.separator = head.indexOf(';') >= 0 && head.indexOf(',') < 0 ? ';' : ',';
  }

  /**
   * The rows, empty lines left out.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static List<List<String>> rows(String text) throws IOException {
    Csv csv = new Csv(text.startsWith("\ufeff") ? text.substring(1) : text);
    List<List<String>> rows = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      List<String> row = csv.row();
      if (rows.size() == MOST_ROWS) {
        throw new IOException("has more than " + MOST_ROWS + " rows");
      }
      if (row.size() > 1 || !row.getFirst().isBlank()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** A line of cells that a spreadsheet takes for text, whatever they begin with. */
  static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.matches("(?s)[=+@\t\r-].*") ? "'" + cell : cell) // else a formula
        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private List<String> row() throws IOException {
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at == text.length()) {
        return cells;
      }
      char end = text.charAt(at++);
      if (end != separator) {
        at += end == '\r' && at < text.length() && text.charAt(at) == '\n' ? 1 : 0;
        return cells;
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && !ends(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (++at < text.length()) {
      char c = text.charAt(at);
      if (c != '"') {
        cell.append(c);
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        cell.append(c);
        at++;
      } else {
        at++;
        if (at < text.length() && !ends(text.charAt(at))) {
          throw new IOException("has text after a quoted cell (RFC 4180 §2)");
        }
        return cell.toString();
      }
    }
    throw new IOException("has a quoted cell without an end (RFC 4180 §2)");
  }

  private boolean ends(char c) {
    return c == separator || c == '\n' || c == '\r';
  }
}
