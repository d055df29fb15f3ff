package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.tlog.Audit.Broken;
import org.signetmail.tlog.Audit.Consistent;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/**
 * Recomputes a log from its leaves and holds the result against what the log stored and signed. It
 * needs the public side of the log and its vkey only, so anybody can run it.
 *
 * <p>What it finds: a leaf that was changed, a stored hash that is not that of its leaves, leaves
 * that were removed, a checkpoint that is not signed by the log or not of this tree. What it cannot
 * find from inside alone: a store that was put back as a whole, checkpoint included, to an earlier
 * state. For that, give it checkpoints that were kept somewhere else.
 *
 * <p>One pass over the leaves in order, in constant memory.
 */
public final class Auditor {

  private static final long BATCH = 1024;

  private final LogReader log;
  private final NoteVerifier key;

  /** An auditor of this log with this key. */
  public Auditor(LogReader log, NoteVerifier key) {
    this.log = log;
    this.key = key;
  }

  /**
   * Audits the log as it is now.
   *
   * @param remembered checkpoints that were signed by the log and kept elsewhere: by a witness, in
   *     a backup, in a proof
   */
  public Audit audit(List<SignedNote> remembered) {
    List<SignedNote> notes = new ArrayList<>(remembered);
    log.latestCheckpoint().map(PublishedCheckpoint::note).ifPresent(notes::add);
    // Read after the checkpoint: a log that grows meanwhile is never too short for it.
    long size = log.size();
    SortedMap<Long, Hash> roots = new TreeMap<>();
    for (SignedNote note : notes) {
      Optional<Broken> broken = addRoot(note, size, roots);
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return recompute(size, roots);
  }

  private Optional<Broken> addRoot(SignedNote note, long size, SortedMap<Long, Hash> roots) {
    Checkpoint checkpoint;
    try {
      switch (Checkpoint.open(note, key)) {
        case Refused<Checkpoint>(String reason) -> {
          return Optional.of(new Broken(reason, 0));
        }
        case Verified<Checkpoint>(Checkpoint signed) -> checkpoint = signed;
      }
    } catch (LogFormatException e) {
      return Optional.of(new Broken(e.getMessage(), 0));
    }
    if (checkpoint.size() > size) {
      return Optional.of(
          new Broken(
              "log: holds %d leaves, but signed a checkpoint of %d: leaves were removed"
                  .formatted(size, checkpoint.size()),
              size));
    }
    Hash other = roots.put(checkpoint.size(), checkpoint.root());
    return other == null || other.equals(checkpoint.root())
        ? Optional.empty()
        : Optional.of(
            new Broken(
                "log: signed two different trees of %d leaves".formatted(checkpoint.size()), 0));
  }

  private Audit recompute(long size, SortedMap<Long, Hash> roots) {
    Frontier frontier = Frontier.empty();
    Optional<Broken> broken = wrongRoot(frontier, roots);
    while (broken.isEmpty() && frontier.size() < size) {
      long from = frontier.size();
      SortedMap<Long, Hash> ahead = roots.tailMap(from + 1);
      long stop = ahead.isEmpty() ? size : ahead.firstKey();
      List<byte[]> leaves = log.leaves(from, Math.min(stop, from + BATCH));
      Frontier.Growth growth = frontier.append(leaves.stream().map(MerkleTree::leafHash).toList());
      frontier = growth.after();
      broken = wrongNode(growth.nodes());
      if (broken.isEmpty()) {
        broken = wrongRoot(frontier, roots);
      }
    }
    return broken.isPresent() ? broken.get() : new Consistent(size, frontier.root());
  }

  private static Optional<Broken> wrongRoot(Frontier frontier, SortedMap<Long, Hash> roots) {
    Hash signed = roots.get(frontier.size());
    return signed == null || signed.equals(frontier.root())
        ? Optional.empty()
        : Optional.of(
            new Broken(
                "log: the first %d leaves make root %s, signed was %s (RFC 9162 §2.1.1)"
                    .formatted(frontier.size(), frontier.root(), signed),
                0));
  }

  /** The first of these nodes, from the leaves up, that is stored with another hash. */
  private Optional<Broken> wrongNode(List<Node> nodes) {
    SortedMap<Integer, List<Node>> levels = new TreeMap<>();
    nodes.forEach(node -> levels.computeIfAbsent(node.level(), _ -> new ArrayList<>()).add(node));
    for (List<Node> level : levels.values()) {
      Node first = level.getFirst();
      List<Hash> stored = log.nodes(first.level(), first.index(), level.getLast().index() + 1);
      for (int i = 0; i < level.size(); i++) {
        if (!level.get(i).hash().equals(stored.get(i))) {
          return Optional.of(wrong(level.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private static Broken wrong(Node node) {
    return node.level() == 0
        ? new Broken(
            "log: leaf %d is not the one that was appended, or its stored hash was changed"
                .formatted(node.index()),
            node.index())
        : new Broken(
            "log: the stored hash %d of level %d is not that of the leaves under it"
                .formatted(node.index(), node.level()),
            node.index() << node.level());
  }
}
