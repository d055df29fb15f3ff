package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.signetmail.tlog.ReferenceTree.leaves;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {

  /** Inputs and roots for sizes 1 to 8 that certificate-transparency implementations share. */
  private static final List<String> KNOWN_INPUTS =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> KNOWN_ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void emptyRootIsTheHashOfNothing() {
    String known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertEquals(Hash.ofHex(known), MerkleTree.emptyRoot());
    assertEquals(Hash.ofHex(known), Frontier.empty().root());
  }

  @Test
  void makesTheKnownRoots() {
    Frontier frontier = Frontier.empty();
    for (int i = 0; i < KNOWN_INPUTS.size(); i++) {
      byte[] leaf = HexFormat.of().parseHex(KNOWN_INPUTS.get(i));
      frontier = frontier.append(MerkleTree.leafHash(leaf)).after();
      assertEquals(Hash.ofHex(KNOWN_ROOTS.get(i)), frontier.root(), "size " + (i + 1));
    }
  }

  @Test
  void growsAsTheDefinitionSays() {
    Nodes nodes = new Nodes();
    Frontier frontier = Frontier.empty();
    List<Hash> leaves = leaves(300);
    for (int size = 1; size <= 300; size++) {
      Frontier.Growth growth = frontier.append(leaves.get(size - 1));
      growth.nodes().forEach(nodes::add);
      frontier = growth.after();
      Hash root = ReferenceTree.mth(leaves.subList(0, size));
      assertEquals(root, frontier.root(), "size " + size);
      assertEquals(root, MerkleTree.root(size, nodes), "size " + size);
      assertEquals(frontier, Frontier.load(size, nodes), "size " + size);
    }
    // Every size before is still there.
    for (int size = 0; size <= 300; size++) {
      assertEquals(ReferenceTree.mth(leaves.subList(0, size)), MerkleTree.root(size, nodes));
    }
  }

  @Test
  void growsTheSameInBatches() {
    List<Hash> leaves = leaves(200);
    for (int first : new int[] {0, 1, 7, 64, 100, 199}) {
      Frontier.Growth one = Frontier.empty().append(leaves.subList(0, first));
      Frontier.Growth two = one.after().append(leaves.subList(first, 200));
      assertEquals(Frontier.empty().append(leaves).after(), two.after());
      assertEquals(200 + 100 + 50 + 25 + 12 + 6 + 3 + 1, one.nodes().size() + two.nodes().size());
    }
  }

  @Test
  void refusesFrontiersThatAreNone() {
    Hash hash = MerkleTree.emptyRoot();
    assertThrows(IllegalArgumentException.class, () -> new Frontier(3, List.of(hash)));
    assertThrows(IllegalArgumentException.class, () -> new Frontier(-1, List.of(hash)));
    assertThrows(IndexOutOfBoundsException.class, () -> Frontier.load(1, new Nodes()));
  }

  /** Stored nodes; each is stored once. */
  static final class Nodes implements NodeReader {

    private record Place(int level, long index) {}

    private final Map<Place, Hash> hashes = new HashMap<>();

    static Nodes of(List<Hash> leaves) {
      Nodes nodes = new Nodes();
      Frontier.empty().append(leaves).nodes().forEach(nodes::add);
      return nodes;
    }

    void add(Node node) {
      assertEquals(null, hashes.put(new Place(node.level(), node.index()), node.hash()));
    }

    @Override
    public Hash node(int level, long index) {
      Hash hash = hashes.get(new Place(level, index));
      if (hash == null) {
        throw new IndexOutOfBoundsException(level + ", " + index);
      }
      return hash;
    }
  }
}
