package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.signetmail.smime.Octets;

/**
 * Takes out of a message every {@code Authentication-Results} field that speaks in our name (RFC
 * 8601 §5), and every {@code Signet-Opened}: nobody outside can have our word. Fields of others
 * stay, and so does every other octet. A field whose speaker cannot be made out is taken out as
 * well.
 */
final class ForgedResults {
  /** Stands over what was opened here. */
  static final String OPENED = "Signet-Opened";

  private ForgedResults() {}

  /**
   * The message without them; the very same when there are none. The message stays its caller's.
   *
   * @param host our authserv-id
   */
  static Octets without(Octets message, MessageHeader header, String host) throws IOException {
    if (header.all(AuthenticationResults.FIELD).isEmpty() && header.all(OPENED).isEmpty()) {
      return message.slice(0, message.size());
    }
    StringBuilder kept = new StringBuilder();
    for (String field : RawFields.of(message, header)) {
      if (!speaksFor(field, host)
          && !RawFields.name(field).equals(OPENED.toLowerCase(Locale.ROOT))) {
        kept.append(field);
      }
    }
    return Octets.concat(
        List.of(
            Octets.of(kept.toString().getBytes(StandardCharsets.ISO_8859_1)),
            message.slice(header.octets(), message.size() - header.octets())));
  }

  private static boolean speaksFor(String field, String host) {
    if (!RawFields.name(field).equals(AuthenticationResults.FIELD.toLowerCase(Locale.ROOT))) {
      return false;
    }
    String speaker = speaker(field.substring(field.indexOf(':') + 1));
    return speaker.isEmpty() || name(speaker).equals(name(host));
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * The authserv-id: {@code [CFWS] value [CFWS version] ";"} (RFC 8601 §2.2), a token or a quoted
   * string, with comments in comments around it. Empty when there is none to be made out.
   */
  private static String speaker(String value) {
    StringBuilder speaker = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean escaped = c == '\\' && (quoted || depth > 0) && i + 1 < value.length();
      if (escaped) {
        i++;
      }
      if (quoted) {
        if (c == '"') {
          return speaker.toString();
        }
        speaker.append(escaped ? value.charAt(i) : c);
      } else if (depth > 0) {
        depth += escaped ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      } else if (c == '(') {
        if (!speaker.isEmpty()) {
          return speaker.toString();
        }
        depth = 1;
      } else if (c == '"' && speaker.isEmpty()) {
        quoted = true;
      } else if (c == ';' || c <= ' ') {
        if (!speaker.isEmpty() || c == ';') {
          return speaker.toString();
        }
      } else {
        speaker.append(c);
      }
    }
    return depth > 0 || quoted ? "" : speaker.toString();
  }
}
