package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link LogStore} keeps to. A subclass gives a fresh store to each test. */
public abstract class LogStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final NoteSigner signer =
      NoteSigner.of("log.example.test", NoteSigner.generate(new SecureRandom()));

  /** The store under test, without entries; the same one within a test. */
  protected abstract LogStore store();

  @Test
  void isEmptyAtFirst() {
    assertEquals(0, store().size());
    assertEquals(Optional.empty(), store().latestCheckpoint());
    assertEquals(List.of(), store().leaves(0, 0));
    assertEquals(List.of(), store().entries(0, 0));
    assertEquals(List.of(), store().nodes(0, 0, 0));
  }

  @Test
  void givesBackWhatWasAppended() {
    List<LogEntry> entries = entries(0, 3);
    assertEquals(List.of(0L, 1L), store().append(entries.subList(0, 2)));
    assertEquals(List.of(), store().append(List.of()));
    assertEquals(List.of(2L), store().append(entries.subList(2, 3)));

    assertEquals(3, store().size());
    assertEquals(entries, store().entries(0, 3));
    assertEquals(entries.subList(1, 2), store().entries(1, 2));
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(entries.get(i).leaf(), store().leaf(i));
    }
    assertEquals(2, store().leaves(1, 3).size());
  }

  @Test
  void keepsOpeningsBesideTheLeaf() {
    LogEntry entry =
        LogEntry.of(EntryType.KEY_ARCHIVED, NOON)
            .committing("mailbox", "grüße@example.test", new byte[Commitment.SALT_LENGTH]);
    store().append(List.of(entry));
    assertEquals(
        Optional.of("grüße@example.test"), store().entries(0, 1).getFirst().value("mailbox"));
    assertArrayEquals(entry.published().leaf(), store().leaf(0));
  }

  @Test
  void storesEveryCompleteSubtree() {
    Frontier frontier = Frontier.empty();
    List<Node> nodes = new ArrayList<>();
    for (int size : new int[] {1, 2, 5, 64, 3, 70}) {
      List<LogEntry> entries = entries((int) frontier.size(), size);
      store().append(entries);
      Frontier.Growth growth = frontier.append(entries.stream().map(LogEntry::leafHash).toList());
      frontier = growth.after();
      nodes.addAll(growth.nodes());
    }
    for (Node node : nodes) {
      assertEquals(node.hash(), store().node(node.level(), node.index()));
    }
    assertEquals(145 >> 3, store().nodes(3, 0, 145 >> 3).size());
    assertEquals(store().node(2, 30), store().nodes(2, 20, 36).get(10));
    assertEquals(frontier.root(), MerkleTree.root(145, store()));
  }

  @Test
  void refusesWhatItDoesNotHave() {
    store().append(entries(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> store().leaf(3));
    assertThrows(IndexOutOfBoundsException.class, () -> store().leaves(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> store().leaves(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> store().leaves(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> store().entries(3, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> store().node(1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> store().node(5, 0));
  }

  @Test
  void keepsTheLargestCheckpoint() {
    PublishedCheckpoint five = checkpoint(5, NOON);
    PublishedCheckpoint fiveAgain = checkpoint(5, NOON.plusSeconds(1));
    PublishedCheckpoint four = checkpoint(4, NOON.plusSeconds(2));
    store().saveCheckpoint(five);
    assertEquals(Optional.of(five), store().latestCheckpoint());
    store().saveCheckpoint(fiveAgain);
    assertEquals(Optional.of(fiveAgain), store().latestCheckpoint());
    store().saveCheckpoint(four);
    assertEquals(Optional.of(fiveAgain), store().latestCheckpoint());
  }

  @Test
  void ordersAppendsOfManyThreads() throws Exception {
    int threads = 4;
    int rounds = 25;
    Set<Long> indexes = new HashSet<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<List<Long>>> work = new ArrayList<>();
      for (int i = 0; i < threads * rounds; i++) {
        List<LogEntry> entries = entries(3 * i, 3);
        work.add(() -> store().append(entries));
      }
      for (Future<List<Long>> future : executor.invokeAll(work)) {
        List<Long> given = future.get();
        assertEquals(given.get(0) + 1, given.get(1));
        assertEquals(given.get(1) + 1, given.get(2));
        indexes.addAll(given);
      }
    }
    assertEquals(3 * threads * rounds, indexes.size());
    assertEquals(indexes.size(), store().size());
    assertInstanceOf(Audit.Consistent.class, new TransparencyLog(store(), signer).audit());
  }

  private PublishedCheckpoint checkpoint(long size, Instant at) {
    Checkpoint checkpoint = new Checkpoint(signer.name(), size, MerkleTree.emptyRoot());
    return new PublishedCheckpoint(signer.sign(checkpoint.text()), at);
  }

  private static List<LogEntry> entries(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i ->
            LogEntry.of(EntryType.CERTIFICATE_ISSUED, NOON.plusSeconds(i))
                .with("serial", Integer.toHexString(i))
                .committing("mailbox", "user" + i + "@example.test", new byte[16]))
        .toList();
  }
}
