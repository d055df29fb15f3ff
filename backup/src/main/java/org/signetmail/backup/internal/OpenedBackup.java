package org.signetmail.backup.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.SealedOctets;

/**
 * A file whose segments are opened one at a time, the last one kept: what is read in order is
 * opened once.
 */
final class OpenedBackup implements Closeable {
  private final FileChannel channel;
  private final List<DecryptionIdentity> keys;
  private final long[] offsets;
  private byte[] opened = new byte[0];
  private int current = -1;

  /**
   * @param segments how many the manifest says there are
   */
  OpenedBackup(Path file, int segments, List<DecryptionIdentity> keys) throws IOException {
    this.keys = keys;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      this.offsets = offsets(segments);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * A part of a segment.
   *
   * @throws Unopened when none of the keys opens it
   */
  byte[] read(int segment, int offset, int length) throws IOException {
    byte[] all = segment(segment);
    if (offset > all.length - length) {
      throw new Damaged("its index leads beyond a segment");
    }
    return Arrays.copyOfRange(all, offset, offset + length);
  }

  byte[] segment(int segment) throws IOException {
    if (segment == current) {
      return opened;
    }
    if (segment < 0 || segment >= offsets.length) {
      throw new Damaged("its index leads to a segment that is not there");
    }
    byte[] sealed = new byte[length(offsets[segment])];
    BackupFile.read(channel, sealed, offsets[segment] + Integer.BYTES);
    try {
      opened = SealedOctets.open(sealed, keys, Segments.LARGEST);
      current = segment;
      return opened;
    } catch (IOException e) {
      throw new Unopened(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private long[] offsets(int segments) throws IOException {
    if (segments < 0 || segments > channel.size() / Integer.BYTES) {
      throw new Damaged("its manifest claims more segments than it has");
    }
    long[] found = new long[segments];
    long at = BackupFile.MAGIC.length;
    for (int i = 0; i < segments; i++) {
      found[i] = at;
      at += Integer.BYTES + length(at);
    }
    return found;
  }

  private int length(long at) throws IOException {
    byte[] length = new byte[Integer.BYTES];
    BackupFile.read(channel, length, at);
    int octets = ByteBuffer.wrap(length).getInt();
    BackupFile.requireSegment(octets);
    return octets;
  }

  /** None of the keys opens it. */
  static final class Unopened extends IOException {
    private static final long serialVersionUID = 1L;

    Unopened(IOException cause) {
      super("none of the keys opens it", cause);
    }
  }
}
