package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.tlog.ReferenceTree.leaves;
import static org.signetmail.tlog.ReferenceTree.mth;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.tlog.MerkleTreeTest.Nodes;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

final class ProofTest {

  private static final int MAX = 40;
  private static final List<Hash> LEAVES = leaves(MAX);
  private static final Nodes NODES = Nodes.of(LEAVES);
  private static final Hash OTHER = MerkleTree.leafHash(new byte[] {42});

  @Test
  void everyLeafOfEveryTreeIsProven() {
    for (int size = 1; size <= MAX; size++) {
      Hash root = root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.make(index, size, NODES);
        assertEquals(ReferenceTree.path(index, LEAVES.subList(0, size)), proof.hashes());
        assertHolds(proof.verify(LEAVES.get(index), root));
      }
    }
  }

  @Test
  void everyChangedInclusionProofIsRefused() {
    for (int size = 1; size <= MAX; size++) {
      Hash root = root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.make(index, size, NODES);
        Hash leaf = LEAVES.get(index);
        assertRefused(proof.verify(OTHER, root));
        assertRefused(proof.verify(leaf, OTHER));
        for (List<Hash> path : mutations(proof.hashes())) {
          assertRefused(new InclusionProof(index, size, path).verify(leaf, root));
        }
        for (long wrong = -1; wrong <= size + 1; wrong++) {
          if (wrong != index) {
            assertRefused(new InclusionProof(wrong, size, proof.hashes()).verify(leaf, root));
          }
        }
      }
    }
  }

  @Test
  void inclusionProofSurvivesExtremes() {
    assertRefused(new InclusionProof(0, 0, List.of()).verify(OTHER, OTHER));
    assertRefused(new InclusionProof(0, Long.MIN_VALUE, List.of()).verify(OTHER, OTHER));
    assertRefused(
        new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of(OTHER))
            .verify(OTHER, OTHER));
    assertThrows(IndexOutOfBoundsException.class, () -> InclusionProof.make(1, 1, NODES));
    assertThrows(IndexOutOfBoundsException.class, () -> InclusionProof.make(0, MAX + 1, NODES));
  }

  @Test
  void everyTreeContinuesEveryEarlierOne() {
    for (int size = 0; size <= MAX; size++) {
      for (int old = 0; old <= size; old++) {
        ConsistencyProof proof = ConsistencyProof.make(old, size, NODES);
        if (old > 0) {
          assertEquals(ReferenceTree.proof(old, LEAVES.subList(0, size)), proof.hashes());
        }
        assertHolds(proof.verify(root(old), root(size)));
      }
    }
  }

  @Test
  void everyChangedConsistencyProofIsRefused() {
    for (int size = 0; size <= MAX; size++) {
      for (int old = 0; old <= size; old++) {
        ConsistencyProof proof = ConsistencyProof.make(old, size, NODES);
        assertRefused(proof.verify(OTHER, root(size)));
        if (old > 0 || size == 0) {
          assertRefused(proof.verify(root(old), OTHER));
        }
        for (List<Hash> path : mutations(proof.hashes())) {
          assertRefused(new ConsistencyProof(old, size, path).verify(root(old), root(size)));
        }
        for (int wrong = 1; wrong <= size; wrong++) {
          if (wrong != old) {
            assertRefused(
                new ConsistencyProof(wrong, size, proof.hashes()).verify(root(old), root(size)));
          }
        }
      }
    }
  }

  @Test
  void consistencyProofSurvivesExtremes() {
    assertRefused(new ConsistencyProof(2, 1, List.of(OTHER)).verify(OTHER, OTHER));
    assertRefused(new ConsistencyProof(-1, 1, List.of(OTHER)).verify(OTHER, OTHER));
    assertRefused(
        new ConsistencyProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of(OTHER))
            .verify(OTHER, OTHER));
    assertThrows(IndexOutOfBoundsException.class, () -> ConsistencyProof.make(2, 1, NODES));
    assertThrows(IndexOutOfBoundsException.class, () -> ConsistencyProof.make(1, MAX + 1, NODES));
  }

  private static Hash root(int size) {
    return mth(LEAVES.subList(0, size));
  }

  /** Each hash changed, left out or doubled; one more at either end; neighbours exchanged. */
  private static List<List<Hash>> mutations(List<Hash> path) {
    List<List<Hash>> mutations = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<Hash> changed = new ArrayList<>(path);
      byte[] bytes = changed.get(i).bytes();
      bytes[i % Hash.LENGTH] ^= 1;
      changed.set(i, Hash.of(bytes));
      mutations.add(changed);

      List<Hash> shorter = new ArrayList<>(path);
      shorter.remove(i);
      mutations.add(shorter);

      List<Hash> longer = new ArrayList<>(path);
      longer.add(i, path.get(i));
      mutations.add(longer);

      if (i > 0) {
        List<Hash> exchanged = new ArrayList<>(path);
        exchanged.set(i, path.get(i - 1));
        exchanged.set(i - 1, path.get(i));
        mutations.add(exchanged);
      }
    }
    List<Hash> before = new ArrayList<>(path);
    before.addFirst(OTHER);
    mutations.add(before);
    List<Hash> after = new ArrayList<>(path);
    after.addLast(OTHER);
    mutations.add(after);
    return mutations;
  }

  private static void assertHolds(Verification<?> verification) {
    assertInstanceOf(Verified.class, verification);
  }

  private static void assertRefused(Verification<?> verification) {
    String reason = assertInstanceOf(Refused.class, verification).reason();
    assertTrue(reason.contains("RFC 9162"), reason);
  }
}
