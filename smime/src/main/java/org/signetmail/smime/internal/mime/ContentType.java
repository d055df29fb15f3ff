package org.signetmail.smime.internal.mime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type with its parameters (RFC 2045 §5.1), read as mail programs do: comments skipped,
 * quotes resolved.
 *
 * @param type in lower case, with its subtype: {@code multipart/signed}
 * @param parameters names in lower case
 * @param isAmbiguous whether a parameter is there twice or the text is not to the grammar
 */
public record ContentType(String type, Map<String, String> parameters, boolean isAmbiguous) {
  public static final ContentType PLAIN = new ContentType("text/plain", Map.of(), false);

  public static ContentType of(String value) {
    Scanner scan = new Scanner(value);
    String type = scan.token() + scan.slash() + scan.token();
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean isAmbiguous = type.indexOf('/') < 1 || type.endsWith("/");
    while (scan.semicolon()) {
      String name = scan.token().toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        continue; // a semicolon at the end
      }
      if (!scan.equalsSign()) {
        isAmbiguous = true;
        continue;
      }
      isAmbiguous |= parameters.putIfAbsent(name, scan.value()) != null;
    }
    isAmbiguous |= !scan.isAtEnd();
    return new ContentType(type.toLowerCase(Locale.ROOT), parameters, isAmbiguous);
  }

  public boolean is(String wanted) {
    return type.equals(wanted);
  }

  public boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The value of a field without its comments (RFC 5322 §3.2.2). */
  static String withoutComments(String value) {
    StringBuilder out = new StringBuilder();
    Scanner scan = new Scanner(value);
    while (!scan.isAtEnd()) {
      out.append(value.charAt(scan.at++));
    }
    return out.toString();
  }

  /** Walks through the value; blanks and comments are passed over before each part. */
  private static final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      int depth = 0;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (depth > 0 && c == '\\' && at + 1 < text.length()) {
          at++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && depth > 0) {
          depth--;
        } else if (depth == 0 && !Character.isWhitespace(c)) {
          return false;
        }
      }
      return true;
    }

    private boolean take(char wanted) {
      if (!isAtEnd() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    String slash() {
      return take('/') ? "/" : "";
    }

    boolean semicolon() {
      return take(';');
    }

    boolean equalsSign() {
      return take('=');
    }

    String token() {
      isAtEnd();
      int from = at;
      while (at < text.length()
          && text.charAt(at) > ' '
          && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    String value() {
      if (!take('"')) {
        isAtEnd();
        int from = at;
        while (at < text.length()
            && text.charAt(at) > ' '
            && text.charAt(at) != ';'
            && text.charAt(at) != '(') {
          at++; // lenient: values with / : = are often written without quotes
        }
        return text.substring(from, at);
      }
      StringBuilder out = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        out.append(text.charAt(at++));
      }
      take('"'); // which a cut line lacks
      return out.toString();
    }
  }
}
