package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the text of a message: CR LF line ends whatever came in, and for DATA a full stop doubled
 * where it begins a line and the one sequence that ends it (RFC 5321 §4.5.2). What leaves here can
 * be read in one way only, by BDAT too. For one thread.
 */
final class TextWriter extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};

  /** How the text goes. */
  enum Form {
    DATA,
    /** In octets that are counted by who takes them. */
    CHUNKS
  }

  private final OutputStream out;
  private final Form form;
  private final byte[] buffer = new byte[1 << 14];
  private int filled;
  private boolean lineStart = true;
  private boolean afterCr;

  TextWriter(OutputStream out, Form form) {
    this.out = out;
    this.form = form;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      if (afterCr) {
        afterCr = false;
        if (b[i] == '\n') {
          i++;
          continue;
        }
      }
      if (lineStart && form == Form.DATA && b[i] == '.') {
        put('.');
      }
      int start = i;
      while (i < end && b[i] != '\r' && b[i] != '\n') {
        i++;
      }
      put(b, start, i - start);
      lineStart = lineStart && i == start;
      if (i < end) {
        afterCr = b[i] == '\r';
        put(CRLF, 0, 2);
        lineStart = true;
        i++;
      }
    }
  }

  /** Ends the text; nothing may be written after. */
  void end() throws IOException {
    if (!lineStart) {
      put(CRLF, 0, 2);
    }
    if (form == Form.DATA) {
      put('.');
      put(CRLF, 0, 2);
    }
    out.write(buffer, 0, filled);
    out.flush();
  }

  private void put(char c) throws IOException {
    if (filled == buffer.length) {
      drain();
    }
    buffer[filled++] = (byte) c;
  }

  private void put(byte[] b, int offset, int length) throws IOException {
    if (length > buffer.length - filled) {
      drain();
    }
    if (length > buffer.length) {
      out.write(b, offset, length);
      return;
    }
    System.arraycopy(b, offset, buffer, filled, length);
    filled += length;
  }

  private void drain() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
