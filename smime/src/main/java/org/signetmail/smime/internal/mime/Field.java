package org.signetmail.smime.internal.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.signetmail.smime.HeaderField;

/**
 * One header field as it was written (RFC 5322 §2.2): its octets with every fold, CRLF at line ends
 * and at the end.
 */
public record Field(String name, byte[] raw) {
  /** A field made here; the value is written as given. */
  public static Field of(String name, String value) {
    return new Field(name, (name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public boolean is(String wanted) {
    return name.equalsIgnoreCase(wanted);
  }

  /** Whether it describes the body beside it, not the message (RFC 9787 §1.1.1: structural). */
  public boolean isStructural() {
    return name.regionMatches(true, 0, "content-", 0, 8) || is("mime-version");
  }

  /** The value, unfolded: line ends removed, what they folded with kept (RFC 5322 §2.2.3). */
  public String value() {
    int from = colon() + 1;
    int to = raw.length;
    while (from < to && isBlank(raw[from])) {
      from++;
    }
    while (to > from && isBlank(raw[to - 1])) {
      to--;
    }
    boolean isOneLine = true; // of ASCII, as most are
    for (int i = from; i < to; i++) {
      isOneLine &= raw[i] >= ' ';
    }
    return isOneLine
        ? new String(raw, from, to - from, StandardCharsets.ISO_8859_1)
        : text(from, to).replace("\r\n", "").strip();
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private int colon() {
    int at = 0;
    while (at < raw.length && raw[at] != ':') {
      at++;
    }
    return at < raw.length ? at : -1;
  }

  /** Its name and value alone. */
  public HeaderField plain() {
    return new HeaderField(name, value());
  }

  /** The octets after the colon, folds and all: what HP-Outer copies. */
  public byte[] rawValue() {
    return java.util.Arrays.copyOfRange(raw, colon() + 1, raw.length);
  }

  private String text(int from, int to) {
    try {
      ByteBuffer octets = ByteBuffer.wrap(raw, from, to - from);
      return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }
}
