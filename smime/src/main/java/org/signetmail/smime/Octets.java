package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The exact bytes of a message or a part: in memory when small, in an encrypted spool file when
 * large; read as a stream as often as needed, never copied whole.
 *
 * <p>Safe for use by many threads. {@link #close} removes what lies on disk.
 */
public interface Octets extends Closeable {
  long size();

  InputStream stream() throws IOException;

  default void writeTo(OutputStream out) throws IOException {
    try (InputStream in = stream()) {
      in.transferTo(out);
    }
  }

  @Override
  void close() throws IOException;

  /** These bytes, in memory; the array must not change afterwards. */
  static Octets of(byte[] bytes) { throw new UnsupportedOperationException("STUB"); }
}
