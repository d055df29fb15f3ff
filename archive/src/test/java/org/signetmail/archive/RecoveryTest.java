package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.Organization.Person;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

class RecoveryTest {
  private static final Instant NOW = ArchiveWorld.NOW;

  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final Person bob = world.bob;

  @ParameterizedTest
  @CsvSource({"RSA_2048", "P_256", "P_384", "X25519", "ML_KEM_768"})
  void aKeyComesBackEqual(KeyAlgorithm algorithm) throws MalformedDocument {
    EncryptionKey key = world.archived(algorithm, bob.mailbox());
    CaseId id = world.opened(bob, bob, key.id());
    world.approved(id, world.officers.get(0));
    assertEquals(CaseState.APPROVED, world.approved(id, world.officers.get(2)).state());

    KeyRelease release = KeyRelease.of(world.released(id, bob.mailbox()).encoded());
    KeyRelease.Outcome outcome = world.recover(release, bob.encryption());
    EncryptionKey back =
        assertInstanceOf(KeyRelease.Outcome.Recovered.class, outcome, outcome.toString())
            .keys()
            .getFirst();
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(back, SecretAccess.TOKEN));
    assertEquals(key.id(), back.id());
  }

  @Test
  void everyStepIsLoggedAndToldWithoutNamesInTheLog() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    CaseId id = world.opened(bob, bob, key.id());
    world.recovery.collect(id, bob.mailbox(), NOW);
    world.approved(id, world.officers.get(0));
    world.recovery.deny(id, denial(id, world.officers.get(1)), NOW);
    world.approved(id, world.officers.get(2));
    world.released(id, bob.mailbox());

    List<LogEntry> log = world.stores.log.subList(4, world.stores.log.size());
    assertEquals(
        List.of(
            EntryType.RECOVERY_REQUESTED,
            EntryType.RECOVERY_REFUSED,
            EntryType.RECOVERY_APPROVED,
            EntryType.RECOVERY_DENIED,
            EntryType.RECOVERY_APPROVED,
            EntryType.RECOVERY_RELEASED),
        log.stream().map(LogEntry::type).toList());
    for (LogEntry entry : log) {
      String leaf = new String(entry.leaf(), StandardCharsets.UTF_8);
      assertFalse(leaf.contains("example.test") || leaf.contains(key.id().hex()), leaf);
      assertEquals(id.text(), entry.value("case").orElseThrow());
    }
    assertEquals(
        List.of(
            Notice.Event.REQUESTED,
            Notice.Event.REFUSED,
            Notice.Event.APPROVED,
            Notice.Event.DENIED,
            Notice.Event.APPROVED,
            Notice.Event.RELEASED),
        world.notices.stream().map(Notice::event).toList());
    assertEquals(CaseState.RELEASED, world.recovery.state(found(id)));
  }

  @Test
  void theEvidenceOfADecisionCanBeMadeAgain() {
    CaseId id = openedForBob();
    byte[] approval = world.approval(id, world.officers.get(0));
    world.recovery.approve(id, approval, NOW.plusSeconds(60));
    byte[] denial = denial(id, world.officers.get(1));
    world.recovery.deny(id, denial, NOW.plusSeconds(90));

    RecoveryCase recovery = found(id);
    assertArrayEquals(
        approval,
        OfficerDecision.Approval.document(recovery, (Step.Approved) recovery.steps().get(0)));
    assertArrayEquals(
        denial, OfficerDecision.Denial.document(recovery, (Step.Denied) recovery.steps().get(1)));
  }

  @Test
  void oneOfficerAloneReleasesNothing() {
    CaseId id = openedForBob();
    world.approved(id, world.officers.get(0));
    Recovery.Collected collected = world.recovery.collect(id, bob.mailbox(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_QUORUM,
        assertInstanceOf(Recovery.Collected.Refused.class, collected).findings().getFirst().code());
    assertInstanceOf(Step.Refused.class, found(id).steps().getLast());
  }

  @Test
  void onlyTheReceiverCollects() {
    CaseId id = openedForBob();
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    Recovery.Collected collected =
        world.recovery.collect(id, world.organization.person("eve@example.test").mailbox(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_THE_RECEIVER,
        assertInstanceOf(Recovery.Collected.Refused.class, collected).findings().getFirst().code());
  }

  @Test
  void oneOfficerCannotApproveTwiceNorDenyAfter() {
    CaseId id = openedForBob();
    Person officer = world.officers.get(0);
    world.approved(id, officer);
    assertEquals(
        ArchiveFinding.RECOVERY_DECIDED_ALREADY,
        refusal(world.recovery.approve(id, world.approval(id, officer), NOW)));
    assertEquals(
        ArchiveFinding.RECOVERY_DECIDED_ALREADY,
        refusal(world.recovery.deny(id, denial(id, officer), NOW)));
  }

  @Test
  void anOfficerWhoAsksDoesNotDecide() {
    Person officer = world.officers.get(0);
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    Person asMailUser = world.organization.person(officer.mailbox().toString());
    CaseId id = world.opened(asMailUser, bob, key.id());

    assertInstanceOf(
        OfficerDesk.Reading.Refused.class,
        world.desk(officer).read(world.bundle(id, officer), NOW));
    byte[] forced = forced(id, officer, found(id).receiver().certificate().fingerprint());
    assertEquals(
        ArchiveFinding.RECOVERY_OWN_CASE, refusal(world.recovery.approve(id, forced, NOW)));
  }

  @Test
  void anApprovalOfAnotherCaseIsRefused() {
    CaseId one = openedForBob();
    CaseId two = openedForBob();
    byte[] approval = world.approval(one, world.officers.get(0));
    assertEquals(
        ArchiveFinding.RECOVERY_OTHER_CASE, refusal(world.recovery.approve(two, approval, NOW)));
  }

  @Test
  void anApprovalForAnotherReceiverIsRefused() {
    CaseId id = openedForBob();
    String other = bob.signing().certificate().fingerprint();
    assertEquals(
        ArchiveFinding.RECOVERY_OTHER_RECEIVER,
        refusal(world.recovery.approve(id, forced(id, world.officers.get(0), other), NOW)));
  }

  @Test
  void anApprovalBySomebodyElseIsRefused() {
    CaseId id = openedForBob();
    Person officer = world.officers.get(0);
    Person stranger = world.organization.officer("stranger@example.test");
    String receiver = found(id).receiver().certificate().fingerprint();
    ShareBundle bundle = world.bundle(id, officer);
    byte[] inHisName =
        new OfficerDecision.Approval(
                id,
                RecoveryRequest.digest(bundle.request()),
                receiver,
                bundle.officer(),
                bundle.shares())
            .signed(stranger.signing(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_THE_SIGNER,
        refusal(world.recovery.approve(id, inHisName, NOW)));
    byte[] inHisOwn =
        new OfficerDecision.Approval(
                id,
                RecoveryRequest.digest(bundle.request()),
                receiver,
                stranger.encryption().key().id(),
                bundle.shares())
            .signed(stranger.signing(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_AN_OFFICER, refusal(world.recovery.approve(id, inHisOwn, NOW)));
  }

  @Test
  void aChangedApprovalIsRefused() {
    CaseId id = openedForBob();
    byte[] approval = world.approval(id, world.officers.get(0));
    int text = new String(approval, StandardCharsets.UTF_8).indexOf("-----BEGIN");
    for (int i = 0; i < text; i += 97) {
      byte[] changed = approval.clone();
      changed[i] ^= 1;
      assertInstanceOf(Recovery.Outcome.Refused.class, world.recovery.approve(id, changed, NOW));
    }
    assertTrue(
        found(id).steps().stream().allMatch(Step.Refused.class::isInstance),
        "what was tried in the officer's name is kept, and nothing else");
  }

  @Test
  void sharesInAnotherPlaceAreRefused() {
    CaseId id = openedForBob();
    ShareBundle first = world.bundle(id, world.officers.get(0));
    ShareBundle second = world.bundle(id, world.officers.get(1));
    ShareBundle swapped = new ShareBundle(id, first.officer(), first.request(), second.shares());
    byte[] approval =
        new OfficerDecision.Approval(
                id,
                RecoveryRequest.digest(first.request()),
                found(id).receiver().certificate().fingerprint(),
                first.officer(),
                swapped.shares())
            .signed(world.officers.get(0).signing(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_WRONG_SHARES, refusal(world.recovery.approve(id, approval, NOW)));
  }

  @Test
  void anOfficersDeskRefusesTheShareOfAnotherRecord() {
    Person alice = world.organization.person("alice@example.test");
    EncryptionKey alices = world.archived(KeyAlgorithm.P_256, alice.mailbox());
    CaseId id = openedForBob();
    Person officer = world.officers.get(0);
    ShareBundle honest = world.bundle(id, officer);
    byte[] alicesShare =
        world.stores.archive.find(alices.id()).orElseThrow().shares().getFirst().sealed();
    ResealedShare lie = new ResealedShare(honest.shares().getFirst().key(), 1, alicesShare);
    ShareBundle bundle = new ShareBundle(id, honest.officer(), honest.request(), List.of(lie));

    OfficerDesk desk = world.desk(officer);
    OfficerDesk.Reading.Asked asked =
        assertInstanceOf(OfficerDesk.Reading.Asked.class, desk.read(bundle, NOW));
    OfficerDesk.Outcome outcome = desk.approve(asked.question(), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_WRONG_SHARES,
        assertInstanceOf(OfficerDesk.Outcome.Refused.class, outcome).findings().getFirst().code());
  }

  @Test
  void anOfficersDeskRefusesAReceiverWhoIsNotTheOwner() {
    Person eve = world.organization.person("eve@example.test");
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    byte[] request =
        new RecoveryRequest(
                eve.mailbox(),
                bob.mailbox(),
                List.of(key.id()),
                eve.encryption().certificate(),
                "let me",
                "",
                NOW)
            .signed(eve.signing());
    assertEquals(ArchiveFinding.RECOVERY_RECEIVER, refusal(world.recovery.request(request, NOW)));
    Person officer = world.officers.get(0);
    ShareBundle bundle =
        new ShareBundle(
            CaseId.random(world.organization.random),
            officer.encryption().key().id(),
            request,
            List.of(new ResealedShare(key.id(), 1, new byte[0])));
    assertInstanceOf(OfficerDesk.Reading.Refused.class, world.desk(officer).read(bundle, NOW));
  }

  @Test
  void aRequestIsSignedByWhoAsks() {
    Person eve = world.organization.person("eve@example.test");
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    RecoveryRequest request =
        new RecoveryRequest(
            bob.mailbox(),
            bob.mailbox(),
            List.of(key.id()),
            bob.encryption().certificate(),
            "it is me",
            "",
            NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_THE_SIGNER,
        refusal(world.recovery.request(request.signed(eve.signing()), NOW)));
    Organization elsewhere = new Organization();
    assertEquals(
        ArchiveFinding.RECOVERY_SIGNATURE,
        refusal(
            world.recovery.request(
                request.signed(elsewhere.person("bob@example.test").signing()), NOW)));
  }

  @Test
  void aRequestOpensOneCaseWhileItIsFresh() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    byte[] request = world.request(bob, bob, List.of(key.id()));
    assertInstanceOf(Recovery.Outcome.Recorded.class, world.recovery.request(request, NOW));
    assertEquals(ArchiveFinding.RECOVERY_REPEATED, refusal(world.recovery.request(request, NOW)));
    byte[] another = world.request(bob, bob, List.of(key.id()));
    assertEquals(
        ArchiveFinding.RECOVERY_STALE,
        refusal(world.recovery.request(another, NOW.plus(Duration.ofDays(2)))));
    assertEquals(
        ArchiveFinding.RECOVERY_STALE,
        refusal(
            world.recovery.request(
                world.request(bob, bob, List.of(key.id())), NOW.minus(Duration.ofHours(1)))));
  }

  @Test
  void aKeyThatIsNotTheOwnersCannotBeAskedFor() {
    Person alice = world.organization.person("alice@example.test");
    EncryptionKey alices = world.archived(KeyAlgorithm.P_256, alice.mailbox());
    assertEquals(
        ArchiveFinding.RECOVERY_UNKNOWN_KEY,
        refusal(world.recovery.request(world.request(bob, bob, List.of(alices.id())), NOW)));
  }

  @Test
  void aWithdrawnCaseIsClosed() {
    CaseId id = openedForBob();
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_THE_SIGNER,
        refusal(world.recovery.withdraw(id, world.officers.get(0).mailbox(), NOW)));
    assertInstanceOf(
        Recovery.Outcome.Recorded.class, world.recovery.withdraw(id, bob.mailbox(), NOW));
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_OPEN,
        refusal(world.recovery.approve(id, world.approval(id, world.officers.get(0)), NOW)));
    assertInstanceOf(
        Recovery.Collected.Refused.class, world.recovery.collect(id, bob.mailbox(), NOW));
  }

  @Test
  void twoDenialsOfThreeOfficersEndACaseOfTwo() {
    CaseId id = openedForBob();
    world.recovery.deny(id, denial(id, world.officers.get(0)), NOW);
    assertEquals(CaseState.OPEN, world.recovery.state(found(id)));
    world.recovery.deny(id, denial(id, world.officers.get(1)), NOW);
    assertEquals(CaseState.DENIED, world.recovery.state(found(id)));
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_OPEN,
        refusal(world.recovery.approve(id, world.approval(id, world.officers.get(2)), NOW)));
  }

  @Test
  void stepsAtOnceAreAllRecorded() throws InterruptedException {
    CaseId id = openedForBob();
    List<byte[]> approvals = new ArrayList<>();
    world.officers.forEach(officer -> approvals.add(world.approval(id, officer)));
    ConcurrentLinkedQueue<Recovery.Outcome> outcomes = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (byte[] approval : approvals) {
      threads.add(
          Thread.ofVirtual().start(() -> outcomes.add(world.recovery.approve(id, approval, NOW))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    outcomes.forEach(o -> assertInstanceOf(Recovery.Outcome.Recorded.class, o));
    assertEquals(3, found(id).steps().size());
  }

  private CaseId openedForBob() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
    return world.opened(bob, bob, key.id());
  }

  private RecoveryCase found(CaseId id) {
    return world.recovery.find(id).orElseThrow();
  }

  private byte[] denial(CaseId id, Person officer) {
    OfficerDesk desk = world.desk(officer);
    OfficerDesk.Reading.Asked asked =
        (OfficerDesk.Reading.Asked) desk.read(world.bundle(id, officer), NOW);
    return desk.deny(asked.question(), "not by telephone", NOW);
  }

  /** An approval as a desk that looks away would sign it. */
  private byte[] forced(CaseId id, Person officer, String receiver) {
    ShareBundle bundle = world.bundle(id, officer);
    return new OfficerDecision.Approval(
            id,
            RecoveryRequest.digest(bundle.request()),
            receiver,
            bundle.officer(),
            bundle.shares())
        .signed(officer.signing(), NOW);
  }

  private static FindingCode refusal(Recovery.Outcome outcome) {
    List<Finding> findings =
        assertInstanceOf(Recovery.Outcome.Refused.class, outcome, outcome.toString()).findings();
    return findings.getFirst().code();
  }
}
