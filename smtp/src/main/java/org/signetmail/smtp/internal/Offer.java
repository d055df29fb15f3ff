package org.signetmail.smtp.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server said in its answer to EHLO that it can do (RFC 5321 §4.1.1.1). */
record Offer(Set<String> keywords, Optional<Long> size) {
  static final Offer NOTHING = new Offer(Set.of(), Optional.empty());

  /**
   * @param lines of the answer, the first of which greets
   */
  static Offer of(List<String> lines) {
    Set<String> keywords =
        lines.stream()
            .skip(1)
            .map(line -> line.split(" ", 2)[0].toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    Optional<Long> size =
        lines.stream()
            .skip(1)
            .filter(line -> line.toUpperCase(Locale.ROOT).matches("SIZE [0-9]{1,18}"))
            .map(line -> Long.valueOf(line.substring(5)))
            .filter(limit -> limit > 0)
            .findFirst();
    return new Offer(keywords, size);
  }

  boolean has(String keyword) {
    return keywords.contains(keyword);
  }
}
