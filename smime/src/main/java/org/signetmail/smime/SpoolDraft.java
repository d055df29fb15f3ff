package org.signetmail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import org.signetmail.smime.internal.cms.CipherSlices;

/** A draft that moves to a file once it outgrows memory. */
final class SpoolDraft extends Spool.Draft {
  private static final int CHUNK = 1 << 16;

  private final Spool spool;
  private byte[] buffer = new byte[1 << 13]; // most messages fit, or nearly
  private int filled;
  private long written; // to the file
  private @Nullable SpoolFile file;
  private @Nullable Cipher cipher;
  private boolean done;

  SpoolDraft(Spool spool) {
    this.spool = spool;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    if (done) {
      throw new IOException("octets: are finished; nothing can be added");
    }
    spool.requireRoom(written + filled + len);
    if (file == null && filled + (long) len <= spool.inMemoryUpTo()) {
      ensure(filled + len);
      System.arraycopy(b, off, buffer, filled, len);
      filled += len;
      return;
    }
    if (file == null) {
      moveToFile();
    }
    while (len > 0) {
      int n = Math.min(len, CHUNK - filled);
      encrypt(b, off, n);
      off += n;
      len -= n;
      if (filled == CHUNK) {
        writeOut();
      }
    }
  }

  @Override
  public Octets finish() throws IOException {
    if (done) {
      throw new IOException("octets: are finished already");
    }
    done = true;
    SpoolFile target = file;
    if (target == null) {
      return new MemoryOctets(buffer, 0, filled);
    }
    writeOut();
    file = null;
    return new SpooledOctets(target, 0, written);
  }

  @Override
  public void close() throws IOException {
    done = true;
    if (file != null) {
      file.discard();
      file = null;
    }
  }

  private void moveToFile() throws IOException {
    byte[] waiting = buffer;
    int length = filled;
    file = spool.create();
    cipher = file.cipher(0);
    buffer = new byte[CHUNK];
    filled = 0;
    write(waiting, 0, length);
  }

  private void encrypt(byte[] bytes, int from, int length) {
    try {
      Cipher working = Objects.requireNonNull(cipher);
      filled += CipherSlices.update(working, bytes, from, length, buffer, filled);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("counter mode fits its own length", e);
    }
  }

  private void writeOut() throws IOException {
    Objects.requireNonNull(file).write(buffer, 0, filled, written);
    written += filled;
    filled = 0;
  }

  private void ensure(int size) {
    if (size > buffer.length) {
      buffer =
          Arrays.copyOf(buffer, Math.max(size, Math.min(buffer.length * 2, Integer.MAX_VALUE / 2)));
    }
  }
}
