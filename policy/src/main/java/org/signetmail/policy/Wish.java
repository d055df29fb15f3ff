package org.signetmail.policy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How much a rule wants a protection. */
enum Wish {
  NO("no"),
  IF_POSSIBLE("if-possible"),
  REQUIRED("required");

  private final String word;

  Wish(String word) {
    this.word = word;
  }

  /**
   * @throws IllegalArgumentException when it is no such word
   */
  static Wish of(String word) {
    return Arrays.stream(values())
        .filter(w -> w.word.equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is not one of "
                    + Arrays.stream(values()).map(w -> w.word).collect(Collectors.joining(", "))));
  }
}
