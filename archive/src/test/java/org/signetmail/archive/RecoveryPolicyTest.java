package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

class RecoveryPolicyTest {
  private static final Instant NOW = ArchiveWorld.NOW;
  private static final Duration HOUR = Duration.ofHours(1);

  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final Person bob = world.bob;
  private final KeyId key = world.archived(KeyAlgorithm.P_256, bob.mailbox()).id();

  @Test
  void nothingIsReleasedBeforeItsTimeAndTheAttemptIsKept() {
    Recovery recovery = world.recovery(policy(HOUR, 10, 10, 10));
    CaseId id = approved(recovery);
    assertEquals(
        ArchiveFinding.RECOVERY_TIME_LOCK,
        refusal(recovery.collect(id, bob.mailbox(), NOW.plus(HOUR).minusSeconds(1))));
    assertInstanceOf(Step.Refused.class, found(id).steps().getLast());
    assertInstanceOf(
        Recovery.Collected.Released.class, recovery.collect(id, bob.mailbox(), NOW.plus(HOUR)));
  }

  @Test
  void aRequesterOpensSoManyCasesADayAndNoMore() {
    Recovery recovery = world.recovery(policy(Duration.ZERO, 2, 10, 10));
    opened(recovery);
    opened(recovery);
    assertEquals(ArchiveFinding.RECOVERY_TOO_MANY, refusal(recovery.request(request(), NOW)));
    assertEquals(
        CaseState.REJECTED, recovery.state(recovery.cases(1).getFirst()), "the attempt is kept");
  }

  @Test
  void allTogetherOpenSoManyCasesADayAndNoMore() {
    Recovery recovery = world.recovery(policy(Duration.ZERO, 2, 3, 10));
    Person alice = world.organization.person("alice@example.test");
    KeyId alices = world.archived(KeyAlgorithm.P_256, alice.mailbox()).id();
    opened(recovery);
    opened(recovery);
    assertInstanceOf(
        Recovery.Outcome.Recorded.class,
        recovery.request(world.request(alice, alice, List.of(alices)), NOW));
    assertEquals(
        ArchiveFinding.RECOVERY_TOO_MANY,
        refusal(recovery.request(world.request(alice, alice, List.of(alices)), NOW)));
    assertInstanceOf(
        Recovery.Outcome.Recorded.class,
        recovery.request(request(), NOW.plus(RecoveryPolicy.DAY)),
        "a day later there is room again");
  }

  @Test
  void soManyCasesAreReleasedADayAndOneThatWasMayBeCollectedAgain() {
    Recovery recovery = world.recovery(policy(Duration.ZERO, 10, 10, 1));
    CaseId first = approved(recovery);
    CaseId second = approved(recovery);
    assertInstanceOf(
        Recovery.Collected.Released.class, recovery.collect(first, bob.mailbox(), NOW));
    assertEquals(
        ArchiveFinding.RECOVERY_TOO_MANY,
        refusal(recovery.collect(second, bob.mailbox(), NOW.plus(HOUR))));
    assertInstanceOf(
        Recovery.Collected.Released.class, recovery.collect(first, bob.mailbox(), NOW.plus(HOUR)));
    assertInstanceOf(
        Recovery.Collected.Released.class,
        recovery.collect(second, bob.mailbox(), NOW.plus(HOUR).plus(RecoveryPolicy.DAY)));
  }

  @Test
  void aCaseEndsAtItsTimeEvenWhenNobodyLooks() {
    Recovery recovery = world.recovery(policy(Duration.ZERO, 10, 10, 10));
    CaseId id = approved(recovery);
    Instant end = NOW.plus(Duration.ofDays(30));
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_OPEN, refusal(recovery.collect(id, bob.mailbox(), end)));
    assertEquals(CaseState.EXPIRED, recovery.state(found(id)));
    assertEquals(0, recovery.expire(end));
  }

  @Test
  void expiryIsARecordALeafAndANotice() {
    Recovery recovery = world.recovery(policy(Duration.ZERO, 10, 10, 10));
    CaseId waiting = opened(recovery);
    CaseId done = approved(recovery);
    recovery.collect(done, bob.mailbox(), NOW);
    Instant end = NOW.plus(Duration.ofDays(30));
    assertEquals(0, recovery.expire(end.minusSeconds(1)));
    assertEquals(1, recovery.expire(end), "not the one that was released");
    assertEquals(0, recovery.expire(end));
    assertEquals(new Step.Expired(end), found(waiting).steps().getLast());
    assertEquals(EntryType.RECOVERY_EXPIRED, world.stores.log.getLast().type());
    assertEquals(Notice.Event.EXPIRED, world.notices.getLast().event());
  }

  @Test
  void aRequestThatIsRefusedIsACaseALeafAndANotice() {
    Person eve = world.organization.person("eve@example.test");
    byte[] inBobsName =
        new RecoveryRequest(
                bob.mailbox(),
                bob.mailbox(),
                List.of(key),
                bob.encryption().certificate(),
                "it is me",
                "",
                NOW)
            .signed(eve.signing());
    assertInstanceOf(Recovery.Outcome.Refused.class, world.recovery.request(inBobsName, NOW));
    RecoveryCase kept = world.recovery.cases(1).getFirst();
    assertEquals(CaseState.REJECTED, world.recovery.state(kept));
    LogEntry leaf = world.stores.log.getLast();
    assertEquals(EntryType.RECOVERY_REFUSED, leaf.type());
    assertEquals(kept.id(), leaf.value("case").orElseThrow());
    assertTrue(leaf.value("why").orElseThrow().contains("eve"), leaf.toString());
    assertEquals(Notice.Event.REJECTED, world.notices.getLast().event());

    world.recovery.request(inBobsName, NOW);
    RecoveryCase again = world.recovery.cases(2).getFirst();
    assertEquals(kept.id(), again.id(), "the same file again is a step of the same case");
    assertInstanceOf(Step.Refused.class, again.steps().getLast());
    assertInstanceOf(
        Recovery.Outcome.Refused.class,
        world.recovery.deny(new CaseId(kept.id()), new byte[] {1}, NOW),
        "and nobody decides on it");
  }

  @Test
  void aStrangerIsNotWrittenToBecauseOfARequestThatIsRefused() {
    Person eve = world.organization.person("eve@elsewhere.test");
    world.recovery.request(world.request(eve, eve, List.of(key)), NOW);
    assertEquals(List.of(), world.notices);
  }

  @Test
  void whatIsTriedInAnOfficersNameIsKept() {
    CaseId id = opened(world.recovery);
    byte[] approval = world.approval(id, world.officers.get(0));
    world.recovery.approve(id, approval, NOW);
    world.recovery.approve(id, approval, NOW);
    Step.Refused refused = assertInstanceOf(Step.Refused.class, found(id).steps().getLast());
    assertEquals(world.officers.get(0).mailbox(), refused.to());
    assertEquals(EntryType.RECOVERY_REFUSED, world.stores.log.getLast().type());
  }

  private static RecoveryPolicy policy(Duration delay, int ofOne, int cases, int releases) {
    return new RecoveryPolicy(
        delay,
        delay,
        ofOne,
        cases,
        releases,
        Duration.ofDays(30),
        RecoveryPolicy.SelfRecovery.FORBIDDEN);
  }

  private byte[] request() {
    return world.request(bob, bob, List.of(key));
  }

  private CaseId opened(Recovery recovery) {
    Recovery.Outcome outcome = recovery.request(request(), NOW);
    return new CaseId(
        assertInstanceOf(Recovery.Outcome.Recorded.class, outcome, outcome.toString())
            .recovery()
            .id());
  }

  private CaseId approved(Recovery recovery) {
    CaseId id = opened(recovery);
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    return id;
  }

  private RecoveryCase found(CaseId id) {
    return world.recovery.find(id).orElseThrow();
  }

  private static FindingCode refusal(Recovery.Collected collected) {
    return assertInstanceOf(Recovery.Collected.Refused.class, collected, collected.toString())
        .findings()
        .getFirst()
        .code();
  }

  private static FindingCode refusal(Recovery.Outcome outcome) {
    return assertInstanceOf(Recovery.Outcome.Refused.class, outcome, outcome.toString())
        .findings()
        .getFirst()
        .code();
  }
}
