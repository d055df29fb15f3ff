package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;

/** An archive with its officers, and Bob, who lost his key and has a new one. */
final class ArchiveWorld {
  static final Instant NOW = Organization.NOW;

  /** A policy that stands in the way of no test that is about something else. */
  static final RecoveryPolicy LOOSE =
      new RecoveryPolicy(
          Duration.ZERO,
          Duration.ZERO,
          1000,
          1000,
          1000,
          Duration.ofDays(30),
          RecoveryPolicy.SelfRecovery.ALLOWED);

  final Organization organization = new Organization();
  final InMemoryStores stores = new InMemoryStores();
  final List<Notice> notices = new ArrayList<>();
  final List<Certificate> known = new ArrayList<>();
  final List<Person> officers = new ArrayList<>();
  final Person bob = organization.person("bob@example.test");
  final KeyArchive archive;
  final Recovery recovery;

  /** Mailboxes that no notice reaches. */
  final Set<Mailbox> unreachable = new HashSet<>();

  ArchiveWorld(int quorum, int officerCount) {
    this(quorum, officerCount, false);
  }

  /**
   * @param classical whether the officers are of a time before they had ML-KEM keys
   */
  ArchiveWorld(int quorum, int officerCount, boolean classical) {
    Officers enrolment = enrolment(quorum, officerCount);
    for (int i = 1; i <= officerCount; i++) {
      String mailbox = "officer" + i + "@example.test";
      Person officer =
          classical ? organization.classicalOfficer(mailbox) : organization.officer(mailbox);
      assertInstanceOf(Officers.Outcome.Enrolled.class, enrolment.enrol(officer.officer(), NOW));
      officers.add(officer);
    }
    archive =
        new KeyArchive(
            stores.archive,
            stores.officers,
            new Quorum(quorum, officerCount),
            organization.archive.key(),
            key -> known.stream().filter(c -> c.keyId().equals(key)).toList(),
            organization.random);
    recovery = recovery(LOOSE);
  }

  Recovery recovery(RecoveryPolicy policy) {
    return recovery(policy, RoleRule.NOBODY);
  }

  Recovery recovery(RecoveryPolicy policy, RoleRule roles) {
    return new Recovery(
        stores.cases,
        stores.archive,
        stores.officers,
        outbox(),
        policy,
        roles,
        organization::trust,
        organization.random);
  }

  SelfRecovery selfRecovery(RecoveryPolicy policy) {
    return new SelfRecovery(
        stores.cases,
        stores.archive,
        stores.officers,
        stores.codeCopies,
        outbox(),
        policy,
        organization::trust,
        organization.random);
  }

  private Notices outbox() {
    return new Notices() {
      @Override
      public void tell(Mailbox owner, Notice notice) {
        notices.add(notice);
      }

      @Override
      public boolean reaches(Mailbox owner) {
        return !unreachable.contains(owner);
      }
    };
  }

  Officers enrolment(int quorum, int officerCount) {
    return new Officers(
        stores.officers, new Quorum(quorum, officerCount), RoleRule.NOBODY, organization.random);
  }

  EncryptionKey archived(KeyAlgorithm algorithm, Mailbox owner) {
    EncryptionKey key = KeyPairs.encryption(algorithm, organization.random);
    archived(key, owner);
    return key;
  }

  ArchiveReceipt archived(EncryptionKey key, Mailbox owner) {
    return assertInstanceOf(KeyArchive.Outcome.Archived.class, archive.archive(key, owner, NOW))
        .receipt();
  }

  byte[] request(Person requester, Person owner, List<KeyId> keys) {
    return new RecoveryRequest(
            requester.mailbox(),
            owner.mailbox(),
            keys,
            owner.encryption().certificate(),
            "laptop stolen",
            "",
            NOW)
        .signed(requester.signing());
  }

  /** What somebody asks for another receiver than the owner's new certificate. */
  byte[] request(Person requester, Mailbox owner, Receiver receiver, KeyId... keys) {
    return new RecoveryRequest(
            requester.mailbox(), owner, List.of(keys), receiver, "fraud", "order 7 O 12/26", NOW)
        .signed(requester.signing());
  }

  CaseId opened(Person requester, Person owner, KeyId... keys) {
    Recovery.Outcome outcome = recovery.request(request(requester, owner, List.of(keys)), NOW);
    return new CaseId(
        assertInstanceOf(Recovery.Outcome.Recorded.class, outcome, outcome.toString())
            .recovery()
            .id());
  }

  ShareBundle bundle(CaseId id, Person officer) {
    return ((Recovery.Bundled.Bundle) recovery.bundle(id, officer.encryption().key().id()))
        .bundle();
  }

  OfficerDesk desk(Person officer) {
    return new OfficerDesk(
        officer.keys(), officer.signing(), organization.trust(), organization.random);
  }

  byte[] approval(CaseId id, Person officer) {
    return approval(bundle(id, officer), officer);
  }

  byte[] approval(ShareBundle bundle, Person officer) {
    OfficerDesk desk = desk(officer);
    OfficerDesk.Reading reading = desk.read(bundle, NOW);
    OfficerDesk.Question question =
        assertInstanceOf(OfficerDesk.Reading.Asked.class, reading, reading.toString()).question();
    OfficerDesk.Outcome outcome = desk.approve(question, NOW);
    return assertInstanceOf(OfficerDesk.Outcome.Approved.class, outcome, outcome.toString())
        .document();
  }

  Recovery.Outcome.Recorded approved(CaseId id, Person officer) {
    Recovery.Outcome outcome = recovery.approve(id, approval(id, officer), NOW);
    return assertInstanceOf(Recovery.Outcome.Recorded.class, outcome, outcome.toString());
  }

  KeyRelease released(CaseId id, Mailbox to) {
    Recovery.Collected collected = recovery.collect(id, to, NOW);
    return assertInstanceOf(Recovery.Collected.Released.class, collected, collected.toString())
        .release();
  }

  KeyRelease.Outcome recover(KeyRelease release, DecryptionIdentity receiver) {
    return release.recover(receiver, organization.archive.certificate());
  }
}
