package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 as mail carries it (RFC 2045 §6.8): what is not of its alphabet is passed over,
 * the padding ends it. Lines are packed in one go and decoded by the platform's basic decoder,
 * which is many times faster than its decoder for MIME; only what that one refuses, and the end, is
 * looked at character by character.
 */
public final class Base64Input extends InputStream {
  private static final int CHUNK = 1 << 16; // read at once
  private static final int PACKED = 1 << 13; // decoded at once; CipherSlices says why no more
  private static final Base64.Decoder DECODER = Base64.getDecoder();
  private static final boolean[] ALPHABET = new boolean[256];

  static {
    for (char c :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
      ALPHABET[c] = true;
    }
  }

  private final InputStream in;
  private final byte[] source;
  private final byte[] packed; // groups of four characters
  private final byte[] decoded;
  private int at; // in source
  private int end; // of source
  private int lineLength = 76; // of a line before
  private int next; // in decoded
  private int filled; // of decoded
  private boolean isOfLines = true; // with nothing but the alphabet in them, so far
  private boolean isEnded;

  public Base64Input(InputStream in) {
    this(in, CHUNK);
  }

  /** With buffers no larger than what there is to read. */
  public Base64Input(InputStream in, long size) {
    this.in = in;
    this.source = new byte[Math.clamp(size, 4, CHUNK)];
    this.packed = new byte[Math.min(source.length & ~3, PACKED)];
    this.decoded = new byte[packed.length / 4 * 3];
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
      int have = isOfLines ? packLines() : 0;
      boolean isWhole = have > 0 && (have & 3) == 0;
      if (!isWhole || !decodeGroups(have)) {
        isOfLines = false;
        decode(packAlphabet(alphabet(have)));
      }
    }
    return true;
  }

  /** Packs what stands between the line ends; less than is wanted only at the end. */
  private int packLines() throws IOException {
    int to = 0;
    while (to < packed.length && isMore()) {
      byte[] from = source;
      int stop = at + lineLength;
      if (stop + 1 >= end || from[stop] != '\r' || from[stop + 1] != '\n') {
        stop = at;
        while (stop < end && from[stop] != '\r' && from[stop] != '\n') {
          stop++;
        }
        if (at > 0 && from[at - 1] == '\n' && stop > at && stop < end) {
          lineLength = stop - at;
        }
      }
      int n = Math.min(stop - at, packed.length - to);
      System.arraycopy(from, at, packed, to, n);
      to += n;
      at += n;
      while (at < end && (from[at] == '\r' || from[at] == '\n')) {
        at++;
      }
    }
    return to;
  }

  /** False when something is packed that is not of the alphabet, or padding before the last. */
  private boolean decodeGroups(int have) {
    try {
      filled =
          DECODER.decode(have == packed.length ? packed : Arrays.copyOf(packed, have), decoded);
      next = 0;
      isEnded = have < packed.length || packed[have - 1] == '=';
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Keeps of so many packed characters those of the alphabet; the padding ends it all. */
  private int alphabet(int have) {
    int to = 0;
    for (int i = 0; i < have && !isEnded; i++) {
      to = add(packed[i], to);
    }
    return to;
  }

  /** Fills up what is packed with characters of the alphabet. */
  private int packAlphabet(int have) throws IOException {
    int to = have;
    while (to < packed.length && !isEnded && isMore()) {
      to = add(source[at++], to);
    }
    return to;
  }

  private int add(byte character, int to) {
    isEnded |= character == '=';
    if (!ALPHABET[character & 0xff]) {
      return to;
    }
    packed[to] = character;
    return to + 1;
  }

  /** Decodes so many packed characters; when there are not as many as wanted, they are the last. */
  private void decode(int have) {
    isEnded |= have < packed.length;
    int whole = (have & 3) == 1 ? have - 1 : have; // a character alone carries no octet
    filled = DECODER.decode(Arrays.copyOf(packed, whole), decoded);
    next = 0;
  }

  private boolean isMore() throws IOException {
    if (at == end) {
      at = 0;
      end = in.readNBytes(source, 0, source.length);
    }
    return at < end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
