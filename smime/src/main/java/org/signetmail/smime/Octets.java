package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The exact bytes of a message or a part: in memory when small, in an encrypted spool file when
 * large; read as a stream as often as needed, never copied whole.
 *
 * <p>Safe for use by many threads. {@link #close} removes what lies on disk, once every owner made
 * with {@link #share} has closed; a view made with {@link #slice} owns nothing.
 */
public interface Octets extends Closeable {
  long size();

  /** A new stream over all bytes, from the first. */
  InputStream stream() throws IOException;

  default void writeTo(OutputStream out) throws IOException {
    try (InputStream in = stream()) {
      byte[] buffer = new byte[Math.clamp(size(), 1, 1 << 17)];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  /**
   * A view of {@code length} bytes from {@code offset}, good as long as these octets are open; no
   * byte is copied, and closing it does nothing.
   *
   * @throws IndexOutOfBoundsException when that is not within these octets
   */
  default Octets slice(long offset, long length) {
    return new OctetsView(this, offset, length);
  }

  /** Another owner of the same bytes: what lies on disk stays until both are closed. */
  default Octets share() {
    return slice(0, size());
  }

  /** All bytes in one array, for octets known to be small. */
  default byte[] toByteArray() throws IOException {
    if (size() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "octets: " + size() + " bytes do not fit in memory; read them as a stream");
    }
    try (InputStream in = stream()) {
      return in.readNBytes((int) size());
    }
  }

  @Override
  void close() throws IOException;

  /** These bytes, in memory; the array must not change afterwards. */
  static Octets of(byte[] bytes) {
    return new MemoryOctets(bytes, 0, bytes.length);
  }

  /**
   * The bytes of a file, read from it each time; it must stay as it is until these octets are
   * closed.
   */
  static Octets of(Path file) throws IOException {
    return new FileOctets(file);
  }

  /** The parts one after the other, without copying; closing it closes them. */
  static Octets concat(List<Octets> parts) {
    return new JoinedOctets(parts);
  }
}
