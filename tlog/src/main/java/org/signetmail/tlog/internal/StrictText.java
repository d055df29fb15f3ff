package org.signetmail.tlog.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.signetmail.tlog.LogFormatException;

/**
 * The strict readings of text: each value has exactly one spelling, and any other is refused.
 *
 * <p>Two spellings of one value would give one note two texts, and one leaf two hashes. The first
 * parameter of every method names the object for the error line.
 */
public final class StrictText {

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final Pattern LOWER_HEX = Pattern.compile("([0-9a-f]{2})*");

  private StrictText() {}

  /** A number from 0 to 2^63-1 in ASCII digits without leading zeroes. */
  public static long decimal(String object, String text) {
    if (DECIMAL.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new LogFormatException(object + ": " + text + " is above 2^63-1", e);
      }
    }
    throw new LogFormatException(
        object + ": " + excerpt(text) + " is not a decimal number without leading zeroes");
  }

  /** Octets in lower-case hexadecimal digits. */
  public static byte[] hex(String object, String text) {
    if (!LOWER_HEX.matcher(text).matches()) {
      throw new LogFormatException(
          object + ": " + excerpt(text) + " is not lower-case hexadecimal");
    }
    return HexFormat.of().parseHex(text);
  }

  /** Octets in standard base64 with padding and no spare bits set (RFC 4648 §4, §3.5). */
  public static byte[] base64(String object, String text) {
    try {
      byte[] octets = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(octets).equals(text)) {
        return octets;
      }
    } catch (IllegalArgumentException e) {
      throw new LogFormatException(object + ": " + excerpt(text) + " is not base64", e);
    }
    throw new LogFormatException(
        object + ": " + excerpt(text) + " is not canonical base64 (RFC 4648 §3.5)");
  }

  /** The text of these octets; anything but well-formed UTF-8 is refused. */
  public static String utf8(String object, byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new LogFormatException(object + ": not UTF-8", e);
    }
  }

  /** The octets of this text; an unpaired surrogate has none and is refused. */
  public static byte[] utf8(String object, String text) {
    try {
      ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[octets.remaining()];
      octets.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new LogFormatException(object + ": holds half of a surrogate pair", e);
    }
  }

  /** A quoted piece of foreign text that is safe and short enough for an error line. */
  public static String excerpt(String text) {
    StringBuilder safe = new StringBuilder("\"");
    text.codePoints().limit(40).forEach(c -> safe.appendCodePoint(c >= ' ' && c < 0x7f ? c : '?'));
    return safe.append(text.length() > 40 ? "…\"" : "\"").toString();
  }
}
