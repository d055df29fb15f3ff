package org.signetmail.app.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows for people, in columns as wide as their widest cell. */
final class Table {
  private final String[] heads;
  private final List<String[]> rows = new ArrayList<>();

  Table(String... heads) {
    this.heads = heads;
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /**
   * @param empty what to say, and do, when there is no row
   */
  void print(PrintStream out, String empty) {
    if (rows.isEmpty()) {
      out.println(empty);
      return;
    }
    print(out, heads);
    rows.forEach(row -> print(out, row));
  }

  private void print(PrintStream out, String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < heads.length; i++) {
      String cell = Report.printable(cells[i]);
      line.append(cell).append(" ".repeat(Math.max(0, width(i) - cell.length()) + 2));
    }
    out.println(line.toString().stripTrailing());
  }

  private int width(int column) {
    int width = heads[column].length();
    for (String[] row : rows) {
      width = Math.max(width, row[column].length());
    }
    return width;
  }
}
