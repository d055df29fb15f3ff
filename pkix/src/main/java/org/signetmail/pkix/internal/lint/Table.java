package org.signetmail.pkix.internal.lint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;

/** The tables that rules read: files beside {@link CertificateLint}, one row a line. */
final class Table {
  private Table() {}

  /** The rows, each of at least so many columns; the last takes what is left of its line. */
  static List<List<String>> rows(String name, int columns) {
    return text("lint/" + name)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> row(name, line, columns))
        .toList();
  }

  /** A list of key usages, apart by commas; {@code -} for none. */
  static Set<Certificate.Use> uses(String words) {
    EnumSet<Certificate.Use> uses = EnumSet.noneOf(Certificate.Use.class);
    for (String word : words.equals("-") ? new String[0] : words.split(",")) {
      uses.add(Certificate.Use.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    return Set.copyOf(uses);
  }

  private static List<String> row(String name, String line, int columns) {
    List<String> row = List.of(line.split("\\s+", columns));
    if (row.size() != columns) {
      throw new IllegalStateException(name + ": want " + columns + " columns: " + line);
    }
    return row;
  }

  private static String text(String file) {
    try (InputStream in = CertificateLint.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read from the jar", e);
    }
  }
}
