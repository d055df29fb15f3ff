package org.signetmail.smtp.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server said in its answer to EHLO that it can do (RFC 5321 §4.1.1.1).
 *
 * @param keywords of its extensions, in capital letters
 * @param size of the largest message it takes; empty when it names none
 * @param words after AUTH and XFORWARD, in capital letters: what of these it can do
 */
public record Offer(Set<String> keywords, Optional<Long> size, Set<String> words) {
  static final Offer NOTHING = new Offer(Set.of(), Optional.empty(), Set.of());

  /**
   * @param lines of the answer, the first of which greets
   * @param ignored extensions that are as if they were not there
   */
  static Offer of(List<String> lines, Set<String> ignored) {
    Set<String> keywords = new TreeSet<>();
    Set<String> words = new TreeSet<>();
    Optional<Long> size = Optional.empty();
    for (String line : lines.subList(1, lines.size())) {
      // AUTH=LOGIN is how some said it before RFC 2554.
      List<String> parts = Arrays.asList(line.toUpperCase(Locale.ROOT).split("[ =]+"));
      String keyword = parts.getFirst();
      if (ignored.contains(keyword)) {
        continue;
      }
      keywords.add(keyword);
      switch (keyword) {
        case "SIZE" -> {
          if (size.isEmpty() && parts.size() == 2 && parts.get(1).matches("[0-9]{1,18}")) {
            size = Optional.of(Long.valueOf(parts.get(1))).filter(limit -> limit > 0);
          }
        }
        case "AUTH", "XFORWARD" ->
            words.addAll(
                parts.stream()
                    .skip(1)
                    .map(word -> keyword + " " + word)
                    .collect(Collectors.toSet()));
        default -> {}
      }
    }
    return new Offer(Set.copyOf(keywords), size, Set.copyOf(words));
  }

  boolean has(String keyword) {
    return keywords.contains(keyword);
  }

  /** Whether a word stands after its keyword: {@code AUTH PLAIN}. */
  boolean says(String word) {
    return words.contains(word);
  }
}
