package org.signetmail.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A log in memory, for tests of this room and of others. Durable as long as the process. */
public class MemoryLogStore implements LogStore {

  private final List<byte[]> leaves = new ArrayList<>();
  private final List<byte[]> openings = new ArrayList<>();
  private final Map<Integer, List<Hash>> levels = new HashMap<>();
  private @Nullable PublishedCheckpoint latest;

  @Override
  public synchronized List<Long> append(List<LogEntry> entries) {
    long from = size();
    List<Hash> hashes = entries.stream().map(LogEntry::leafHash).toList();
    for (Node node : Frontier.load(from, this).append(hashes).nodes()) {
      levels.computeIfAbsent(node.level(), _ -> new ArrayList<>()).add(node.hash());
    }
    for (LogEntry entry : entries) {
      leaves.add(entry.leaf());
      openings.add(entry.openingJson());
    }
    return LongStream.range(from, size()).boxed().toList();
  }

  @Override
  public synchronized long size() {
    return leaves.size();
  }

  @Override
  public synchronized List<byte[]> leaves(long from, long to) {
    return slice(leaves, from, to).stream().map(byte[]::clone).toList();
  }

  @Override
  public synchronized List<LogEntry> entries(long from, long to) {
    Objects.checkFromToIndex(from, to, size());
    return LongStream.range(from, to)
        .mapToObj(i -> LogEntry.parse(leaves.get((int) i), openings.get((int) i)))
        .toList();
  }

  @Override
  public synchronized List<Hash> nodes(int level, long from, long to) {
    return slice(levels.getOrDefault(level, List.of()), from, to);
  }

  @Override
  public synchronized Optional<PublishedCheckpoint> latestCheckpoint() {
    return Optional.ofNullable(latest);
  }

  @Override
  public synchronized void saveCheckpoint(PublishedCheckpoint checkpoint) {
    if (latest == null || latest.checkpoint().size() <= checkpoint.checkpoint().size()) {
      latest = checkpoint;
    }
  }

  /** Changes a leaf behind the log's back. */
  void tamperLeaf(int index, LogEntry entry) {
    leaves.set(index, entry.leaf());
  }

  /** Changes the openings of an entry behind the log's back. */
  void tamperOpening(int index, LogEntry entry) {
    openings.set(index, entry.openingJson());
  }

  /** Changes a stored hash behind the log's back. */
  void tamperNode(int level, int index, Hash hash) {
    Objects.requireNonNull(levels.get(level)).set(index, hash);
  }

  /** Sets the latest checkpoint behind the log's back. */
  void tamperCheckpoint(PublishedCheckpoint checkpoint) {
    latest = checkpoint;
  }

  private static <T> List<T> slice(List<T> all, long from, long to) {
    Objects.checkFromToIndex(from, to, all.size());
    return List.copyOf(all.subList((int) from, (int) to));
  }
}
