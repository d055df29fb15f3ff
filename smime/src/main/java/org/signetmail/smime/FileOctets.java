package org.signetmail.smime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * Octets that lie in a file of their owner's, read where they are. A file is read more than once,
 * so it must stay the same: whoever reads to the end of one that was written to meanwhile gets an
 * error, before anything made from it counts.
 */
final class FileOctets implements Octets, SeekableOctets {
  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final FileTime modified;

  FileOctets(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
    this.modified = Files.getLastModifiedTime(file);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream stream() {
    return stream(0, size);
  }

  @Override
  public InputStream stream(long from, long length) {
    Objects.checkFromIndexSize(from, length, size);
    return new Reader(from, from + length);
  }

  @Override
  public Octets slice(long from, long length) {
    return new OctetsView(this, from, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void requireUnchanged() throws IOException {
    if (channel.size() != size || !Files.getLastModifiedTime(file).equals(modified)) {
      throw new IOException(file + ": was written to while it was read; give a file that stays");
    }
  }

  private final class Reader extends InputStream {
    private final long end;
    private long position;

    Reader(long from, long end) {
      this.position = from;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (len == 0) {
        return 0;
      }
      if (position == end) {
        requireUnchanged();
        return -1;
      }
      int n = channel.read(ByteBuffer.wrap(b, off, (int) Math.min(len, end - position)), position);
      if (n < 0) {
        throw new EOFException(file + ": became shorter while it was read");
      }
      position += n;
      return n;
    }

    @Override
    public long skip(long n) {
      long skipped = Math.clamp(n, 0, end - position);
      position += skipped;
      return skipped;
    }
  }
}
