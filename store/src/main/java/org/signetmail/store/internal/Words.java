package org.signetmail.store.internal;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of words in one column: in order, with blanks between. */
final class Words {
  private Words() {}

  static String line(Set<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }

  static Set<String> of(String line) {
    return Stream.of(line.split(" "))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
