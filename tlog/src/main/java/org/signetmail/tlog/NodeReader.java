package org.signetmail.tlog;

/**
 * Where the stored hashes of a Merkle tree are read from.
 *
 * <p>Node {@code (level, index)} is the root of the complete subtree over the leaves {@code [index
 * * 2^level, (index + 1) * 2^level)}; level 0 holds the leaf hashes. Such a node never changes once
 * its last leaf is there. Only these are stored: what lies at the tree's ragged right edge is
 * computed.
 */
@FunctionalInterface
public interface NodeReader {

  /**
   * The hash of a node.
   *
   * @throws IndexOutOfBoundsException when the tree does not hold all leaves under it
   */
  Hash node(int level, long index);
}
