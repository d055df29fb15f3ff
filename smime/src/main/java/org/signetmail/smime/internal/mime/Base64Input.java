package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
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
  private byte[] decoded = new byte[0];
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
      int n = in.read(source);
      int have = n < 0 ? pending : pack(n);
      isEnded |= n < 0;
      int whole = isEnded ? have : have & ~3;
      if (isEnded && (have & 3) == 1) {
        whole--; // a character alone carries no octet
      }
      byte[] group = whole == packed.length ? packed : java.util.Arrays.copyOf(packed, whole);
      decoded = Base64.getDecoder().decode(group);
      next = 0;
      filled = decoded.length;
      pending = have - whole;
      System.arraycopy(packed, whole, packed, 0, pending);
    }
    return true;
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
