package org.signetmail.archive.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.signetmail.archive.MalformedDocument;

/**
 * Octets packed one after the other, each run after its length in two octets: the form of what
 * holds a secret, which therefore must never become a {@code String}.
 */
final class Packed {
  private static final int LONGEST = 0xffff;

  private Packed() {}

  /**
   * All parts in one array of exactly the right size, so that no copy of a secret is left behind.
   */
  static byte[] of(byte[]... parts) {
    ByteBuffer out = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> 2 + p.length).sum());
    for (byte[] part : parts) {
      if (part.length > LONGEST) {
        throw new IllegalArgumentException("packed octets: a part has " + part.length + " octets");
      }
      out.putShort((short) part.length).put(part);
    }
    return out.array();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the first part is this text. */
  static boolean startsWith(byte[] packed, String text) {
    byte[] start = of(utf8(text));
    return packed.length >= start.length
        && Arrays.equals(packed, 0, start.length, start, 0, start.length);
  }

  /** Reads the parts back, in order. */
  static final class Reader {
    private final String object;
    private final ByteBuffer in;

    Reader(String object, byte[] packed) {
      this.object = object;
      this.in = ByteBuffer.wrap(packed);
    }

    byte[] next() throws MalformedDocument {
      try {
        byte[] part = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(part);
        return part;
      } catch (BufferUnderflowException e) {
        throw new MalformedDocument(object + ": it is cut short; fetch it again", e);
      }
    }

    byte[] next(int length) throws MalformedDocument {
      byte[] part = next();
      if (part.length != length) {
        throw new MalformedDocument(
            object + ": a part has " + part.length + " octets instead of " + length);
      }
      return part;
    }

    String text() throws MalformedDocument {
      try {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(next()));
        return text.toString();
      } catch (CharacterCodingException e) {
        throw new MalformedDocument(object + ": a part is not UTF-8 text", e);
      }
    }

    void title(String title) throws MalformedDocument {
      if (!text().equals(title)) {
        throw new MalformedDocument(object + ": it is something else than a " + title);
      }
    }

    void end() throws MalformedDocument {
      if (in.hasRemaining()) {
        throw new MalformedDocument(object + ": something follows after its end");
      }
    }
  }
}
