package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

class OfficersTest {
  private final Organization organization = new Organization();
  private final InMemoryStores stores = new InMemoryStores();
  private final Officers officers = new Officers(stores.officers, organization.random);
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
            new Officer(oskar.mailbox(), "Oskar", overOlgasKey, oskar.signing().certificate())));
  }

  @Test
  void certificatesOfPersonsDoNotDo() {
    Person bob = organization.person("bob@example.test");
    assertEquals(
        List.of(ArchiveFinding.OFFICER_WRONG_KIND, ArchiveFinding.OFFICER_WRONG_KIND),
        refusals(bob.officer()));
    Officer swapped =
        new Officer(
            olga.mailbox(), "Olga", olga.signing().certificate(), olga.encryption().certificate());
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
            olga.signing().certificate());
    assertEquals(List.of(ArchiveFinding.OFFICER_OTHER_MAILBOX), refusals(borrowed));
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
