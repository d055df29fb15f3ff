package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;

/** An owner helps himself with a recovery code, and every attempt is told and kept. */
class SelfRecoveryTest {
  private static final Instant NOW = ArchiveWorld.NOW;

  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final Person bob = world.bob;
  private final SelfRecovery self = world.selfRecovery(ArchiveWorld.LOOSE);
  private final EncryptionKey key = world.archived(KeyAlgorithm.RSA_2048, bob.mailbox());
  private final RecoveryCode code = RecoveryCode.random(world.organization.random);

  @Test
  void theCodeAndTheOwnersCertificateBringTheKeyBack() {
    kept();
    CodeRelease release = released(request(bob));
    CodeRelease.Outcome outcome = release.open(RecoveryCode.of(code.shown()));
    EncryptionKey back =
        assertInstanceOf(CodeRelease.Outcome.Opened.class, outcome).keys().getFirst();
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(back, SecretAccess.TOKEN));
    assertEquals(
        List.of(Notice.Event.CODE_SET, Notice.Event.REQUESTED, Notice.Event.RELEASED),
        world.notices.stream().map(Notice::event).toList());
    assertEquals(
        List.of(
            EntryType.RECOVERY_CODE_SET, EntryType.RECOVERY_REQUESTED, EntryType.RECOVERY_RELEASED),
        world.stores.log.subList(4, 7).stream().map(entry -> entry.type()).toList());
  }

  @Test
  void withoutTheCodeWhatTheServerGivesOpensNothing() {
    kept();
    CodeRelease release = released(request(bob));
    assertInstanceOf(
        CodeRelease.Outcome.Refused.class,
        release.open(RecoveryCode.random(world.organization.random)));
  }

  @Test
  void aCopyOfAnotherKeyIsNotTakenForThis() {
    kept();
    EncryptionKey other = world.archived(KeyAlgorithm.RSA_2048, bob.mailbox());
    CodeRelease.Copy copy = released(request(bob)).copies().getFirst();
    CodeRelease lie =
        new CodeRelease(
            CaseId.random(world.organization.random),
            bob.mailbox(),
            List.of(
                new CodeRelease.Copy(other.id(), other.publicKey().getEncoded(), copy.sealed())));
    assertInstanceOf(CodeRelease.Outcome.Refused.class, lie.open(code));
  }

  @Test
  void withoutTheOwnersSignatureTheServerGivesNothing() {
    kept();
    Person eve = world.organization.person("eve@example.test");
    byte[] inBobsName =
        new RecoveryRequest(
                bob.mailbox(),
                bob.mailbox(),
                List.of(key.id()),
                new Receiver.OwnerWithCode(bob.encryption().certificate()),
                "mine",
                "",
                NOW)
            .signed(eve.signing());
    assertEquals(ArchiveFinding.RECOVERY_NOT_THE_SIGNER, refusal(self.release(inBobsName, NOW)));
    assertEquals(Notice.Event.REJECTED, world.notices.getLast().event());
    assertEquals(bob.mailbox(), world.notices.getLast().owner());
    assertEquals(EntryType.RECOVERY_REFUSED, world.stores.log.getLast().type());
    byte[] forBob =
        world.request(
            eve,
            bob.mailbox(),
            new Receiver.OwnerWithCode(bob.encryption().certificate()),
            key.id());
    assertEquals(ArchiveFinding.RECOVERY_RECEIVER, refusal(self.release(forBob, NOW)));
  }

  @Test
  void whereNoNoticeReachesTheOwnerNothingIsGiven() {
    kept();
    world.unreachable.add(bob.mailbox());
    assertEquals(ArchiveFinding.RECOVERY_NO_ADDRESS, refusal(self.release(request(bob), NOW)));
  }

  @Test
  void wherePolicyWantsOfficersNothingIsGivenNorKept() {
    kept();
    SelfRecovery forbidden = world.selfRecovery(RecoveryPolicy.STANDARD);
    assertEquals(
        ArchiveFinding.RECOVERY_SELF_FORBIDDEN, refusal(forbidden.release(request(bob), NOW)));
    assertInstanceOf(SelfRecovery.Kept.Refused.class, forbidden.keep(deposit(bob, NOW), NOW));
  }

  @Test
  void aKeyWithoutACodeNeedsOfficers() {
    assertEquals(ArchiveFinding.RECOVERY_NO_CODE, refusal(self.release(request(bob), NOW)));
  }

  @Test
  void aNewCodeTakesThePlaceOfTheOldOneAndAnOldFileDoesNot() {
    byte[] old = deposit(bob, NOW.minusSeconds(60));
    assertInstanceOf(SelfRecovery.Kept.Recorded.class, self.keep(old, NOW));
    kept();
    assertInstanceOf(SelfRecovery.Kept.Refused.class, self.keep(old, NOW));
  }

  @Test
  void nobodySetsACodeForAnothersKeys() {
    Person eve = world.organization.person("eve@example.test");
    assertInstanceOf(SelfRecovery.Kept.Refused.class, self.keep(deposit(eve, NOW), NOW));
    byte[] inBobsName =
        CodeDeposit.of(bob.mailbox(), identities(), code, world.organization.random, NOW)
            .signed(eve.signing());
    assertInstanceOf(SelfRecovery.Kept.Refused.class, self.keep(inBobsName, NOW));
  }

  @Test
  void wherePolicyWantsTimeTheSameFileIsHandedInAgain() {
    kept();
    Duration hour = Duration.ofHours(1);
    SelfRecovery later =
        world.selfRecovery(
            new RecoveryPolicy(
                hour, hour, 5, 5, 5, Duration.ofDays(30), RecoveryPolicy.SelfRecovery.ALLOWED));
    byte[] request = request(bob);
    assertEquals(ArchiveFinding.RECOVERY_TIME_LOCK, refusal(later.release(request, NOW)));
    assertInstanceOf(SelfRecovery.Collected.Released.class, later.release(request, NOW.plus(hour)));
  }

  @Test
  void noOfficerHasAnythingToDoWithIt() {
    kept();
    byte[] request = request(bob);
    assertInstanceOf(Recovery.Outcome.Refused.class, world.recovery.request(request, NOW));
    byte[] another = request(bob, NOW.plusSeconds(1));
    self.release(another, NOW.plusSeconds(1));
    CaseId id = new CaseId(world.recovery.cases(1).getFirst().id());
    assertInstanceOf(
        Recovery.Outcome.Refused.class,
        world.recovery.approve(id, world.approval(id, world.officers.get(0)), NOW));
    assertInstanceOf(
        Recovery.Collected.Refused.class, world.recovery.collect(id, bob.mailbox(), NOW));
  }

  @Test
  void noOfficerDecidesOnOneThatWaits() {
    kept();
    Duration hour = Duration.ofHours(1);
    SelfRecovery later =
        world.selfRecovery(
            new RecoveryPolicy(
                hour, hour, 5, 5, 5, Duration.ofDays(30), RecoveryPolicy.SelfRecovery.ALLOWED));
    later.release(request(bob), NOW);
    CaseId id = new CaseId(world.recovery.cases(1).getFirst().id());
    assertEquals(CaseState.OPEN, world.recovery.state(world.recovery.find(id).orElseThrow()));
    Recovery.Outcome outcome =
        world.recovery.approve(id, world.approval(id, world.officers.get(0)), NOW);
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_OPEN,
        assertInstanceOf(Recovery.Outcome.Refused.class, outcome).findings().getFirst().code());
  }

  private void kept() {
    SelfRecovery.Kept kept = self.keep(deposit(bob, NOW), NOW);
    assertInstanceOf(SelfRecovery.Kept.Recorded.class, kept, kept.toString());
  }

  private byte[] deposit(Person signer, Instant at) {
    return CodeDeposit.of(signer.mailbox(), identities(), code, world.organization.random, at)
        .signed(signer.signing());
  }

  private List<DecryptionIdentity> identities() {
    return List.of(
        new DecryptionIdentity(
            key,
            world.organization.certificate(
                Kind.PERSON_ENCRYPTION, bob.mailbox().toString(), key.publicKey())));
  }

  private byte[] request(Person owner) {
    return request(owner, NOW);
  }

  private byte[] request(Person owner, Instant at) {
    return new RecoveryRequest(
            owner.mailbox(),
            owner.mailbox(),
            List.of(key.id()),
            new Receiver.OwnerWithCode(owner.encryption().certificate()),
            "new telephone",
            "",
            at)
        .signed(owner.signing());
  }

  private CodeRelease released(byte[] request) {
    SelfRecovery.Collected collected = self.release(request, NOW);
    return assertInstanceOf(SelfRecovery.Collected.Released.class, collected, collected.toString())
        .release();
  }

  private static FindingCode refusal(SelfRecovery.Collected collected) {
    return assertInstanceOf(SelfRecovery.Collected.Refused.class, collected, collected.toString())
        .findings()
        .getFirst()
        .code();
  }
}
