package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of a stream with every bare line feed made CRLF: the canonical form of text in mail.
 */
public final class LineEnds extends InputStream {
  private final InputStream in;
  private final byte[] source = new byte[1 << 15];
  private final byte[] out = new byte[1 << 16];
  private int next;
  private int filled;
  private byte last;

  public LineEnds(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? out[next++] & 0xff : -1;
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
    System.arraycopy(out, next, b, off, n);
    next += n;
    return n;
  }

  private boolean fill() throws IOException {
    while (next == filled) {
      int n = in.read(source);
      if (n < 0) {
        return false;
      }
      int to = 0;
      byte before = last;
      for (int i = 0; i < n; i++) {
        byte b = source[i];
        if (b == '\n' && before != '\r') {
          out[to++] = '\r';
        }
        out[to++] = b;
        before = b;
      }
      last = before;
      next = 0;
      filled = to;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
