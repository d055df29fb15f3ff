package org.signetmail.enrolment.emailreply;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@code DKIM-Signature} field says it covers (RFC 6376 §3.5). Whether it holds, the server
 * that received the message knows.
 *
 * @param domain who signed, in lower case
 * @param fields which header fields are signed, in lower case
 */
record DkimSignature(String domain, Set<String> fields) {
  /** What a challenge's signature must cover (RFC 8823 §3.1 (6)). */
  private static final List<String> OF_A_CHALLENGE =
      List.of(
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
          "auto-submitted",
          "content-type",
          "content-transfer-encoding");

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

  /** Which fields a challenge's signature should cover and this one does not, in order. */
  Set<String> missing() {
    Set<String> missing = new TreeSet<>(OF_A_CHALLENGE);
    missing.removeAll(fields);
    return missing;
  }
}
