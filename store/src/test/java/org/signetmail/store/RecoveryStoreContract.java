package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.tlog.EntryType;

/** What every {@link RecoveryStore} keeps to. */
abstract class RecoveryStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasOpened() {
    RecoveryCase opened = recoveryCase("R-7K3Q-M2");
    assertEquals(0, open(opened));
    RecoveryCase found = store.recoveries().find("R-7K3Q-M2").orElseThrow();
    assertEquals(opened.requester(), found.requester());
    assertEquals(opened.owner(), found.owner());
    assertEquals(opened.keys(), found.keys());
    assertEquals(opened.receiver(), found.receiver());
    assertEquals(opened.reason(), found.reason());
    assertEquals(opened.legalReference(), found.legalReference());
    assertEquals(opened.requestedAt(), found.requestedAt());
    assertArrayEquals(opened.request(), found.request());
    assertEquals(List.of(), found.steps());
    assertEquals(Optional.empty(), store.recoveries().find("R-0000-00"));
  }

  @Test
  void listsCasesNewestFirst() {
    open(recoveryCase("R-B"));
    open(recoveryCase("R-A"));
    open(recoveryCase("R-C"));
    assertEquals(
        List.of("R-C", "R-A", "R-B"),
        store.recoveries().cases().stream().map(RecoveryCase::id).toList());
  }

  @Test
  void anIdIsGivenOnce() {
    open(recoveryCase("R-A"));
    assertThrows(IllegalArgumentException.class, () -> open(recoveryCase("R-A")));
    assertEquals(1, store.recoveries().cases().size());
    assertEquals(1, store.log().size());
  }

  @Test
  void keepsEveryKindOfStepInOrder() {
    open(recoveryCase("R-A"));
    byte[] signature = octets(64);
    ResealedShare share = new ResealedShare(OTHER_ISSUER, 2, octets(700));
    List<Step> steps =
        List.of(
            new Step.Refused(NOON, ALICE, "no quorum"),
            new Step.Approved(NOON, ISSUER, List.of(share, share), signature),
            new Step.Denied(NOON, OTHER_ISSUER, "not convinced", signature),
            new Step.Approved(NOON, OTHER_ISSUER, List.of(), signature),
            new Step.Released(NOON, ALICE),
            new Step.Withdrawn(NOON, BOB));
    for (int i = 0; i < steps.size(); i++) {
      assertEquals(Optional.of(i + 1L), append("R-A", i, steps.get(i)));
    }
    List<Step> found = store.recoveries().find("R-A").orElseThrow().steps();
    assertEquals(steps.getFirst(), found.getFirst());
    Step.Approved approved = assertInstanceOf(Step.Approved.class, found.get(1));
    assertEquals(ISSUER, approved.officer());
    assertEquals(NOON, approved.at());
    assertArrayEquals(signature, approved.signature());
    assertEquals(2, approved.shares().size());
    assertEquals(share.key(), approved.shares().get(1).key());
    assertEquals(share.index(), approved.shares().get(1).index());
    assertArrayEquals(share.sealed(), approved.shares().get(1).sealed());
    Step.Denied denied = assertInstanceOf(Step.Denied.class, found.get(2));
    assertEquals("not convinced", denied.why());
    assertEquals(List.of(), assertInstanceOf(Step.Approved.class, found.get(3)).shares());
    assertEquals(steps.subList(4, 6), found.subList(4, 6));
    assertEquals(7, store.log().size());
  }

  @Test
  void whoIsSlowerMustReadAgain() {
    open(recoveryCase("R-A"));
    append("R-A", 0, new Step.Withdrawn(NOON, ALICE));
    assertEquals(Optional.empty(), append("R-A", 0, new Step.Released(NOON, ALICE)));
    assertEquals(Optional.empty(), append("R-A", 2, new Step.Released(NOON, ALICE)));
    assertEquals(1, store.recoveries().find("R-A").orElseThrow().steps().size());
    assertEquals(2, store.log().size());
    assertThrows(
        IllegalArgumentException.class, () -> append("R-B", 0, new Step.Withdrawn(NOON, ALICE)));
  }

  @Test
  void ofManyAtOnceOneWins() throws Exception {
    open(recoveryCase("R-A"));
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(6)) {
      for (int round = 0; round < 5; round++) {
        int steps = round;
        List<Callable<Optional<Long>>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          RecoveryStore recoveries = i % 2 == 0 ? store.recoveries() : second.recoveries();
          Step step = new Step.Refused(NOON, ALICE, "attempt " + i);
          work.add(() -> recoveries.append("R-A", steps, step, entry(EntryType.RECOVERY_REFUSED)));
        }
        int won = 0;
        for (Future<Optional<Long>> future : executor.invokeAll(work)) {
          won += future.get().isPresent() ? 1 : 0;
        }
        assertEquals(1, won);
      }
    }
    assertEquals(5, store.recoveries().find("R-A").orElseThrow().steps().size());
    assertEquals(6, store.log().size());
  }

  private long open(RecoveryCase newCase) {
    return store.recoveries().open(newCase, entry(EntryType.RECOVERY_REQUESTED));
  }

  private Optional<Long> append(String id, int steps, Step step) {
    return store.recoveries().append(id, steps, step, entry(EntryType.RECOVERY_APPROVED));
  }

  private static RecoveryCase recoveryCase(String id) {
    return new RecoveryCase(
        id,
        BOB,
        ALICE,
        List.of(OTHER_ISSUER, ISSUER),
        TestCertificates.fresh("alice@example.test"),
        "lost the token – 'really'",
        "",
        NOON,
        octets(900),
        List.of());
  }
}
