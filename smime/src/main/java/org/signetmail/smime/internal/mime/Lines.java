package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks through octets line by line without copying: after {@link #next}, the line lies in {@link
 * #buffer} from {@link #start} to {@link #end}, its line feed included. A line longer than the
 * buffer comes in fragments.
 */
final class Lines {
  private static final int LARGEST = 1 << 16;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  final byte[] buffer;
  int start;
  int end;
  boolean isFragment; // goes on from the fragment before
  private final InputStream in;
  private int filled;
  private long base;
  private boolean isEnded;
  private boolean wasCut;

  Lines(InputStream in) {
    this(in, LARGEST);
  }

  /**
   * @param size of all there is to read
   */
  Lines(InputStream in, long size) {
    this.in = in;
    this.buffer = new byte[Math.clamp(size + 1, 1, LARGEST)]; // one more, to see the end
  }

  /** Of the first byte of the line. */
  long position() {
    return base + start;
  }

  boolean next() throws IOException {
    start = end;
    isFragment = wasCut;
    int at = start;
    while (true) {
      byte[] b = buffer;
      int to = filled;
      at = lineFeed(b, at, to);
      if (at < to) {
        end = at + 1;
        wasCut = false;
        return true;
      }
      if (isEnded) {
        end = filled;
        wasCut = false;
        return end > start;
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        base += start;
        at -= start;
        filled -= start;
        start = 0;
      } else if (filled == buffer.length) {
        end = filled;
        wasCut = true;
        return true;
      }
      int n = in.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        isEnded = true;
      } else {
        filled += n;
      }
    }
  }

  /** The place of the next line feed, eight octets at a time; {@code to} when there is none. */
  private static int lineFeed(byte[] b, int from, int to) {
    int at = from;
    for (; at <= to - 8; at += 8) {
      long word = (long) WORD.get(b, at) ^ LINE_FEEDS;
      long zeros = (word - ONES) & ~word & HIGH_BITS; // the lowest mark is exact
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (at < to && b[at] != '\n') {
      at++;
    }
    return at;
  }
}
