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
    String text = text();
    return text.substring(text.indexOf(':') + 1).replace("\r\n", "").strip();
  }

  /** Its name and value alone. */
  public HeaderField plain() {
    return new HeaderField(name, value());
  }

  /** The octets after the colon, folds and all: what HP-Outer copies. */
  public byte[] rawValue() {
    int colon = 0;
    while (raw[colon] != ':') {
      colon++;
    }
    return java.util.Arrays.copyOfRange(raw, colon + 1, raw.length);
  }

  private String text() {
    if (isAscii()) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
  }

  private boolean isAscii() {
    for (byte b : raw) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
