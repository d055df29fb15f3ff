package org.signetmail.app.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
      List<List<String>> rows = Csv.rows(text(csv));
      if (rows.isEmpty()) {
        throw new IOException("is empty");
      }
      List<String> heading = rows.getFirst().stream().map(ImportList::heading).toList();
      if (!heading.contains("file")) {
        throw new IOException("has no column 'file' in its first line");
      }
      Map<String, Row> known = new HashMap<>();
      for (List<String> row : rows.subList(1, rows.size())) {
        String file = cell(row, heading, "file").orElse("");
        Row here = new Row(cell(row, heading, "password"), cell(row, heading, "owner"));
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

  private static String heading(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return OTHER_HEADINGS.getOrDefault(word, word);
  }

  private static Optional<String> cell(List<String> row, List<String> heading, String column) {
    int at = heading.indexOf(column);
    return at < 0 || at >= row.size() || row.get(at).isEmpty()
        ? Optional.empty()
        : Optional.of(row.get(at));
  }

  private static String text(byte[] csv) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8", e);
    }
  }
}
