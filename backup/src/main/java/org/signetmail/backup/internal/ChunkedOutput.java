package org.signetmail.backup.internal;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Octets whose number is not known beforehand: chunks after their length in four octets, a length
 * of zero at the end. Counts and digests what passes.
 */
final class ChunkedOutput extends OutputStream {
  static final int LARGEST_CHUNK = 1 << 16;

  private final DataOutputStream out;
  private final byte[] chunk = new byte[LARGEST_CHUNK];
  private final MessageDigest digest = Digests.sha256();
  private int filled;
  private long octets;

  ChunkedOutput(DataOutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, chunk.length - filled);
      System.arraycopy(source, offset + done, chunk, filled, part);
      filled += part;
      done += part;
      if (filled == chunk.length) {
        emit();
      }
    }
  }

  /** Ends the octets; the stream beneath stays open. */
  Digested finish() throws IOException {
    emit();
    out.writeInt(0);
    return new Digested(octets, Digests.hex(digest));
  }

  private void emit() throws IOException {
    if (filled > 0) {
      out.writeInt(filled);
      out.write(chunk, 0, filled);
      digest.update(chunk, 0, filled);
      octets += filled;
      filled = 0;
    }
  }

  /** How many octets passed, and their SHA-256 in hexadecimal. */
  record Digested(long octets, String digest) {}
}
