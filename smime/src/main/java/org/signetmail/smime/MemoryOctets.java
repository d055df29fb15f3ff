package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Octets in an array. */
record MemoryOctets(byte[] bytes, int offset, int length) implements Octets {
  @Override
  public long size() {
    return length;
  }

  @Override
  public InputStream stream() {
    return new ByteArrayInputStream(bytes, offset, length);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public Octets slice(long from, long size) {
    Objects.checkFromIndexSize(from, size, length);
    return new MemoryOctets(bytes, offset + (int) from, (int) size);
  }

  @Override
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public void close() {}

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "Octets[" + length + " in memory]";
  }
}
