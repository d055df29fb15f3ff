package org.signetmail.smime.internal.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of header fields as people read it: encoded words decoded (RFC 2047), controls made visible.
 */
public final class EncodedWords {
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?\\s]*)\\?=");

  private EncodedWords() {}

  public static String decode(String text) {
    if (text.indexOf("=?") < 0) {
      return visible(text);
    }
    StringBuilder out = new StringBuilder();
    ByteArrayOutputStream run = new ByteArrayOutputStream(); // words of one charset belong together
    String charset = "";
    int at = 0;
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String between = text.substring(at, words.start());
      boolean isAdjacent = at > 0 && between.isBlank();
      if (!isAdjacent || !charset.equalsIgnoreCase(words.group(1))) {
        out.append(text(run, charset));
        run.reset();
        if (!isAdjacent) {
          out.append(between);
        }
        charset = words.group(1);
      }
      run.writeBytes(octets(words.group(2), words.group(3)));
      at = words.end();
    }
    out.append(text(run, charset)).append(text.substring(at));
    return visible(out.toString());
  }

  private static byte[] octets(String encoding, String text) {
    if (encoding.equalsIgnoreCase("B")) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '='
          && i + 2 < text.length()
          && Character.digit(text.charAt(i + 1), 16) >= 0
          && Character.digit(text.charAt(i + 2), 16) >= 0) {
        out.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.writeBytes((c == '_' ? " " : String.valueOf(c)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static String text(ByteArrayOutputStream run, String charset) {
    if (run.size() == 0) {
      return "";
    }
    try {
      return run.toString(Charset.forName(charset));
    } catch (IllegalArgumentException e) {
      return run.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private static String visible(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text;
    }
    return text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
