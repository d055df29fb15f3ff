package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Octets one after the other. */
final class JoinedOctets implements Octets {
  private final List<Octets> parts;
  private final long size;

  JoinedOctets(List<Octets> parts) {
    this.parts = List.copyOf(parts);
    long sum = 0;
    for (Octets part : parts) {
      sum = Math.addExact(sum, part.size());
    }
    this.size = sum;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream stream() {
    return new Joined();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (Octets part : parts) {
      part.writeTo(out);
    }
  }

  /** Views of the parts themselves, so that what can seek does. */
  @Override
  public Octets slice(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size);
    List<Octets> views = new ArrayList<>();
    long start = 0; // of the part
    for (Octets part : parts) {
      long from = Math.max(offset - start, 0);
      long to = Math.min(offset + length - start, part.size());
      if (from < to) {
        views.add(part.slice(from, to - from));
      }
      start += part.size();
    }
    return views.size() == 1 ? views.getFirst() : new JoinedOctets(views);
  }

  @Override
  public void close() throws IOException {
    for (Octets part : parts) {
      part.close();
    }
  }

  /** Opens each part when the one before has ended. */
  private final class Joined extends InputStream {
    private int next;
    private @Nullable InputStream current;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      while (len > 0) {
        if (current == null) {
          if (next == parts.size()) {
            return -1;
          }
          current = parts.get(next++).stream();
        }
        int n = current.read(b, off, len);
        if (n > 0) {
          return n;
        }
        current.close();
        current = null;
      }
      return 0;
    }

    @Override
    public void close() throws IOException {
      next = parts.size();
      if (current != null) {
        current.close();
      }
    }
  }
}
