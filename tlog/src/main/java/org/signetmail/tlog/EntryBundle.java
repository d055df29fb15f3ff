package org.signetmail.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A bundle of leaves (C2SP tlog-tiles, Log entries): each with its length before it, as a
 * big-endian number of 16 bits. The leaf at place i hashes to place i of the level-0 {@link
 * HashTile} of the same index.
 *
 * @param index the place of the bundle, from 0
 * @param width the number of leaves, 256 unless partial
 */
public record EntryBundle(long index, int width) implements Tile {

  /**
   * A bundle, whether or not a log has it.
   *
   * @throws LogFormatException when index or width are out of range
   */
  public EntryBundle {
    TilePath.check(index, width);
  }

  @Override
  public String path() {
    return TilePath.format("entries", this);
  }

  @Override
  public Optional<byte[]> read(LogReader log, long size) {
    if (!TilePath.reaches(size, this)) {
      return Optional.empty();
    }
    long from = index * WIDTH;
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] leaf : log.leaves(from, from + width)) {
      bundle.write(leaf.length >> 8);
      bundle.write(leaf.length);
      bundle.writeBytes(leaf);
    }
    return Optional.of(bundle.toByteArray());
  }

  /**
   * The leaves in the bytes of this bundle.
   *
   * @throws LogFormatException when they are not exactly as many as the width
   */
  public List<byte[]> split(byte[] bundle) {
    List<byte[]> leaves = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bundle);
    while (rest.hasRemaining() && leaves.size() < width) {
      int length = rest.remaining() < 2 ? Integer.MAX_VALUE : Short.toUnsignedInt(rest.getShort());
      if (length > rest.remaining()) {
        throw new LogFormatException("entry bundle " + path() + ": cut off (C2SP tlog-tiles)");
      }
      leaves.add(Arrays.copyOfRange(bundle, rest.position(), rest.position() + length));
      rest.position(rest.position() + length);
    }
    if (leaves.size() != width || rest.hasRemaining()) {
      throw new LogFormatException(
          "entry bundle " + path() + ": must hold " + width + " entries (C2SP tlog-tiles)");
    }
    return leaves;
  }
}
