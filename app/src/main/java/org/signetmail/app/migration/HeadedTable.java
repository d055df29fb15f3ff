package org.signetmail.app.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A table as text whose first line says which column is which, in any order. */
record HeadedTable(List<String> heading, List<List<String>> rows) {

  /**
   * @param others what else a column may be called
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  static HeadedTable of(byte[] csv, Map<String, String> others) throws IOException {
    List<List<String>> rows = Csv.rows(text(csv));
    if (rows.isEmpty()) {
      throw new IOException("is empty");
    }
    List<String> heading =
        rows.getFirst().stream()
            .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
            .map(word -> others.getOrDefault(word, word))
            .toList();
    return new HeadedTable(heading, rows.subList(1, rows.size()));
  }

  /** The table, if it has a column. */
  HeadedTable requiring(String column) throws IOException {
    if (!heading.contains(column)) {
      throw new IOException("has no column '" + column + "' in its first line");
    }
    return this;
  }

  /** What a row says in a column; empty cells say nothing. */
  Optional<String> cell(List<String> row, String column) {
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
