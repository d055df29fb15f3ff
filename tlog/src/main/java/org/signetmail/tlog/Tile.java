package org.signetmail.tlog;

import java.util.Optional;

/**
 * A file of the log as it is served over HTTP (C2SP tlog-tiles): 256 hashes, or the 256 leaves
 * under them. The rightmost of a level may be partial.
 *
 * <p>A full tile never changes; a partial one is a prefix of the full one, and its width is part of
 * its path, so it never changes either.
 */
public sealed interface Tile permits HashTile, EntryBundle {

  /** The number of hashes or leaves in a full tile. */
  int WIDTH = 256;

  /** The place of this tile within its level, from 0. */
  long index();

  /** How many hashes or leaves are in it, 1 to 256; less than 256 in a partial tile. */
  int width();

  /**
   * The path below the log's prefix: {@code tile/<L>/<N>[.p/<W>]}, {@code
   * tile/entries/<N>[.p/<W>]}, with N as {@code x001/x234/067}.
   */
  String path();

  /**
   * The bytes of this tile in the log's tree of this size; empty when that tree does not reach it.
   *
   * @param size a size the log has published, so that nothing is served before it is signed
   */
  Optional<byte[]> read(LogReader log, long size);

  /**
   * The tile at this path.
   *
   * @throws LogFormatException when it is not the path of a tile
   */
  static Tile parse(String path) {
    return TilePath.parse(path);
  }
}
