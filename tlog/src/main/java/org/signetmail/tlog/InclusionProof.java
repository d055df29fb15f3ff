package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/**
 * The Merkle inclusion proof: that a leaf is at an index of the tree with a known root (RFC 9162
 * §2.1.3).
 *
 * @param index the leaf's index, from 0
 * @param size the number of leaves of the tree
 * @param hashes the path, from the leaf's sibling up to the root's child
 */
public record InclusionProof(long index, long size, List<Hash> hashes) {

  /** A proof; whether it holds is for {@link #verify} to say. */
  public InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes the proof for a leaf (RFC 9162 §2.1.3.1).
   *
   * @throws IndexOutOfBoundsException when the index is not below the size, or the nodes hold fewer
   *     leaves
   */
  public static InclusionProof make(long index, long size, NodeReader nodes) {
    Objects.checkIndex(index, size);
    List<Hash> siblings = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + MerkleTree.split(to - from);
      if (index < middle) {
        siblings.add(MerkleTree.subtree(middle, to, nodes));
        to = middle;
      } else {
        siblings.add(MerkleTree.subtree(from, middle, nodes));
        from = middle;
      }
    }
    return new InclusionProof(index, size, siblings.reversed());
  }

  /** Checks that the leaf with this hash is where the proof says, under this root (§2.1.3.2). */
  public Verification<InclusionProof> verify(Hash leaf, Hash root) {
    if (index < 0 || index >= size) {
      return refused("there is no such leaf");
    }
    long fn = index;
    long sn = size - 1;
    Hash r = leaf;
    for (Hash p : hashes) {
      if (sn == 0) {
        return refused("the path is longer than the tree is high");
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = MerkleTree.nodeHash(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = MerkleTree.nodeHash(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    if (sn != 0) {
      return refused("the path ends below the root");
    }
    return r.equals(root)
        ? new Verified<>(this)
        : refused("the path leads to root " + r + ", not to " + root);
  }

  private Verification<InclusionProof> refused(String why) {
    return new Refused<>(
        "inclusion proof of leaf %d in a tree of %d: %s (RFC 9162 §2.1.3.2)"
            .formatted(index, size, why));
  }
}
