package org.signetmail.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where other software is known to show something else than expected, and why. Each row is used by
 * one test; a row that no test used, or whose difference is gone, is outdated.
 */
final class DeclaredExceptions {
  private record Key(String name, String peer) {}

  private record Difference(String expected, String actual, String why) {}

  private final Map<Key, Difference> rows = new LinkedHashMap<>();

  DeclaredExceptions(String table) {
    Table.rows(table, 5)
        .forEach(row -> {
          Key key = new Key(row.get(0), row.get(1));
          Difference twice = rows.put(key, new Difference(row.get(2), row.get(3), row.get(4)));
          if (twice != null || row.get(4).isBlank() || row.get(2).equals(row.get(3))) {
            throw new AssertionError(table + ": twice, without a reason or no exception: " + row);
          }
        });
  }

  /** What this software is to show in this case. */
  String expected(String name, String peer, String expected) {
    Difference declared = rows.get(new Key(name, peer));
    if (declared == null) {
      return expected;
    }
    if (!declared.expected().equals(expected)) {
      throw new AssertionError(
          name
              + " in "
              + peer
              + ": the exception expects "
              + declared.expected()
              + ", the table "
              + expected);
    }
    return declared.actual();
  }

  /** Why this software shows something else in this case; empty when it does not. */
  Optional<String> reason(String name, String peer) {
    return Optional.ofNullable(rows.get(new Key(name, peer))).map(Difference::why);
  }

  /** The rows about cases that do not exist, as {@code case in peer}. */
  Set<String> about(Set<String> names, Set<String> peers) {
    Set<String> unknown = new TreeSet<>();
    rows.keySet().stream()
        .filter(key -> !names.contains(key.name()) || !peers.contains(key.peer()))
        .forEach(key -> unknown.add(key.name() + " in " + key.peer()));
    return unknown;
  }
}
