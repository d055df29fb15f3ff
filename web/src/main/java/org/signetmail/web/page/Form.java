package org.signetmail.web.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a form as a browser posts it (application/x-www-form-urlencoded, WHATWG URL §5):
 * few, and each name once.
 */
public final class Form {
  /** Octets of a body; more is not read. */
  public static final int LARGEST = 64 << 10;

  private static final int MOST_FIELDS = 16;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  /**
   * @throws IllegalArgumentException in one clear line
   */
  public static Form parse(byte[] body) {
    if (body.length > LARGEST) {
      throw refused("is larger than " + LARGEST + " octets");
    }
    Map<String, String> fields = new HashMap<>();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (text.isEmpty()) {
      return new Form(fields);
    }
    for (String pair : text.split("&", MOST_FIELDS + 1)) {
      String[] parts = pair.split("=", 2);
      if (fields.size() == MOST_FIELDS) {
        throw refused("has more than " + MOST_FIELDS + " fields");
      }
      if (parts.length != 2 || fields.put(decoded(parts[0]), decoded(parts[1])) != null) {
        throw refused("has a field without a value, or one twice");
      }
    }
    return new Form(fields);
  }

  /** The value of a field; empty when it was not sent. */
  public String get(String name) {
    return fields.getOrDefault(name, "");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("has an escape that is none");
    }
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "the form " + what + " (WHATWG URL §5); load the page again and fill it in there");
  }
}
