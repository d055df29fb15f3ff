package org.signetmail.pkix.internal.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The valid policy graph (RFC 9618 §3): which policies the certificates so far agree on.
 *
 * <p>RFC 5280 kept a tree, in which a policy could stand many times at one depth, once below each
 * parent; policy mappings then made it grow exponentially with the length of the path. In the graph
 * a policy stands once at each depth and has many parents, so that a depth has at most as many
 * nodes as its certificate names policies and maps them.
 */
final class PolicyGraph {
  static final String ANY_POLICY = "2.5.29.32.0";

  /** One for each certificate so far, and one for the root; each from policy to node. */
  private final List<Map<String, Node>> levels = new ArrayList<>();

  private boolean empty;

  private static final class Node {
    final String policy;
    final Set<Node> parents = new LinkedHashSet<>();
    Set<String> expected;

    Node(String policy) {
      this.policy = policy;
      this.expected = Set.of(policy);
    }
  }

  PolicyGraph() {
    levels.add(new HashMap<>(Map.of(ANY_POLICY, new Node(ANY_POLICY))));
  }

  /** A certificate without policies ends the agreement (§6.1.3 e). */
  void clear() {
    empty = true;
  }

  boolean isEmpty() {
    return empty;
  }

  /**
   * The policies of the next certificate (RFC 9618 §5.2, §6.1.3 d).
   *
   * @param anyCounts whether anyPolicy in it stands for every policy expected of it
   */
  void add(List<String> policies, boolean anyCounts) {
    if (empty) {
      return;
    }
    Map<String, Node> above = levels.getLast();
    Map<String, List<Node>> expecting = new LinkedHashMap<>();
    for (Node node : above.values()) {
      for (String policy : node.expected) {
        expecting.computeIfAbsent(policy, one -> new ArrayList<>()).add(node);
      }
    }
    Map<String, Node> level = new LinkedHashMap<>();
    for (String policy : policies) {
      if (policy.equals(ANY_POLICY)) {
        continue;
      }
      List<Node> parents = expecting.getOrDefault(policy, List.of());
      Node any = above.get(ANY_POLICY);
      if (parents.isEmpty() && any != null) {
        parents = List.of(any);
      }
      if (!parents.isEmpty()) {
        level.computeIfAbsent(policy, Node::new).parents.addAll(parents);
      }
    }
    if (anyCounts && policies.contains(ANY_POLICY)) {
      expecting.forEach((policy, parents) -> {
        if (!level.containsKey(policy)) {
          Node node = new Node(policy);
          node.parents.addAll(parents);
          level.put(policy, node);
        }
      });
    }
    levels.add(level);
    prune();
  }

  /**
   * The mappings of the certificate added last (§6.1.4 b).
   *
   * @param allowed whether mapping is still permitted; where it is not, a mapped policy is dropped
   */
  void map(Map<String, Set<String>> mappings, boolean allowed) {
    if (empty) {
      return;
    }
    Map<String, Node> level = levels.getLast();
    @Nullable Node any = level.get(ANY_POLICY);
    mappings.forEach((policy, subjects) -> {
      Node node = level.get(policy);
      if (!allowed) {
        level.remove(policy);
      } else if (node != null) {
        node.expected = subjects;
      } else if (any != null) {
        Node mapped = new Node(policy);
        mapped.expected = subjects;
        mapped.parents.addAll(any.parents);
        level.put(policy, mapped);
      }
    });
    prune();
  }

  /** Whether a policy that the user asks for is among those agreed on (§6.1.5 g). */
  boolean meets(Set<String> asked) {
    if (empty) {
      return false;
    }
    if (asked.contains(ANY_POLICY) || levels.getLast().containsKey(ANY_POLICY)) {
      return true;
    }
    for (Map<String, Node> level : levels) {
      for (Node node : level.values()) {
        boolean rootsPolicy =
            node.parents.stream().anyMatch(parent -> parent.policy.equals(ANY_POLICY));
        if (rootsPolicy && asked.contains(node.policy)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Nodes above the last depth that nobody below continues are dropped (§6.1.3 d 3). */
  private void prune() {
    for (int i = levels.size() - 2; i >= 0; i--) {
      Set<Node> continued = new LinkedHashSet<>();
      levels.get(i + 1).values().forEach(node -> continued.addAll(node.parents));
      levels.get(i).values().retainAll(continued);
    }
    empty = levels.getLast().isEmpty();
  }
}
