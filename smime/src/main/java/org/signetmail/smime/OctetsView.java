package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.signetmail.smime.internal.BoundedInput;

/** A window on octets; those that cannot seek are skipped to its start. */
final class OctetsView implements Octets {
  private final Octets whole;
  private final long offset;
  private final long length;

  OctetsView(Octets whole, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, whole.size());
    this.whole = whole;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public InputStream stream() throws IOException {
    if (whole instanceof SeekableOctets seekable) {
      return seekable.stream(offset, length);
    }
    InputStream in = whole.stream();
    in.skipNBytes(offset);
    return new BoundedInput(in, length);
  }

  @Override
  public Octets slice(long from, long size) {
    Objects.checkFromIndexSize(from, size, length);
    return new OctetsView(whole, offset + from, size);
  }

  /** The whole stays its maker's to close. */
  @Override
  public void close() {}
}
