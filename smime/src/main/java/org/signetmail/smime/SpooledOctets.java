package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Octets in an encrypted file without a name; the last view to close gives the space back. */
final class SpooledOctets implements Octets {
  private final SpoolFile file;
  private final long offset;
  private final long length;
  private final AtomicBoolean closed = new AtomicBoolean();

  SpooledOctets(SpoolFile file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
    file.retain();
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public InputStream stream() throws IOException {
    if (closed.get()) {
      throw new IOException("octets: closed; keep them open as long as they are read");
    }
    return file.read(offset, length);
  }

  @Override
  public Octets slice(long from, long size) {
    Objects.checkFromIndexSize(from, size, length);
    return new SpooledOctets(file, offset + from, size);
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      file.release();
    }
  }

  @Override
  public String toString() {
    return "Octets[" + length + " spooled]";
  }
}
