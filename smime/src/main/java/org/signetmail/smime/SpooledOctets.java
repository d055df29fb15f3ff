package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** An owner of octets in an encrypted file; the last owner to close gives the space back. */
final class SpooledOctets implements Octets, SeekableOctets {
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
    return stream(0, length);
  }

  private void requireOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("octets: closed; keep them open as long as they are read");
    }
  }

  @Override
  public Octets slice(long from, long size) {
    Objects.checkFromIndexSize(from, size, length);
    return new OctetsView(this, from, size);
  }

  @Override
  public InputStream stream(long from, long size) throws IOException {
    requireOpen();
    return file.read(offset + from, size);
  }

  @Override
  public Octets share() {
    return new SpooledOctets(file, offset, length);
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
