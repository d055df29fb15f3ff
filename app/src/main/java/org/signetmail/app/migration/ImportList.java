package org.signetmail.app.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;

/**
 * What the administrator knows of the files: a table with a heading line and the columns {@code
 * file}, {@code password}, {@code owner}, in any order, of which only the first must be there.
 * Other columns are passed over. A file is named with or without its folder and ending.
 */
public final class ImportList {
  private static final Map<String, String> OTHER_HEADINGS =
      Map.of("username", "file", "name", "file", "email", "owner", "mail", "owner");

  /** What is known of one file; empty cells are unknown. */
  public record Row(Optional<String> password, Optional<String> owner) {
    static final Row UNKNOWN = new Row(Optional.empty(), Optional.empty());
  }

  public static final ImportList NONE = new ImportList(Map.of());

  private final Map<String, Row> rows;

  private ImportList(Map<String, Row> rows) {
    this.rows = rows;
  }

  /**
   * @param name what to call the list in an error
   */
  public static ImportList of(byte[] csv, String name) {
    try {
      HeadedTable table = HeadedTable.of(csv, OTHER_HEADINGS).requiring("file");
      Map<String, Row> known = new HashMap<>();
      for (List<String> row : table.rows()) {
        String file = table.cell(row, "file").orElse("");
        Row here = new Row(table.cell(row, "password"), table.cell(row, "owner"));
        Row before = known.putIfAbsent(file, here);
        if (before != null && !before.equals(here)) {
          throw new IOException("says two things of the file " + file);
        }
      }
      return new ImportList(known);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          name + ": " + e.getMessage() + "; write lines of file,password,owner under this heading",
          e);
    }
  }

  /** What is said of a file: of the name as given first, then without folder, then ending. */
  Row of(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    for (String key : List.of(file.toString(), name, stem)) {
      Row row = rows.get(key);
      if (row != null) {
        return row;
      }
    }
    return Row.UNKNOWN;
  }
}
