package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Walks through octets line by line without copying: after {@link #next}, the line lies in {@link
 * #buffer} from {@link #start} to {@link #end}, its line feed included. A line longer than the
 * buffer comes in fragments.
 */
final class Lines {
  private static final int CAPACITY = 1 << 16;

  final byte[] buffer = new byte[CAPACITY];
  int start;
  int end;
  boolean isFragment; // goes on from the fragment before
  private final InputStream in;
  private int filled;
  private long base;
  private boolean isEnded;
  private boolean wasCut;

  Lines(InputStream in) {
    this.in = in;
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
      while (at < to && b[at] != '\n') {
        at++;
      }
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
      } else if (filled == CAPACITY) {
        end = filled;
        wasCut = true;
        return true;
      }
      int n = in.read(buffer, filled, CAPACITY - filled);
      if (n < 0) {
        isEnded = true;
      } else {
        filled += n;
      }
    }
  }
}
