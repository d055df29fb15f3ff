package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.archive.Scope;
import org.signetmail.tlog.EntryType;

/** What every {@link RecoveryStore} keeps to. */
abstract class RecoveryStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasOpened() {
    RecoveryCase opened = recoveryCase("R-7K3Q-M2");
    assertEquals(Optional.of(0L), open(opened));
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
        store.recoveries().cases(100).stream().map(RecoveryCase::id).toList());
  }

  @Test
  void anIdIsGivenOnce() {
    open(recoveryCase("R-A"));
    assertThrows(IllegalArgumentException.class, () -> open(recoveryCase("R-A")));
    assertEquals(1, store.recoveries().cases(100).size());
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
            new Step.Withdrawn(NOON, BOB),
            new Step.Rejected(NOON, "unsound"),
            new Step.Expired(NOON),
            new Step.Told(NOON));
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
    assertEquals(steps.subList(4, 9), found.subList(4, 9));
    assertEquals(10, store.log().size());
    assertEquals(
        List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), store.recoveries().logIndexes("R-A"));
    assertEquals(List.of(), store.recoveries().logIndexes("R-B"));
  }

  @Test
  void keepsWhatAnInvestigationMaySee() {
    Scope scope = new Scope(NOON.minusSeconds(60), NOON, List.of(BOB, ALICE));
    Receiver station =
        new Receiver.Station(TestCertificates.fresh(), scope, Optional.of(NOON.plusSeconds(60)));
    open(recoveryCase("R-A", station, NOON));
    assertEquals(station, store.recoveries().find("R-A").orElseThrow().receiver());
    Receiver code = new Receiver.OwnerWithCode(TestCertificates.fresh());
    open(recoveryCase("R-B", code, NOON));
    assertEquals(code, store.recoveries().find("R-B").orElseThrow().receiver());
  }

  @Test
  void aRequestOpensOneCase() {
    RecoveryCase first = recoveryCase("R-A");
    open(first);
    RecoveryCase again =
        new RecoveryCase(
            "R-B",
            BOB,
            ALICE,
            first.keys(),
            first.receiver(),
            "",
            "",
            NOON,
            first.request(),
            List.of());
    assertEquals(Optional.empty(), open(again));
    assertEquals(1, store.log().size());
    String digest = RecoveryRequest.digest(first.request());
    assertEquals("R-A", store.recoveries().ofRequest(digest).orElseThrow().id());
    assertEquals(Optional.empty(), store.recoveries().ofRequest(RecoveryRequest.digest(octets(3))));
  }

  @Test
  void countsWhatWasOpenedAndReleasedInATime() {
    Receiver receiver = new Receiver.Owner(TestCertificates.fresh());
    open(recoveryCase("R-OLD", receiver, NOON.minusSeconds(10)));
    open(recoveryCase("R-A", receiver, NOON));
    open(recoveryCase("R-B", receiver, NOON).with(new Step.Rejected(NOON, "unsound")));
    append("R-OLD", 0, new Step.Released(NOON, ALICE));
    append("R-OLD", 1, new Step.Released(NOON, ALICE));
    assertEquals(
        new RecoveryStore.Tally(1, 1, 1), store.recoveries().tally(BOB, NOON.minusSeconds(1)));
    assertEquals(
        new RecoveryStore.Tally(0, 2, 1), store.recoveries().tally(ALICE, NOON.minusSeconds(11)));
    assertEquals(new RecoveryStore.Tally(0, 0, 0), store.recoveries().tally(BOB, NOON));
  }

  @Test
  void findsCasesWithoutAnEndAndOwnersWhoWereNotTold() {
    Receiver owner = new Receiver.Owner(TestCertificates.fresh());
    Scope scope = new Scope(NOON.minusSeconds(60), NOON, List.of(BOB));
    Receiver silent =
        new Receiver.Station(TestCertificates.fresh(), scope, Optional.of(NOON.plusSeconds(60)));
    open(recoveryCase("R-A", owner, NOON));
    open(recoveryCase("R-B", silent, NOON.plusSeconds(1)));
    open(recoveryCase("R-C", owner, NOON).with(new Step.Rejected(NOON, "unsound")));
    append("R-A", 0, new Step.Refused(NOON, ALICE, "early"));
    assertEquals(List.of("R-A"), ids(store.recoveries().unfinished(NOON)));
    assertEquals(List.of("R-A", "R-B"), ids(store.recoveries().unfinished(NOON.plusSeconds(9))));
    append("R-A", 1, new Step.Expired(NOON));
    assertEquals(List.of("R-B"), ids(store.recoveries().unfinished(NOON.plusSeconds(9))));

    assertEquals(List.of(), ids(store.recoveries().untold(NOON)));
    assertEquals(List.of("R-B"), ids(store.recoveries().untold(NOON.plusSeconds(60))));
    append("R-B", 0, new Step.Told(NOON.plusSeconds(60)));
    assertEquals(List.of(), ids(store.recoveries().untold(NOON.plusSeconds(60))));
  }

  private static List<String> ids(List<RecoveryCase> cases) {
    return cases.stream().map(RecoveryCase::id).toList();
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

  private Optional<Long> open(RecoveryCase newCase) {
    return store.recoveries().open(newCase, entry(EntryType.RECOVERY_REQUESTED));
  }

  private Optional<Long> append(String id, int steps, Step step) {
    return store.recoveries().append(id, steps, step, entry(EntryType.RECOVERY_APPROVED));
  }

  static RecoveryCase recoveryCase(String id) {
    return recoveryCase(id, new Receiver.Owner(TestCertificates.fresh("alice@example.test")), NOON);
  }

  private static RecoveryCase recoveryCase(String id, Receiver receiver, Instant at) {
    return new RecoveryCase(
        id,
        BOB,
        ALICE,
        List.of(OTHER_ISSUER, ISSUER),
        receiver,
        "lost the token – 'really'",
        "",
        at,
        octets(900),
        List.of());
  }
}
