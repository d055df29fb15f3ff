package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.signetmail.smime.internal.mime.TransportScan;

/**
 * A message that was looked at once for what transport may change, and its body, which remembers
 * what was seen: a large one is not read again for the same question.
 */
record ScannedOctets(Octets octets, long bodyOffset, boolean isBodySafe) implements Octets {

  /** The body of such a message. */
  private record Body(Octets octets, boolean isSafe) implements Octets, TransportScan.Known {
    @Override
    public long size() {
      return octets.size();
    }

    @Override
    public InputStream stream() throws IOException {
      return octets.stream();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      octets.writeTo(out);
    }

    @Override
    public Octets slice(long offset, long length) {
      return octets.slice(offset, length);
    }

    @Override
    public void close() throws IOException {
      octets.close();
    }
  }

  @Override
  public long size() {
    return octets.size();
  }

  @Override
  public InputStream stream() throws IOException {
    return octets.stream();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    octets.writeTo(out);
  }

  @Override
  public Octets slice(long offset, long length) {
    Octets slice = octets.slice(offset, length);
    boolean isBody = offset == bodyOffset && offset + length == size();
    return isBody ? new Body(slice, isBodySafe) : slice;
  }

  @Override
  public void close() throws IOException {
    octets.close();
  }
}
