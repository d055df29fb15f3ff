package org.signetmail.smime.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, all of them or an {@link EOFException}; closes it. */
public final class BoundedInput extends InputStream {
  private final InputStream in;
  private long left;

  public BoundedInput(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int b = in.read();
    requireMore(b);
    left--;
    return b;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (left == 0) {
      return len == 0 ? 0 : -1;
    }
    int n = in.read(b, off, (int) Math.min(len, left));
    requireMore(n);
    left -= n;
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static void requireMore(int n) throws EOFException {
    if (n < 0) {
      throw new EOFException("octets: end before their stated length");
    }
  }
}
