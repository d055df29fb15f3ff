package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

class OfficersTest {
  private final Organization organization = new Organization();
  private final InMemoryStores stores = new InMemoryStores();
  private final Officers officers =
      new Officers(
          stores.officers,
          new Quorum(2, 3),
          new RoleRule(
              Set.of(Mailbox.of("anna@example.test")),
              Set.of(Mailbox.of("otto@example.test")),
              Set.of(Mailbox.of("emil@example.test"))),
          organization.random);
  private final Person olga = organization.officer("olga@example.test");

  @Test
  void enrolsAndLogs() {
    assertInstanceOf(
        Officers.Outcome.Enrolled.class, officers.enrol(olga.officer(), Organization.NOW));
    assertEquals(List.of(olga.officer()), officers.list());
    assertEquals(EntryType.OFFICER_ENROLLED, stores.log.getLast().type());
  }

  @Test
  void anOfficerIsListedOnce() {
    officers.enrol(olga.officer(), Organization.NOW);
    assertEquals(
        List.of(ArchiveFinding.OFFICER_LISTED_TWICE, ArchiveFinding.OFFICER_KEY_IN_USE),
        refusals(olga.officer()));
    assertEquals(
        List.of(ArchiveFinding.OFFICER_LISTED_TWICE),
        refusals(organization.officer("OLGA@example.test").officer()));
  }

  @Test
  void aKeyHasOneOfficer() {
    officers.enrol(olga.officer(), Organization.NOW);
    Person oskar = organization.officer("oskar@example.test");
    Certificate overOlgasKey =
        organization.certificate(
            Kind.OFFICER, "oskar@example.test", olga.encryption().certificate().publicKey());
    assertEquals(
        List.of(ArchiveFinding.OFFICER_KEY_IN_USE),
        refusals(
            new Officer(
                oskar.mailbox(),
                "Oskar",
                overOlgasKey,
                Optional.empty(),
                oskar.signing().certificate())));
  }

  @Test
  void certificatesOfPersonsDoNotDo() {
    Person bob = organization.person("bob@example.test");
    assertEquals(
        List.of(ArchiveFinding.OFFICER_WRONG_KIND, ArchiveFinding.OFFICER_WRONG_KIND),
        refusals(bob.officer()));
    Officer swapped =
        new Officer(
            olga.mailbox(),
            "Olga",
            olga.signing().certificate(),
            Optional.empty(),
            olga.encryption().certificate());
    assertEquals(
        List.of(ArchiveFinding.OFFICER_WRONG_KIND, ArchiveFinding.OFFICER_WRONG_KIND),
        refusals(swapped));
  }

  @Test
  void certificatesOfAnotherPersonDoNotDo() {
    Officer borrowed =
        new Officer(
            Mailbox.of("oskar@example.test"),
            "Oskar",
            olga.encryption().certificate(),
            Optional.empty(),
            olga.signing().certificate());
    assertEquals(List.of(ArchiveFinding.OFFICER_OTHER_MAILBOX), refusals(borrowed));
  }

  @Test
  void theSecondKeyIsMlKemAndTheFirstIsNot() {
    Certificate mlKem = olga.keys().get(1).certificate();
    Certificate classical = olga.encryption().certificate();
    Certificate signs = olga.signing().certificate();
    Officer otherWayRound =
        new Officer(olga.mailbox(), "Olga", mlKem, Optional.of(classical), signs);
    assertEquals(
        List.of(ArchiveFinding.OFFICER_WRONG_KIND, ArchiveFinding.OFFICER_WRONG_KIND),
        refusals(otherWayRound));
    Officer weak =
        new Officer(
            olga.mailbox(),
            "Olga",
            classical,
            Optional.of(
                organization
                    .encryption(Kind.OFFICER, "olga@example.test", KeyAlgorithm.ML_KEM_512)
                    .certificate()),
            signs);
    assertEquals(List.of(ArchiveFinding.OFFICER_WRONG_KIND), refusals(weak));
  }

  @Test
  void whoRunsOrAuditsTheSystemIsNoOfficer() {
    assertEquals(
        List.of(ArchiveFinding.OFFICER_OTHER_ROLE),
        refusals(organization.officer("Anna@example.test").officer()));
    assertEquals(
        List.of(ArchiveFinding.OFFICER_OTHER_ROLE),
        refusals(organization.officer("otto@example.test").officer()));
  }

  @Test
  void whoComesAfterTheLastSeatWaits() {
    for (String name : List.of("a", "b", "c", "d")) {
      officers.enrol(organization.officer(name + "@example.test").officer(), Organization.NOW);
    }
    assertEquals(3, officers.sets().getLast().officers().size());
    assertEquals("d@example.test", officers.waiting().getFirst().mailbox().toString());
    assertEquals(
        List.of(ArchiveFinding.OFFICER_LISTED_TWICE),
        refusals(organization.officer("d@example.test").officer()));
  }

  private List<FindingCode> refusals(Officer officer) {
    Officers.Outcome outcome = officers.enrol(officer, Organization.NOW);
    return assertInstanceOf(Officers.Outcome.Refused.class, outcome, outcome.toString())
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }
}
