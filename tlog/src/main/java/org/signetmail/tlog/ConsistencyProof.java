package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/**
 * The Merkle consistency proof: that a tree only added leaves to an earlier one, so that nothing
 * was changed or removed in between (RFC 9162 §2.1.4).
 *
 * <p>Two cases that the RFC leaves out have an empty path: every tree is consistent with the empty
 * one, and a tree is consistent with itself.
 *
 * @param oldSize the number of leaves of the earlier tree
 * @param newSize the number of leaves of the later tree
 * @param hashes the path
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> hashes) {

  /** A proof; whether it holds is for {@link #verify} to say. */
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes the proof between two sizes (RFC 9162 §2.1.4.1).
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= oldSize <= newSize}, and when the nodes
   *     hold fewer leaves
   */
  public static ConsistencyProof make(long oldSize, long newSize, NodeReader nodes) {
    Objects.checkFromToIndex(0, oldSize, newSize);
    List<Hash> path = new ArrayList<>();
    if (oldSize == 0) {
      return new ConsistencyProof(oldSize, newSize, path);
    }
    long from = 0;
    long to = newSize;
    while (to != oldSize) {
      long middle = from + MerkleTree.split(to - from);
      if (oldSize <= middle) {
        path.add(MerkleTree.subtree(middle, to, nodes));
        to = middle;
      } else {
        path.add(MerkleTree.subtree(from, middle, nodes));
        from = middle;
      }
    }
    // From 0 the rest is the old tree itself, whose root the verifier has.
    if (from != 0) {
      path.add(MerkleTree.subtree(from, to, nodes));
    }
    return new ConsistencyProof(oldSize, newSize, path.reversed());
  }

  /** Checks that the tree with the new root continues the tree with the old root (§2.1.4.2). */
  public Verification<ConsistencyProof> verify(Hash oldRoot, Hash newRoot) {
    if (oldSize < 0 || oldSize > newSize) {
      return refused("the later tree is the smaller one");
    }
    if (oldSize == 0 || oldSize == newSize) {
      return verifyWithoutPath(oldRoot, newRoot);
    }
    List<Hash> path = new ArrayList<>(hashes);
    if (path.isEmpty()) {
      return refused("the path is empty");
    }
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    long fn = oldSize - 1;
    long sn = newSize - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    Hash fr = path.getFirst();
    Hash sr = fr;
    for (Hash c : path.subList(1, path.size())) {
      if (sn == 0) {
        return refused("the path is longer than the tree is high");
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = MerkleTree.nodeHash(c, fr);
        sr = MerkleTree.nodeHash(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = MerkleTree.nodeHash(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    if (sn != 0) {
      return refused("the path ends below the root");
    }
    if (!fr.equals(oldRoot)) {
      return refused("the path leads to old root " + fr + ", not to " + oldRoot);
    }
    return sr.equals(newRoot)
        ? new Verified<>(this)
        : refused("the path leads to new root " + sr + ", not to " + newRoot);
  }

  private Verification<ConsistencyProof> verifyWithoutPath(Hash oldRoot, Hash newRoot) {
    if (!hashes.isEmpty()) {
      return refused("the path should be empty");
    }
    Hash expected = oldSize == 0 ? MerkleTree.emptyRoot() : newRoot;
    if (!oldRoot.equals(expected)) {
      return refused("the old root is " + oldRoot + ", not " + expected);
    }
    return newSize != 0 || newRoot.equals(expected)
        ? new Verified<>(this)
        : refused("the new root is " + newRoot + ", not " + expected);
  }

  private Verification<ConsistencyProof> refused(String why) {
    return new Refused<>(
        "consistency proof from %d to %d leaves: %s (RFC 9162 §2.1.4.2)"
            .formatted(oldSize, newSize, why));
  }
}
