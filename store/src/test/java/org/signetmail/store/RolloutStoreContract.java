package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.Milestone;
import org.signetmail.rollout.MilestoneStore.Awaited;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.SimulationRecord;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveInvitation;
import org.signetmail.rollout.WaveRecord;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** What the stores of a rollout promise. */
abstract class RolloutStoreContract extends StoreContract {
  private static final Instant LATER = NOON.plus(Duration.ofHours(1));

  @Test
  void aNewPlanReplacesWavesThatHaveNotBegunAndNoOther() {
    store.waves().plan(List.of(wave("pilot", "it"), wave("rest", "sales", "key accounts")), NOON);
    WaveRecord pilot = store.waves().waves().getFirst();
    assertTrue(
        store.waves().change(pilot.in(Wave.State.RUNNING, LATER), Wave.State.PLANNED, entry()));

    store.waves().plan(List.of(wave("board", "board"), wave("pilot", "board")), LATER);

    List<WaveRecord> waves = store.waves().waves();
    assertEquals(List.of("board", "pilot"), waves.stream().map(w -> w.wave().name()).toList());
    assertEquals(wave("pilot", "it").in(Wave.State.RUNNING), waves.get(1).wave());
    assertEquals(LATER, waves.get(1).changed());
  }

  @Test
  void everythingOfAWaveComesBack() {
    Wave wave =
        new Wave(
            "second",
            Set.of("sales", "key accounts"),
            Set.of("first"),
            Set.of(Wave.Condition.BACKUP_DRILLED, Wave.Condition.CLIENTS_READY),
            Wave.State.PLANNED);
    store.waves().plan(List.of(wave), NOON);

    assertEquals(List.of(new WaveRecord(wave, 0, NOON, Optional.empty())), store.waves().waves());

    WaveRecord running =
        store
            .waves()
            .waves()
            .getFirst()
            .in(Wave.State.RUNNING, LATER)
            .with(new WaveRecord.PolicyChange("aa", "bb"));
    store.waves().change(running, Wave.State.PLANNED, entry());

    assertEquals(List.of(running), store.waves().waves());
  }

  @Test
  void aPolicyIsProposedForAWaveUntilItChanges() {
    store.waves().plan(List.of(wave("pilot", "it"), wave("rest", "sales")), NOON);
    PolicyProposal first =
        new PolicyProposal("pilot", "one", Optional.empty(), Mailbox.of("anna@example.test"), NOON);
    PolicyProposal second =
        new PolicyProposal(
            "pilot", "two", Optional.of(new byte[] {1}), Mailbox.of("ada@example.test"), LATER);
    long before = store.log().size();
    store.policyProposals().propose(first, entry());
    assertEquals(first, store.policyProposals().of("pilot").orElseThrow());
    store.policyProposals().propose(second, entry());
    PolicyProposal kept = store.policyProposals().of("pilot").orElseThrow();
    assertEquals("two", kept.text());
    assertEquals(second.by(), kept.by());
    assertArrayEquals(new byte[] {1}, kept.signature().orElseThrow());
    assertTrue(store.policyProposals().withdraw("pilot", entry()));
    assertFalse(store.policyProposals().withdraw("pilot", entry()), "there is none");
    assertEquals(before + 3, store.log().size());

    store.policyProposals().propose(first, entry());
    WaveRecord pilot = store.waves().waves().getFirst();
    assertTrue(
        store.waves().change(pilot.in(Wave.State.RUNNING, LATER), Wave.State.PLANNED, entry()));
    assertTrue(store.policyProposals().of("pilot").isEmpty(), "it was for the start");
    store
        .policyProposals()
        .propose(new PolicyProposal("rest", "one", Optional.empty(), first.by(), LATER), entry());
    store.waves().plan(List.of(wave("other", "it")), LATER);
    assertTrue(store.policyProposals().of("rest").isEmpty(), "the wave is planned no more");
  }

  @Test
  void ofTwoWhoChangeAStateOneDoes() {
    store.waves().plan(List.of(wave("pilot", "it")), NOON);
    WaveRecord pilot = store.waves().waves().getFirst();

    assertTrue(
        store.waves().change(pilot.in(Wave.State.RUNNING, NOON), Wave.State.PLANNED, entry()));
    assertFalse(
        store.waves().change(pilot.in(Wave.State.RUNNING, LATER), Wave.State.PLANNED, entry()));
    assertEquals(NOON, store.waves().waves().getFirst().changed());
  }

  /** An act that did not happen is not in the log. */
  @Test
  void whatIsDoneWithAWaveLeavesAnEntry() {
    store.waves().plan(List.of(wave("pilot", "it")), NOON);
    WaveRecord running = store.waves().waves().getFirst().in(Wave.State.RUNNING, NOON);
    long before = store.log().size();

    assertTrue(store.waves().change(running, Wave.State.PLANNED, entry()));
    assertFalse(store.waves().change(running, Wave.State.PLANNED, entry()));

    assertEquals(List.of(entry()), store.log().entries(before, store.log().size()));
  }

  @Test
  void theLastCountOfADayCounts() {
    LocalDate day = LocalDate.of(2026, 11, 23);
    CoverageDay board = new CoverageDay(day, "board", new Coverage(4, 3, 2, 1));
    CoverageDay all = new CoverageDay(day, CoverageDay.EVERYBODY, new Coverage(9, 8, 7, 6));
    CoverageDay next = new CoverageDay(day.plusDays(1), "board", new Coverage(4, 4, 4, 4));
    store.coverage().keep(List.of(new CoverageDay(day, "board", new Coverage(4, 0, 0, 0)), next));
    store.coverage().keep(List.of(board, all));

    assertEquals(List.of(all, board, next), store.coverage().since(day));
    assertEquals(2, store.coverage().forget(day.plusDays(1)));
    assertEquals(List.of(next), store.coverage().since(day));
  }

  @Test
  void invitationsCountReminders() {
    store.waves().invited("pilot", BOB, NOON);
    store.waves().invited("pilot", ALICE, NOON);
    store.waves().invited("pilot", ALICE, LATER);

    assertEquals(
        List.of(new WaveInvitation(ALICE, NOON, LATER, 1), new WaveInvitation(BOB, NOON, NOON, 0)),
        store.waves().invitations("pilot"));
    assertEquals(List.of(), store.waves().invitations("rest"));
  }

  @Test
  void theFirstTimeStays() {
    store.milestones().reached(ALICE, Milestone.SENT_SIGNED, NOON);
    store.milestones().reached(ALICE, Milestone.SENT_SIGNED, LATER);
    store.milestones().reached(ALICE, Milestone.READ_ENCRYPTED, LATER);

    Map<Milestone, Instant> reached =
        Map.of(Milestone.SENT_SIGNED, NOON, Milestone.READ_ENCRYPTED, LATER);
    assertEquals(reached, store.milestones().of(ALICE));
    assertEquals(Map.of(ALICE.key(), reached), store.milestones().all());
    assertEquals(Map.of(), store.milestones().of(BOB));
  }

  @Test
  void awaitedMessagesAreOnePersonsAndForgotten() {
    store.milestones().awaits(List.of(new Awaited(ALICE, "aa", NOON)));
    store
        .milestones()
        .awaits(
            List.of(
                new Awaited(BOB, "cc", LATER),
                new Awaited(ALICE, "bb", LATER),
                new Awaited(ALICE, "aa", LATER)));
    store.milestones().awaits(List.of());

    assertTrue(store.milestones().isAwaited(ALICE, List.of("zz", "bb")));
    assertFalse(store.milestones().isAwaited(BOB, List.of("aa", "bb")));
    assertFalse(store.milestones().isAwaited(BOB, List.of()));

    store.milestones().reached(BOB, Milestone.READ_ENCRYPTED, LATER);
    assertEquals(2, store.milestones().forgetAwaited(LATER));
    assertFalse(store.milestones().isAwaited(ALICE, List.of("aa")));
    assertTrue(store.milestones().isAwaited(ALICE, List.of("bb")));
    assertFalse(store.milestones().isAwaited(BOB, List.of("cc")));
  }

  @Test
  void theLastSimulationOfAPolicyCounts() {
    SimulationRecord last = new SimulationRecord("aa", LATER, 500, 800, 3);
    store.simulations().keep(new SimulationRecord("aa", NOON, 1, 1, 1));
    store.simulations().keep(last);

    assertEquals(Optional.of(last), store.simulations().of("aa"));
    assertEquals(Optional.empty(), store.simulations().of("bb"));
  }

  private static LogEntry entry() {
    return LogEntry.of(EntryType.WAVE_STARTED, NOON).committing("wave", "pilot", new byte[16]);
  }

  private static Wave wave(String name, String... groups) {
    return new Wave(name, Set.of(groups), Set.of(), Set.of(), Wave.State.PLANNED);
  }
}
