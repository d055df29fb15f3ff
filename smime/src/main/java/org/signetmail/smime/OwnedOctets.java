package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Octets that take with them, when closed, what they are views of. */
final class OwnedOctets implements Octets {
  private final Octets octets;
  private final List<Closeable> owned;

  OwnedOctets(Octets octets, List<? extends Closeable> owned) {
    this.octets = octets;
    this.owned = List.copyOf(owned);
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
  public void close() throws IOException {
    octets.close();
    for (Closeable one : owned) {
      one.close();
    }
  }
}
