package org.signetmail.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form with a file, as a browser posts it (multipart/form-data, RFC 7578): few fields, and each
 * name once.
 */
public final class Upload {
  private static final int MOST_FIELDS = 16;
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data;\\s*boundary=\"?([-A-Za-z0-9'()+_,./:=?]{1,70})\"?");
  private static final Pattern NAME =
      Pattern.compile("(?i)content-disposition: *form-data; *name=\"([a-z]{1,40})\"(;.*)?");

  private final Map<String, byte[]> fields;

  private Upload(Map<String, byte[]> fields) {
    this.fields = fields;
  }

  /**
   * @param contentType of the request, with the boundary
   * @throws IllegalArgumentException in one clear line
   */
  public static Upload parse(String contentType, byte[] body) {
    Matcher said = BOUNDARY.matcher(contentType.strip());
    if (!said.matches()) {
      throw refused("does not say where its fields end");
    }
    byte[] boundary = ("\r\n--" + said.group(1)).getBytes(StandardCharsets.US_ASCII);
    Map<String, byte[]> fields = new HashMap<>();
    // The first boundary has no end of line before it.
    if (!startsWith(body, 0, Arrays.copyOfRange(boundary, 2, boundary.length))) {
      throw refused("does not begin with a field");
    }
    int place = boundary.length - 2;
    while (!startsWith(body, place, ascii("--"))) {
      int end = indexOf(body, boundary, place);
      int text = indexOf(body, ascii("\r\n\r\n"), place);
      if (end < 0 || text < 0 || text > end || fields.size() == MOST_FIELDS) {
        throw refused("has a field that does not end, or too many");
      }
      String name = name(new String(body, place, text - place, StandardCharsets.UTF_8));
      if (fields.put(name, Arrays.copyOfRange(body, Math.min(text + 4, end), end)) != null) {
        throw refused("has a field twice");
      }
      place = end + boundary.length;
    }
    return new Upload(fields);
  }

  /** The text of a field; empty when it was not sent. */
  public String get(String name) {
    return new String(octets(name), StandardCharsets.UTF_8);
  }

  /** The octets of a file; none when it was not sent. */
  public byte[] octets(String name) {
    return fields.getOrDefault(name, new byte[0]).clone();
  }

  private static String name(String header) {
    return header
        .lines()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> refused("has a field without a name"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] body, int from, byte[] wanted) {
    return from + wanted.length <= body.length
        && Arrays.equals(body, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private static int indexOf(byte[] body, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= body.length; i++) {
      if (body[i] == wanted[0] && startsWith(body, i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "the form " + what + " (RFC 7578); load the page again and fill it in there");
  }
}
