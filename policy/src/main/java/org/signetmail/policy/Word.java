package org.signetmail.policy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One of a few words that a setting may have. */
interface Word {
  String word();

  /**
   * The one of them that is written so.
   *
   * @throws IllegalArgumentException when it is no such word
   */
  static <W extends Word> W of(String word, W[] known) {
    return Arrays.stream(known)
        .filter(w -> w.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is not one of "
                    + Arrays.stream(known).map(Word::word).collect(Collectors.joining(", "))));
  }
}
