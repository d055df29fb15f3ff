package org.signetmail.tlog;

import java.util.List;
import java.util.Optional;

/**
 * The public side of a log, as anybody may read it: leaves, hashes and the latest checkpoint. The
 * keeper's own store is one implementation; tiles fetched over HTTP can be another.
 *
 * <p>What was readable once stays readable and never changes. Safe for use by several threads; a
 * reader sees every append that was committed before its call. I/O failures surface as the
 * implementation's own unchecked exceptions.
 */
public interface LogReader extends NodeReader {

  /** The number of leaves. */
  long size();

  /**
   * The leaves {@code [from, to)} in order: the exact bytes that were appended.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size()}
   */
  List<byte[]> leaves(long from, long to);

  /**
   * The stored hashes {@code [from, to)} of one level, as {@link NodeReader} counts them.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size() >> level}
   */
  List<Hash> nodes(int level, long from, long to);

  /** The checkpoint of the largest size that was saved; empty before the first. */
  Optional<PublishedCheckpoint> latestCheckpoint();

  /**
   * One leaf.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
   */
  default byte[] leaf(long index) {
    return leaves(index, index + 1).getFirst();
  }

  @Override
  default Hash node(int level, long index) {
    return nodes(level, index, index + 1).getFirst();
  }
}
