package org.signetmail.smime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.signetmail.smime.internal.cms.CipherSlices;

/**
 * One use of a file of a {@link Spool}: AES-256 in counter mode, so that reading may start
 * anywhere. The first half of the counter block numbers the use within the spool, the second counts
 * blocks: no key stream is ever used twice. The file has no name any more once it is open, so
 * nobody else can change it; what a crash leaves on the disk is noise.
 */
final class SpoolFile {
  private static final int CHUNK = 1 << 16;

  private final Spool spool;
  private final FileChannel channel;
  private final SecretKey key;
  private final long number;
  private final AtomicInteger views = new AtomicInteger();
  private volatile boolean isDone; // and the file perhaps another's

  SpoolFile(Spool spool, FileChannel channel, SecretKey key, long number) {
    this.spool = spool;
    this.channel = channel;
    this.key = key;
    this.number = number;
  }

  void retain() {
    views.incrementAndGet();
  }

  void release() throws IOException {
    if (views.decrementAndGet() == 0) {
      discard();
    }
  }

  void discard() throws IOException {
    isDone = true;
    spool.takeBack(channel);
  }

  Cipher cipher(long position) {
    try {
      byte[] counter = ByteBuffer.allocate(16).putLong(number).putLong(position >>> 4).array();
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter)); // CTR: both ways the same
      int into = (int) (position & 15);
      if (into > 0) {
        cipher.update(new byte[into]);
      }
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in counter mode", e);
    }
  }

  void write(byte[] encrypted, int from, int length, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(encrypted, from, length);
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  InputStream read(long offset, long length) {
    return new Reader(offset, length);
  }

  private final class Reader extends InputStream {
    private final byte[] buffer;
    private final long end;
    private Cipher cipher;
    private long position; // of the next byte to fetch from the file
    private int next;
    private int filled;

    Reader(long offset, long length) {
      this.position = offset;
      this.end = offset + length;
      this.buffer = new byte[Math.clamp(length, 1, CHUNK)];
      this.cipher = cipher(offset);
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (len == 0) {
        return 0;
      }
      if (next == filled && len >= buffer.length) {
        int n = fetch(b, off, Math.min(len, CHUNK));
        return n == 0 ? -1 : n;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(len, filled - next);
      System.arraycopy(buffer, next, b, off, n);
      next += n;
      return n;
    }

    @Override
    public long skip(long n) {
      long inBuffer = Math.min(Math.max(n, 0), filled - next);
      next += (int) inBuffer;
      long beyond = Math.min(n - inBuffer, end - position);
      if (beyond > 0) {
        position += beyond;
        cipher = cipher(position);
        return inBuffer + beyond;
      }
      return inBuffer;
    }

    @Override
    public int available() {
      return filled - next;
    }

    private boolean fill() throws IOException {
      if (next == filled) {
        next = 0;
        filled = fetch(buffer, 0, buffer.length);
      }
      return next < filled;
    }

    /** Returns how many octets there were; none at the end. */
    private int fetch(byte[] b, int off, int len) throws IOException {
      int want = (int) Math.min(len, end - position);
      ByteBuffer into = ByteBuffer.wrap(b, off, want);
      while (into.hasRemaining()) {
        int n = channel.read(into, position + into.position() - off);
        if (n < 0) {
          throw new EOFException("spool: the file is shorter than what was written to it");
        }
      }
      if (isDone) {
        throw new ClosedChannelException(); // what was read may be another's
      }
      try {
        CipherSlices.update(cipher, b, off, want, b, off);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("counter mode fits its own length", e);
      }
      position += want;
      return want;
    }
  }
}
