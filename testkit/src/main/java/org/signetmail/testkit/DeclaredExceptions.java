package org.signetmail.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cases that other people made, and what came of them here. A case that comes out otherwise than
 * they expect must be declared, with the reason, in a table of four columns: case, expected,
 * actual, why. A difference that is not declared fails, and so does a declaration of a difference
 * that is no more.
 */
public final class DeclaredExceptions {
  private record Difference(String expected, String actual) {}

  private DeclaredExceptions() {}

  /**
   * @param table a resource beside {@code test}: {@code /pkits-exceptions.tsv}
   * @param expected by case
   * @param actual of the same cases
   */
  public static void hold(
      Class<?> test, String table, Map<String, String> expected, Map<String, String> actual) {
    if (!expected.keySet().equals(actual.keySet())) {
      throw new AssertionError(
          "cases expected " + expected.keySet() + " and looked at " + actual.keySet());
    }
    Map<String, Difference> declared = declared(test, table);
    Map<String, Difference> found = new TreeMap<>();
    actual.forEach((name, outcome) -> {
      String wanted = Objects.requireNonNull(expected.get(name));
      if (!outcome.equals(wanted)) {
        found.put(name, new Difference(wanted, outcome));
      }
    });
    Set<String> names = new TreeSet<>(declared.keySet());
    names.addAll(found.keySet());
    StringBuilder wrong = new StringBuilder();
    for (String name : names) {
      Difference is = found.get(name);
      Difference was = declared.get(name);
      if (!Objects.equals(is, was)) {
        wrong.append(is == null ? "no longer different\t" : "not declared\t").append(name);
        Difference said = is == null ? Objects.requireNonNull(was) : is;
        wrong.append('\t').append(said.expected()).append('\t').append(said.actual()).append('\n');
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(table + " does not say what is:\n" + wrong);
    }
  }

  private static Map<String, Difference> declared(Class<?> test, String table) {
    Map<String, Difference> all = new TreeMap<>();
    for (String line : text(test, table).split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split("\t");
      if (columns.length != 4 || columns[3].isBlank()) {
        throw new AssertionError(table + ": want case, expected, actual, why: " + line);
      }
      if (all.put(columns[0], new Difference(columns[1], columns[2])) != null) {
        throw new AssertionError(table + ": is declared twice: " + columns[0]);
      }
    }
    return all;
  }

  private static String text(Class<?> test, String table) {
    try (InputStream in = test.getResourceAsStream(table)) {
      if (in == null) {
        throw new AssertionError(table + ": is not beside " + test.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(table, e);
    }
  }
}
