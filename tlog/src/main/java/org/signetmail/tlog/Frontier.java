package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree: the roots of its complete subtrees, all that is needed to append to it.
 * Others call it the compact range {@code [0, size)}.
 *
 * <p>A store appends inside its own transaction, so that the act and its leaf are committed
 * together or not at all:
 *
 * <pre>{@code
 * long size = …;                                     // read under the lock that appending takes
 * Growth growth = Frontier.load(size, nodes).append(entry.leafHash());
 * // insert the entry at index size, insert growth.nodes(), commit
 * }</pre>
 *
 * <p>Two transactions must not append from the same size: the store orders them.
 *
 * @param size the number of leaves
 * @param peaks the roots of the complete subtrees, largest (leftmost) first: one for each 1 in the
 *     binary form of the size
 */
public record Frontier(long size, List<Hash> peaks) {

  /**
   * A frontier.
   *
   * @throws IllegalArgumentException when a tree of this size has another number of peaks
   */
  public Frontier {
    peaks = List.copyOf(peaks);
    if (size < 0 || Long.bitCount(size) != peaks.size()) {
      throw new IllegalArgumentException(
          "frontier: " + peaks.size() + " peaks do not make a tree of " + size + " leaves");
    }
  }

  /**
   * What appending brought.
   *
   * @param after the frontier of the grown tree
   * @param nodes the nodes to store, each after the nodes it is made from: the new leaf hashes and
   *     every complete subtree that they closed, on average two for each leaf
   */
  public record Growth(Frontier after, List<Node> nodes) {}

  /** The frontier of the tree without leaves. */
  public static Frontier empty() {
    return new Frontier(0, List.of());
  }

  /**
   * The frontier of the tree over the first {@code size} leaves; reads at most 63 nodes.
   *
   * @throws IndexOutOfBoundsException when the nodes hold fewer leaves
   */
  public static Frontier load(long size, NodeReader nodes) {
    List<Hash> peaks = new ArrayList<>();
    long start = 0;
    for (int level = 62; level >= 0; level--) {
      if (((size >> level) & 1) == 1) {
        peaks.add(nodes.node(level, start >> level));
        start += 1L << level;
      }
    }
    return new Frontier(size, peaks);
  }

  /** Appends one leaf hash. */
  public Growth append(Hash leaf) {
    return append(List.of(leaf));
  }

  /** Appends leaf hashes in this order. */
  public Growth append(List<Hash> leaves) {
    List<Hash> edge = new ArrayList<>(peaks);
    List<Node> nodes = new ArrayList<>(2 * leaves.size());
    long count = size;
    for (Hash leaf : leaves) {
      Hash hash = leaf;
      nodes.add(new Node(0, count, hash));
      // Every trailing 1 of the count is a subtree that the new one completes: carry, as in adding
      // 1.
      for (int level = 0; ((count >> level) & 1) == 1; level++) {
        hash = MerkleTree.nodeHash(edge.removeLast(), hash);
        nodes.add(new Node(level + 1, count >> (level + 1), hash));
      }
      edge.add(hash);
      count++;
    }
    return new Growth(new Frontier(count, edge), List.copyOf(nodes));
  }

  /** The root of the tree (RFC 9162 §2.1.1). */
  public Hash root() {
    return MerkleTree.fold(peaks);
  }
}
