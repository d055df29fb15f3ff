package org.signetmail.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A table beside the tests: one row a line, columns by tabs, {@code #} before a remark. */
final class Table {
  private Table() {}

  static Stream<List<String>> rows(String name, int columns) {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> row(name, line, columns));
  }

  static byte[] bytes(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + ": no such table");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> row(String name, String line, int columns) {
    List<String> row = List.of(line.split("\t", -1));
    if (row.size() != columns) {
      throw new AssertionError(name + ": want " + columns + " columns: " + line);
    }
    return row;
  }
}
