package org.signetmail.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The recursive definitions of RFC 9162 §2.1, word for word and slow, to hold the others against.
 */
final class ReferenceTree {

  private ReferenceTree() {}

  /** Leaf hashes of {@code n} leaves that differ. */
  static List<Hash> leaves(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> MerkleTree.leafHash(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** MTH(D_n), §2.1.1. */
  static Hash mth(List<Hash> d) {
    if (d.isEmpty()) {
      return Hash.sha256();
    }
    if (d.size() == 1) {
      return d.getFirst();
    }
    int k = split(d.size());
    byte[] one = {1};
    return Hash.sha256(one, mth(d.subList(0, k)).bytes(), mth(d.subList(k, d.size())).bytes());
  }

  /** PATH(m, D_n), §2.1.3.1. */
  static List<Hash> path(int m, List<Hash> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = split(d.size());
    List<Hash> left = d.subList(0, k);
    List<Hash> right = d.subList(k, d.size());
    return m < k ? append(path(m, left), mth(right)) : append(path(m - k, right), mth(left));
  }

  /** PROOF(m, D_n), §2.1.4.1. */
  static List<Hash> proof(int m, List<Hash> d) {
    return subproof(m, d, true);
  }

  private static List<Hash> subproof(int m, List<Hash> d, boolean complete) {
    if (m == d.size()) {
      return complete ? List.of() : List.of(mth(d));
    }
    int k = split(d.size());
    List<Hash> left = d.subList(0, k);
    List<Hash> right = d.subList(k, d.size());
    return m <= k
        ? append(subproof(m, left, complete), mth(right))
        : append(subproof(m - k, right, false), mth(left));
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  private static List<Hash> append(List<Hash> list, Hash hash) {
    List<Hash> longer = new ArrayList<>(list);
    longer.add(hash);
    return longer;
  }
}
