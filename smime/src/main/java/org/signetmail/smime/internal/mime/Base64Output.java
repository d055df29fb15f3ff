package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Encodes base64 in lines of 76 characters with CRLF (RFC 2045 §6.8). Closing leaves the stream
 * below open.
 */
public final class Base64Output extends OutputStream {
  private static final int LINE = 57; // octets
  private static final int CHUNK = LINE * 1024;
  private static final byte[] CRLF = {'\r', '\n'};
  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(76, CRLF);

  private final OutputStream out;
  private byte[] buffer = new byte[LINE * 64];
  private byte[] encoded = new byte[0];
  private int filled;

  public Base64Output(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    while (len > 0) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, CHUNK);
      }
      int n = Math.min(len, buffer.length - filled);
      System.arraycopy(b, off, buffer, filled, n);
      filled += n;
      off += n;
      len -= n;
      if (filled == CHUNK) {
        writeChunk();
      }
    }
  }

  private void writeChunk() throws IOException {
    if (encoded.length == 0) {
      encoded = new byte[(76 + 2) * 1024];
    }
    int n = ENCODER.encode(buffer, encoded);
    encoded[n] = '\r';
    encoded[n + 1] = '\n';
    out.write(encoded, 0, n + 2);
    filled = 0;
  }

  /** Writes what is left; nothing may follow. */
  @Override
  public void close() throws IOException {
    if (filled > 0) {
      out.write(ENCODER.encode(Arrays.copyOf(buffer, filled)));
      out.write(CRLF);
      filled = 0;
    }
  }
}
