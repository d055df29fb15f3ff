package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 9162 §2.1 (and RFC 6962 §2.1) with SHA-256.
 *
 * <p>A tree over n leaves splits at the largest power of two below n; so every node left of the
 * right edge is the root of a complete subtree, and a tree that grows keeps all of these.
 */
public final class MerkleTree {

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  /** The hash of a leaf: {@code SHA-256(0x00 ‖ leaf)}. */
  public static Hash leafHash(byte[] leaf) {
    return Hash.sha256(LEAF, leaf);
  }

  /** The hash over two subtrees: {@code SHA-256(0x01 ‖ left ‖ right)}. */
  public static Hash nodeHash(Hash left, Hash right) {
    return Hash.sha256(NODE, left.bytes(), right.bytes());
  }

  /** The root of the tree without leaves: {@code SHA-256()}. */
  public static Hash emptyRoot() {
    return Hash.sha256();
  }

  /**
   * The root of the tree over the first {@code size} leaves.
   *
   * @throws IndexOutOfBoundsException when the nodes hold fewer leaves
   */
  public static Hash root(long size, NodeReader nodes) {
    return Frontier.load(size, nodes).root();
  }

  /**
   * The hash over the leaves {@code [from, to)} where {@code from} is a place at which the tree of
   * RFC 9162 splits: {@code MTH(D[from:to])}.
   */
  static Hash subtree(long from, long to, NodeReader nodes) {
    List<Hash> peaks = new ArrayList<>();
    for (long start = from; start < to; ) {
      int level = 63 - Long.numberOfLeadingZeros(to - start);
      peaks.add(nodes.node(level, start >> level));
      start += 1L << level;
    }
    return fold(peaks);
  }

  /** Joins the complete subtrees of a range, largest first, into one hash. */
  static Hash fold(List<Hash> peaks) {
    return peaks.reversed().stream()
        .reduce((right, left) -> nodeHash(left, right))
        .orElseGet(MerkleTree::emptyRoot);
  }

  /** The largest power of two below {@code size}: where a tree of this size splits. */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
