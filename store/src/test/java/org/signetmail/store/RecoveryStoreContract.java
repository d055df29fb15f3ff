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
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.DayLimits;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.archive.RecoveryStore.Written;
import org.signetmail.archive.Scope;
import org.signetmail.tlog.EntryType;

/** What every {@link RecoveryStore} keeps to. */
abstract class RecoveryStoreContract extends StoreContract {
  static final DayLimits MANY = new DayLimits(NOON.minusSeconds(60), 99, 99, 99);

  @Test
  void givesBackWhatWasOpened() {
    RecoveryCase opened = recoveryCase("R-7K3Q-M2");
    assertEquals(new Written.Done(0), open(opened));
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
    assertEquals(
        List.of("R-C", "R-A"),
        store.recoveries().ofOwner(ALICE, 2).stream().map(RecoveryCase::id).toList());
    assertEquals(List.of(), store.recoveries().ofOwner(BOB, 2), "who asks is not who is asked for");
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
      assertEquals(new Written.Done(i + 1L), append("R-A", i, steps.get(i)));
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
    assertEquals(new Written.Overtaken(), open(again));
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
    assertEquals(new Written.Overtaken(), append("R-A", 0, new Step.Released(NOON, ALICE)));
    assertEquals(new Written.Overtaken(), append("R-A", 2, new Step.Released(NOON, ALICE)));
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
        List<Callable<Written>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          RecoveryStore recoveries = i % 2 == 0 ? store.recoveries() : second.recoveries();
          Step step = new Step.Refused(NOON, ALICE, "attempt " + i);
          work.add(
              () -> recoveries.append("R-A", steps, step, MANY, entry(EntryType.RECOVERY_REFUSED)));
        }
        assertEquals(1, done(executor.invokeAll(work)));
      }
    }
    assertEquals(5, store.recoveries().find("R-A").orElseThrow().steps().size());
    assertEquals(6, store.log().size());
  }

  @Test
  void noMoreCasesAreOpenedInADayThanItsLimitHoweverManyComeAtOnce() throws Exception {
    Receiver receiver = new Receiver.Owner(TestCertificates.fresh());
    open(recoveryCase("R-OLD", receiver, NOON.minusSeconds(60)));
    DayLimits ofOne = new DayLimits(NOON.minusSeconds(1), 3, 99, 99);
    DayLimits ofAll = new DayLimits(NOON.minusSeconds(1), 99, 5, 99);
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (DayLimits limits : List.of(ofOne, ofAll)) {
        List<Callable<Written>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          RecoveryStore recoveries = i % 2 == 0 ? store.recoveries() : second.recoveries();
          RecoveryCase newCase = recoveryCase("R-" + limits.cases() + i, receiver, NOON);
          work.add(() -> recoveries.open(newCase, limits, entry(EntryType.RECOVERY_REQUESTED)));
        }
        assertEquals(limits.equals(ofOne) ? 3 : 2, done(executor.invokeAll(work)));
      }
    }
    assertEquals(6, store.recoveries().cases(100).size());
    assertEquals(6, store.log().size(), "what was refused left nothing");
    Written refused =
        store
            .recoveries()
            .open(recoveryCase("R-NO", receiver, NOON), ofOne, entry(EntryType.RECOVERY_REQUESTED));
    assertEquals(
        ArchiveFinding.RECOVERY_TOO_MANY,
        assertInstanceOf(Written.OverLimit.class, refused).why().code());
    RecoveryCase rejected =
        recoveryCase("R-NO", receiver, NOON).with(new Step.Rejected(NOON, "too many"));
    assertInstanceOf(
        Written.Done.class,
        store.recoveries().open(rejected, ofOne, entry(EntryType.RECOVERY_REFUSED)),
        "the attempt is kept and does not count");
  }

  @Test
  void noMoreCasesAreReleasedInADayThanItsLimitHoweverManyComeAtOnce() throws Exception {
    DayLimits two = new DayLimits(NOON.minusSeconds(1), 99, 99, 2);
    List<String> ids = List.of("R-A", "R-B", "R-C", "R-D", "R-E", "R-F");
    ids.forEach(id -> open(recoveryCase(id)));
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(6)) {
      List<Callable<Written>> work = new ArrayList<>();
      for (String id : ids) {
        RecoveryStore recoveries = work.size() % 2 == 0 ? store.recoveries() : second.recoveries();
        work.add(() ->
            recoveries.append(
                id, 0, new Step.Released(NOON, ALICE), two, entry(EntryType.RECOVERY_RELEASED)));
      }
      assertEquals(2, done(executor.invokeAll(work)));
    }
    List<RecoveryCase> released =
        store.recoveries().cases(10).stream().filter(one -> !one.steps().isEmpty()).toList();
    assertEquals(2, released.size());
    assertEquals(8, store.log().size());
    assertInstanceOf(
        Written.Done.class,
        store
            .recoveries()
            .append(
                released.getFirst().id(),
                1,
                new Step.Released(NOON, ALICE),
                two,
                entry(EntryType.RECOVERY_RELEASED)),
        "one that was released may be collected again");
  }

  private static int done(List<Future<Written>> answers) throws Exception {
    int done = 0;
    for (Future<Written> answer : answers) {
      done += answer.get() instanceof Written.Done ? 1 : 0;
    }
    return done;
  }

  private Written open(RecoveryCase newCase) {
    return store.recoveries().open(newCase, MANY, entry(EntryType.RECOVERY_REQUESTED));
  }

  private Written append(String id, int steps, Step step) {
    return store.recoveries().append(id, steps, step, MANY, entry(EntryType.RECOVERY_APPROVED));
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
