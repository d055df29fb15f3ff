package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Decodes base64 as mail carries it (RFC 2045 §6.8): what is not of its alphabet is passed over,
 * the padding ends it. Lines are packed in one go and decoded by the platform's basic decoder,
 * which is many times faster than its decoder for MIME.
 */
public final class Base64Input extends InputStream {
  private static final int CHUNK = 1 << 16;
  private static final boolean[] ALPHABET = new boolean[256];

  static {
    for (char c :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
      ALPHABET[c] = true;
    }
  }

  private final InputStream in;
  private final byte[] source;
  private final byte[] packed;
  private byte[] decoded = {};
  private int lineLength = 76; // of the line before
  private int pending; // characters in packed that wait for the rest of their group of four
  private int next;
  private int filled;
  private boolean isEnded;

  public Base64Input(InputStream in) {
    this(in, CHUNK);
  }

  /** With buffers no larger than what there is to read. */
  public Base64Input(InputStream in, long size) {
    this.in = in;
    this.source = new byte[Math.clamp(size, 4, CHUNK)];
    this.packed = new byte[source.length + 4];
  }

  @Override
  public int read() throws IOException {
    return fill() ? decoded[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(len, filled - next);
    System.arraycopy(decoded, next, b, off, n);
    next += n;
    return n;
  }

  private boolean fill() throws IOException {
    while (next == filled) {
      if (isEnded) {
        return false;
      }
      int n = in.readNBytes(source, 0, source.length);
      if (n == 0 || !decodeLines(n)) {
        decode(n == 0 ? pending : pack(n), n == 0 || isEnded);
      }
    }
    return true;
  }

  /**
   * Takes the source for lines of alphabet with CRLF between them, which most is; false when it is
   * not so, and nothing was done.
   */
  private boolean decodeLines(int n) {
    int to = pending;
    int from = 0;
    while (from < n) {
      int end = from + lineLength;
      if (end + 1 >= n || source[end] != '\r' || source[end + 1] != '\n') {
        end = from;
        while (end < n && source[end] != '\r' && source[end] != '\n') {
          end++;
        }
        if (end + 1 < n && source[end + 1] == '\n' && end > from) {
          lineLength = end - from;
        }
      }
      System.arraycopy(source, from, packed, to, end - from);
      to += end - from;
      from = end;
      while (from < n && (source[from] == '\r' || source[from] == '\n')) {
        from++;
      }
    }
    for (int i = to & ~3; i < to; i++) {
      if (!ALPHABET[packed[i] & 0xff]) {
        return false; // only the alphabet waits: nothing comes behind padding
      }
    }
    try {
      decode(to, false);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // padding, or what is not of the alphabet
    }
  }

  /** Decodes so many characters of those packed, whole groups unless these are the last. */
  private void decode(int have, boolean isLast) {
    int whole = isLast ? have : have & ~3;
    if (isLast && (have & 3) == 1) {
      whole--; // a character alone carries no octet
    }
    ByteBuffer octets = Base64.getDecoder().decode(ByteBuffer.wrap(packed, 0, whole));
    isEnded |= isLast || (whole > 0 && packed[whole - 1] == '=');
    decoded = octets.array();
    next = octets.arrayOffset() + octets.position();
    filled = next + octets.remaining();
    pending = have - whole;
    System.arraycopy(packed, whole, packed, 0, pending);
  }

  /** Copies the characters of the alphabet behind those that wait; the padding ends it all. */
  private int pack(int n) {
    int to = pending;
    byte[] from = source;
    byte[] out = packed;
    for (int i = 0; i < n; i++) {
      int c = from[i] & 0xff;
      if (ALPHABET[c]) {
        out[to++] = (byte) c;
      } else if (c == '=') {
        isEnded = true;
        break;
      }
    }
    return to;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
