package org.signetmail.backup.internal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.signetmail.backup.internal.ChunkedOutput.Digested;

/** Reads what {@link ChunkedOutput} wrote, up to its end and no further. */
final class ChunkedInput extends InputStream {
  private final DataInputStream in;
  private final byte[] chunk = new byte[ChunkedOutput.LARGEST_CHUNK];
  private final MessageDigest digest = Digests.sha256();
  private int next;
  private int filled;
  private long octets;
  private boolean ended;

  ChunkedInput(DataInputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int part = Math.min(length, filled - next);
    System.arraycopy(chunk, next, into, offset, part);
    next += part;
    return part;
  }

  /** Reads to the end, and says what passed. */
  Digested drain() throws IOException {
    while (fill()) {
      next = filled;
    }
    return new Digested(octets, Digests.hex(digest));
  }

  private boolean fill() throws IOException {
    if (ended || next < filled) {
      return !ended;
    }
    try {
      int length = in.readInt();
      if (length < 0 || length > chunk.length) {
        throw new Damaged("a chunk claims to have " + Integer.toUnsignedString(length) + " octets");
      }
      in.readFully(chunk, 0, length);
      digest.update(chunk, 0, length);
      next = 0;
      filled = length;
      octets += length;
      ended = length == 0;
      return !ended;
    } catch (EOFException e) {
      throw new Damaged("it is cut short");
    }
  }
}
