package org.signetmail.tlog;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A tile of hashes (C2SP tlog-tiles, Merkle Tree). At level 0 these are leaf hashes; at level l
 * each is the root of a complete subtree of {@code 256^l} leaves, that is, of a full tile below.
 *
 * @param level the level in tiles: 8 levels of the tree
 * @param index the place within the level, from 0
 * @param width the number of hashes, 256 unless partial
 */
public record HashTile(int level, long index, int width) implements Tile {

  private static final int HEIGHT = 8;
  private static final int MAX_LEVEL = 63;

  /**
   * A tile, whether or not a log has it.
   *
   * @throws LogFormatException when level, index or width are out of range
   */
  public HashTile {
    if (level < 0 || level > MAX_LEVEL) {
      throw new LogFormatException("tile: level " + level + " is not 0 to 63 (C2SP tlog-tiles)");
    }
    TilePath.check(index, width);
  }

  @Override
  public String path() {
    return TilePath.format(Integer.toString(level), this);
  }

  @Override
  public Optional<byte[]> read(LogReader log, long size) {
    int height = HEIGHT * level;
    if (height >= Long.SIZE || !TilePath.reaches(size >> height, this)) {
      return Optional.empty();
    }
    long from = index * WIDTH;
    ByteArrayOutputStream tile = new ByteArrayOutputStream(width * Hash.LENGTH);
    log.nodes(height, from, from + width).forEach(hash -> tile.writeBytes(hash.bytes()));
    return Optional.of(tile.toByteArray());
  }
}
