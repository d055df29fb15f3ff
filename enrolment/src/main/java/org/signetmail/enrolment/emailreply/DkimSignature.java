package org.signetmail.enrolment.emailreply;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code DKIM-Signature} field says it covers (RFC 6376 §3.5). Whether it holds, the server
 * that received the message knows.
 *
 * @param domain who signed, in lower case
 * @param fields which header fields are signed, in lower case
 */
record DkimSignature(String domain, Set<String> fields) {
  /** What a response's signature must cover, present or not (RFC 8823 §3.2 (9)). */
  static final Set<String> OF_A_RESPONSE =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "subject",
          "date",
          "in-reply-to",
          "references",
          "message-id",
          "content-type",
          "content-transfer-encoding");

  /** What a challenge's signature must cover (RFC 8823 §3.1 (6)). */
  static final Set<String> OF_A_CHALLENGE =
      Stream.concat(OF_A_RESPONSE.stream(), Stream.of("auto-submitted"))
          .collect(Collectors.toUnmodifiableSet());

  DkimSignature {
    fields = Set.copyOf(fields);
  }

  static DkimSignature of(String value) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : value.split(";")) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        tags.putIfAbsent(
            tag.substring(0, equals).strip(),
            tag.substring(equals + 1).replaceAll("\\s+", "").toLowerCase(Locale.ROOT));
      }
    }
    return new DkimSignature(
        tags.getOrDefault("d", ""), Set.of(tags.getOrDefault("h", "").split(":")));
  }

  /** Which of these fields it does not cover, in order. */
  Set<String> missing(Set<String> wanted) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(fields);
    return missing;
  }
}
