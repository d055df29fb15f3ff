package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Keys for an investigation go to a station, with a scope that officers approve. */
class InvestigationTest {
  private static final Instant NOW = ArchiveWorld.NOW;
  private static final Scope SCOPE = Scope.of("2026-01-01,2026-03-31,eve@example.test");

  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final Person bob = world.bob;
  private final Person inspector = world.organization.person("inspector@example.test");
  private final EncryptionKey key = world.archived(KeyAlgorithm.P_256, bob.mailbox());
  private final DecryptionIdentity station =
      world.organization.station("ann@example.test", "ben@example.test");

  @Test
  void theStationGetsTheKeyAndTheScopeThatOfficersApproved() throws Exception {
    CaseId id = opened(Optional.empty());
    ShareBundle bundle = world.bundle(id, world.officers.getFirst());
    OfficerDesk.Reading.Asked asked =
        assertInstanceOf(
            OfficerDesk.Reading.Asked.class,
            world.desk(world.officers.getFirst()).read(bundle, NOW));
    Receiver.Station shown =
        assertInstanceOf(Receiver.Station.class, asked.question().request().receiver());
    assertEquals(SCOPE, shown.scope());

    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    KeyRelease release = KeyRelease.of(world.released(id, inspector.mailbox()).encoded());
    KeyRelease.Outcome outcome = world.recover(release, station);
    EncryptionKey back =
        assertInstanceOf(KeyRelease.Outcome.Recovered.class, outcome).keys().getFirst();
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(back, SecretAccess.TOKEN));
  }

  @Test
  void aReleaseWithAnotherScopeInItsRequestOpensNothing() throws Exception {
    CaseId id = opened(Optional.empty());
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    KeyRelease release = world.released(id, inspector.mailbox());
    byte[] wider =
        world.request(
            inspector,
            bob.mailbox(),
            new Receiver.Station(
                station.certificate(),
                Scope.of("2020-01-01,2026-12-31,eve@example.test"),
                Optional.empty()),
            key.id());
    KeyRelease forged = new KeyRelease(id, wider, release.keys(), release.shares());
    assertInstanceOf(KeyRelease.Outcome.Refused.class, world.recover(forged, station));
  }

  @Test
  void onlyTheInspectorTakesItAway() {
    CaseId id = opened(Optional.empty());
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    assertInstanceOf(
        Recovery.Collected.Refused.class, world.recovery.collect(id, bob.mailbox(), NOW));
  }

  @Test
  void anInvestigationWithoutALegalReferenceCannotBeAskedFor() {
    Receiver receiver = new Receiver.Station(station.certificate(), SCOPE, Optional.empty());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RecoveryRequest(
                inspector.mailbox(), bob.mailbox(), List.of(key.id()), receiver, "why", "", NOW));
  }

  @Test
  void noKeyGoesToAStationOfOfficersAdministratorsOrAuditors() {
    RoleRule roles =
        new RoleRule(
            Set.of(Mailbox.of("anna@example.test")),
            Set.of(Mailbox.of("aude@example.test")),
            Set.of());
    Recovery recovery = world.recovery(ArchiveWorld.LOOSE, roles);
    for (String custodian :
        List.of("anna@example.test", "aude@example.test", "officer3@example.test")) {
      byte[] request =
          request(world.organization.station("ben@example.test", custodian).certificate());
      Recovery.Outcome.Refused refused =
          assertInstanceOf(Recovery.Outcome.Refused.class, recovery.request(request, NOW));
      assertEquals(ArchiveFinding.STATION_CUSTODIAN, refused.findings().getFirst().code());
      assertEquals(custodian, refused.findings().getFirst().subject());
    }
    Person waiting = world.organization.officer("ben@example.test");
    assertInstanceOf(
        Officers.Outcome.Enrolled.class, world.enrolment(2, 3).enrol(waiting.officer(), NOW));
    Recovery.Outcome.Refused refused =
        assertInstanceOf(
            Recovery.Outcome.Refused.class,
            recovery.request(request(station.certificate()), NOW),
            "one who became an officer later counts too");
    assertEquals(ArchiveFinding.STATION_CUSTODIAN, refused.findings().getFirst().code());
  }

  @Test
  void aStationThatDoesNotNameItsCustodiansIsNone() {
    assertInstanceOf(
        Recovery.Outcome.Refused.class,
        world.recovery.request(
            request(world.organization.station("ann@example.test").certificate()), NOW));
  }

  @Test
  void anOfficerDoesNotDecideForAStationOfTheirOwn() {
    Person officer = world.officers.getFirst();
    byte[] request =
        request(
            world
                .organization
                .station("ben@example.test", officer.mailbox().toString())
                .certificate());
    ShareBundle bundle =
        new ShareBundle(
            opened(Optional.empty()),
            officer.encryption().key().id(),
            request,
            world.bundle(opened(Optional.empty()), officer).shares());
    OfficerDesk.Reading.Refused refused =
        assertInstanceOf(OfficerDesk.Reading.Refused.class, world.desk(officer).read(bundle, NOW));
    assertEquals(ArchiveFinding.RECOVERY_OWN_CASE, refused.findings().getFirst().code());
  }

  private byte[] request(Certificate receiver) {
    return world.request(
        inspector,
        bob.mailbox(),
        new Receiver.Station(receiver, SCOPE, Optional.empty()),
        key.id());
  }

  @Test
  void anOrdinaryCertificateIsNoStation() {
    Receiver receiver =
        new Receiver.Station(inspector.encryption().certificate(), SCOPE, Optional.empty());
    assertEquals(ArchiveFinding.RECOVERY_RECEIVER, refusal(receiver));
    Receiver owner = new Receiver.Owner(station.certificate());
    assertEquals(ArchiveFinding.RECOVERY_RECEIVER, refusal(owner));
  }

  @Test
  void theOwnerIsToldAtOnceWhatIsLookedFor() {
    opened(Optional.empty());
    Notice notice = world.notices.getLast();
    assertEquals(Notice.Event.REQUESTED, notice.event());
    assertTrue(notice.detail().contains("eve@example.test"), notice.detail());
    assertTrue(notice.detail().contains("order 7 O 12/26"), notice.detail());
  }

  @Test
  void anOrderOfSilenceIsKeptLoggedAndEnds() {
    Instant end = NOW.plus(Duration.ofDays(90));
    CaseId id = opened(Optional.of(end));
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    world.recovery.collect(id, inspector.mailbox(), NOW.plusSeconds(60));
    assertEquals(List.of(), world.notices, "nobody tells the owner");
    LogEntry request =
        world.stores.log.stream()
            .filter(entry -> entry.type() == EntryType.RECOVERY_REQUESTED)
            .findFirst()
            .orElseThrow();
    assertEquals(end.toString(), request.value("notice-withheld-until").orElseThrow());

    assertEquals(0, world.recovery.tellWithheld(end.minusSeconds(1)));
    assertEquals(1, world.recovery.tellWithheld(end));
    assertEquals(0, world.recovery.tellWithheld(end));
    Notice told = world.notices.getFirst();
    assertEquals(bob.mailbox(), told.owner());
    assertEquals(Notice.Event.TOLD_LATER, told.event());
    assertTrue(told.detail().contains("released"), told.detail());
    assertTrue(told.detail().contains(world.officers.get(0).mailbox().toString()), told.detail());
    assertEquals(EntryType.RECOVERY_OWNER_TOLD, world.stores.log.getLast().type());
    assertEquals(CaseState.RELEASED, world.recovery.state(world.recovery.find(id).orElseThrow()));
  }

  @Test
  void silenceForMoreThanAYearMustBeAskedForAgain() {
    assertThrows(
        IllegalArgumentException.class, () -> opened(Optional.of(NOW.plus(Duration.ofDays(400)))));
  }

  private CaseId opened(Optional<Instant> withheld) {
    byte[] request =
        world.request(
            inspector,
            bob.mailbox(),
            new Receiver.Station(station.certificate(), SCOPE, withheld),
            key.id());
    Recovery.Outcome outcome = world.recovery.request(request, NOW);
    return new CaseId(
        assertInstanceOf(Recovery.Outcome.Recorded.class, outcome, outcome.toString())
            .recovery()
            .id());
  }

  private FindingCode refusal(Receiver receiver) {
    Recovery.Outcome outcome =
        world.recovery.request(world.request(inspector, bob.mailbox(), receiver, key.id()), NOW);
    return assertInstanceOf(Recovery.Outcome.Refused.class, outcome, outcome.toString())
        .findings()
        .getFirst()
        .code();
  }
}
