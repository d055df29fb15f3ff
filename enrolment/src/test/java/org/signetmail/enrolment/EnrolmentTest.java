package org.signetmail.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.TransportedKey;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.Organization;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;

class EnrolmentTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox ADMIN = Mailbox.of("admin@example.test");
  private static final Proof VOUCHED = new Proof.AdministratorVouches(ADMIN);

  private final Office office = new Office();

  @Test
  void invitedPersonGetsKeysThatWorkTogether() throws Exception {
    Invitation invitation = invite();
    EnrolmentKit kit = office.kit(BOB);

    EnrolmentOutcome.Enrolled enrolled =
        enrolled(office.enrolment.enrol(request(kit), new Proof.MailReply(invitation.code())));

    PersonalKeys keys = kit.receive(enrolled.credentials());
    KeyFile file =
        KeyFile.read(keys.keyFile("secret".toCharArray()), "secret".toCharArray(), "bob.p12");
    assertEquals(keys.signing().certificate(), file.signing().getFirst().certificate());
    assertEquals(keys.decryption().certificate(), file.decryption().getFirst().certificate());
    assertEquals(Person.State.ACTIVE, person().state());
    assertEquals(keys.decryption().certificate().keyId(), enrolled.receipt().keyId());
  }

  @Test
  void encryptionKeyIsInTheArchiveAndTheSigningKeyIsNot() {
    invite();
    EnrolmentOutcome.Enrolled enrolled =
        enrolled(office.enrolment.enrol(request(office.kit(BOB)), VOUCHED));

    Credentials credentials = enrolled.credentials();
    assertTrue(office.archived.find(credentials.encryption().keyId()).isPresent());
    assertTrue(office.archived.find(credentials.signing().keyId()).isEmpty());
    assertEquals(1, office.archived.count());
  }

  @Test
  void archiveThatRefusesLeavesNoValidCertificate() {
    invite();
    office.officers.enrolled.removeLast();

    assertRefused(
        "archive.too-few-officers", office.enrolment.enrol(request(office.kit(BOB)), VOUCHED));

    assertNothingValid();
    assertEquals(Person.State.INVITED, person().state());
  }

  @Test
  void receiptOfAnotherArchiveLeavesNoValidCertificate() {
    invite();
    Enrolment misled = office.enrolment(office.archiveWith(office.corp.signingKey()));

    assertRefused("enrolment.receipt-not-ours", misled.enrol(request(office.kit(BOB)), VOUCHED));

    assertNothingValid();
  }

  @Test
  void enrolmentThatWasCutOffCanBeDoneAgain() {
    invite();
    EnrolmentRequest request = request(office.kit(BOB));
    Enrolment misled = office.enrolment(office.archiveWith(office.corp.signingKey()));
    misled.enrol(request(office.kit(BOB)), VOUCHED);

    EnrolmentOutcome.Enrolled first = enrolled(office.enrolment.enrol(request, VOUCHED));
    EnrolmentOutcome.Enrolled again =
        enrolled(office.enrolment.replace(request, VOUCHED, Revocation.Reason.SUPERSEDED));

    assertEquals(first.receipt().record(), again.receipt().record());
  }

  @Test
  void certificatesOfAnEnrolmentThatWasCutOffEndWithTheNextOne() {
    invite();
    Person invited = person();
    enrolled(enrol(VOUCHED));
    put(invited); // as if the machine had stopped before this was written

    Credentials second = enrolled(enrol(VOUCHED)).credentials();

    assertEquals(Set.of(second.signing(), second.encryption()), valid());
  }

  @Test
  void codeWorksOnceInTimeAndOnlyTheLatest() {
    Invitation former = invite();
    Invitation latest = invite();

    assertRefused("enrolment.code-wrong", enrol(new Proof.MailReply(former.code())));
    assertRefused("enrolment.code-wrong", enrol(new Proof.MailReply("")));
    assertRefused("enrolment.code-wrong", enrol(new Proof.MailReply("00000-00000-00000-00000")));
    office.time = latest.expires();
    assertRefused("enrolment.code-wrong", enrol(new Proof.MailReply(latest.code())));
    office.time = latest.expires().minusSeconds(1);
    enrolled(enrol(new Proof.MailReply(latest.code().toLowerCase(java.util.Locale.ROOT))));
    assertRefused(
        "enrolment.code-wrong",
        office.enrolment.replace(
            request(office.kit(BOB)),
            new Proof.MailReply(latest.code()),
            Revocation.Reason.SUPERSEDED));
  }

  @Test
  void aCodeIsOfUseToOneKeyEvenWhileItsEnrolmentIsUnderWay() {
    Invitation invitation = invite();
    EnrolmentRequest first = request(office.kit(BOB));
    assertTrue( // as it is when the first enrolment was begun, or cut off
        office.people.redeem(person(), KeyId.of(first.signing().publicKey())));
    Proof code = new Proof.MailReply(invitation.code());
    assertRefused("enrolment.code-wrong", enrol(code));
    assertEquals(Set.of(), valid(), "nothing was issued to the second");
    enrolled(office.enrolment.enrol(first, code));
  }

  @Test
  void aCodeIsGivenBackWhenNothingComesOfItsEnrolment() {
    Invitation invitation = invite();
    Proof code = new Proof.MailReply(invitation.code());
    Enrolment misled = office.enrolment(office.archiveWith(office.corp.signingKey()));
    assertRefused("enrolment.receipt-not-ours", misled.enrol(request(office.kit(BOB)), code));
    enrolled(enrol(code));
  }

  @Test
  void invitationShowsItsCodeToNoLog() {
    Invitation invitation = invite();

    assertFalse(invitation.toString().contains(invitation.code()));
  }

  @Test
  void nobodyVouchesForThemselves() {
    invite();

    assertRefused("enrolment.vouched-for-self", enrol(new Proof.AdministratorVouches(BOB)));
  }

  @Test
  void strangersAndPeopleWhoLeftAreNotEnrolled() {
    assertRefused("enrolment.unknown-person", enrol(VOUCHED));
    invite();
    office.enrolment.leave(BOB);
    assertRefused("enrolment.not-invited", enrol(VOUCHED));
  }

  @Test
  void secondEnrolmentIsAReplacementOrNothing() {
    invite();
    enrolled(enrol(VOUCHED));

    assertRefused("enrolment.already-enrolled", enrol(VOUCHED));
  }

  @Test
  void encryptionKeyPutInOnTheWayIsNoticed() {
    invite();
    EnrolmentRequest real = request(office.kit(BOB));
    EnrolmentRequest swapped =
        new EnrolmentRequest(
            BOB, real.signing(), request(office.kit(BOB)).encryption(), real.binding());

    assertRefused("enrolment.keys-not-bound", office.enrolment.enrol(swapped, VOUCHED));
    assertEquals(0, office.archived.count());
  }

  @Test
  void keySealedForSomebodyElseIsRefused() {
    invite();
    Mailbox mallory = Mailbox.of("mallory@example.test");
    SigningKey key = office.corp.signingKey();
    TransportedKey hers =
        TransportedKey.seal(
            office.corp.encryptionKey(),
            mallory,
            office.enrolment.archiveCertificate(),
            office.corp.random);
    EnrolmentRequest request =
        new EnrolmentRequest(
            BOB, CertificationRequest.make(key, "Bob", BOB), hers, KeyBinding.sign(key, BOB, hers));

    assertRefused("archive.other-owner", office.enrolment.enrol(request, VOUCHED));
    assertNothingValid();
  }

  @Test
  void oneKeyForBothUsesIsRefusedBeforeAnythingHappens() {
    invite();
    SigningKey key = office.corp.signingKey();
    EncryptionKey same =
        ((EncryptionKey.Classified.EncryptsOnly)
                EncryptionKey.of(key.privateKey(SecretAccess.TOKEN), key.publicKey(), List.of()))
            .key();
    TransportedKey sealed =
        TransportedKey.seal(same, BOB, office.enrolment.archiveCertificate(), office.corp.random);
    EnrolmentRequest request =
        new EnrolmentRequest(
            BOB,
            CertificationRequest.make(key, "Bob", BOB),
            sealed,
            KeyBinding.sign(key, BOB, sealed));

    assertRefused("enrolment.one-key-for-both", office.enrolment.enrol(request, VOUCHED));
    assertEquals(0, office.archived.count());
    assertEquals(List.of(), office.corp.certificates.ofKey(key.id()));
  }

  @Test
  void lostKeysAreReplacedAndTheOldOnesRevokedButStillArchived() {
    invite();
    Credentials old = enrolled(enrol(VOUCHED)).credentials();
    office.time = office.time.plus(Duration.ofDays(3));

    Credentials fresh =
        enrolled(
                office.enrolment.replace(
                    request(office.kit(BOB)), VOUCHED, Revocation.Reason.KEY_COMPROMISE))
            .credentials();

    assertEquals(Set.of(fresh.signing(), fresh.encryption()), valid());
    assertEquals(
        Revocation.Reason.KEY_COMPROMISE,
        record(old.encryption()).revocation().orElseThrow().reason());
    assertTrue(office.archived.find(old.encryption().keyId()).isPresent());
    assertEquals(2, office.archived.ofOwner(BOB).size());
    assertTrue(office.corp.crls.current(office.corp.issuing().keyId()).isPresent());
  }

  @Test
  void renewalWithTheCurrentSigningKeyGivesANewEncryptionKey() throws Exception {
    invite();
    EnrolmentKit kit = office.kit(BOB);
    PersonalKeys keys =
        kit.receive(enrolled(office.enrolment.enrol(request(kit), VOUCHED)).credentials());
    EnrolmentKit renewal =
        EnrolmentKit.renew(
            BOB, "Bob", keys.signing().key(), KeyAlgorithm.P_256, office.corp.random);

    PersonalKeys renewed =
        renewal.receive(
            enrolled(
                    office.enrolment.replace(
                        request(renewal), new Proof.CurrentKey(), Revocation.Reason.SUPERSEDED))
                .credentials());

    assertEquals(keys.signing().key().id(), renewed.signing().key().id());
    assertFalse(keys.decryption().key().id().equals(renewed.decryption().key().id()));
    assertTrue(record(keys.decryption().certificate()).revocation().isPresent());
    assertTrue(record(keys.signing().certificate()).revocation().isEmpty());
  }

  @Test
  void newKeyIsNoCurrentKeyAndNeitherIsARevokedOne() throws Exception {
    invite();
    EnrolmentKit kit = office.kit(BOB);
    enrolled(office.enrolment.enrol(request(kit), VOUCHED));

    assertRefused("enrolment.no-current-key", replace(office.kit(BOB), new Proof.CurrentKey()));
    enrolled(replace(office.kit(BOB), VOUCHED));
    assertRefused("enrolment.no-current-key", replace(kit, new Proof.CurrentKey()));
  }

  @Test
  void leavingRevokesEverythingAndKeepsTheArchive() {
    invite();
    Credentials credentials = enrolled(enrol(VOUCHED)).credentials();

    Departure departure = office.enrolment.leave(BOB).orElseThrow();

    assertEquals(2, departure.ended().size());
    assertEquals(List.of(), departure.findings());
    assertEquals(Person.State.LEFT, person().state());
    assertNothingValid();
    assertEquals(
        Revocation.Reason.AFFILIATION_CHANGED,
        record(credentials.signing()).revocation().orElseThrow().reason());
    assertTrue(office.archived.find(credentials.encryption().keyId()).isPresent());
    assertEquals(0, office.enrolment.leave(BOB).orElseThrow().ended().size());
    assertEquals(Optional.empty(), office.enrolment.leave(ADMIN));
  }

  @Test
  void suspensionPutsOnHoldAndComingBackTakesNewKeys() {
    invite();
    Credentials credentials = enrolled(enrol(VOUCHED)).credentials();

    office.enrolment.suspend(BOB);

    assertEquals(
        Revocation.Reason.CERTIFICATE_HOLD,
        record(credentials.signing()).revocation().orElseThrow().reason());
    assertRefused("enrolment.not-invited", enrol(VOUCHED));
    invite();
    enrolled(enrol(VOUCHED));
  }

  @Test
  void officersCertificatesAreNotAPersons() {
    Mailbox olga = Mailbox.of("olga@example.test");
    office.corp.authority.issueService(
        ServiceKind.OFFICER,
        office.corp.encryptionKey().publicKey(),
        ServiceNames.ofOfficer(office.corp.subject("Olga"), olga));

    assertEquals(List.of(), office.corp.certificates.ofOwner(olga));
  }

  @Test
  void certificatesOverOtherKeysAreNotTaken() {
    invite();
    Credentials credentials = enrolled(enrol(VOUCHED)).credentials();

    assertThrows(IOException.class, () -> office.kit(BOB).receive(credentials));
  }

  @Test
  void everyEncryptionCertificateHasAReceipt() {
    invite();
    enrolled(enrol(VOUCHED));
    enrolled(replace(office.kit(BOB), VOUCHED));

    for (CertificateRecord record : office.corp.certificates.ofOwner(BOB)) {
      assertEquals(
          record.kind() == CertificateProfile.Kind.PERSON_ENCRYPTION, record.receipt().isPresent());
    }
  }

  private Invitation invite() {
    return office.enrolment.invite(BOB, "Bob", Set.of("sales"));
  }

  private EnrolmentRequest request(EnrolmentKit kit) {
    return kit.request(office.enrolment.archiveCertificate());
  }

  private EnrolmentOutcome enrol(Proof proof) {
    return office.enrolment.enrol(request(office.kit(BOB)), proof);
  }

  private EnrolmentOutcome replace(EnrolmentKit kit, Proof proof) {
    return office.enrolment.replace(request(kit), proof, Revocation.Reason.SUPERSEDED);
  }

  private void put(Person person) {
    office.people.put(person, PersonLeaf.of(person, office.time, office.corp.random));
  }

  private Person person() {
    return office.people.find(BOB).orElseThrow();
  }

  private CertificateRecord record(Certificate certificate) {
    return office
        .corp
        .certificates
        .find(office.corp.issuing().keyId(), certificate.serial())
        .orElseThrow();
  }

  private Set<Certificate> valid() {
    return Set.copyOf(
        office.corp.certificates.ofOwner(BOB).stream()
            .filter(record -> record.revocation().isEmpty())
            .map(CertificateRecord::certificate)
            .toList());
  }

  private void assertNothingValid() {
    assertEquals(Set.of(), valid());
  }

  private static EnrolmentOutcome.Enrolled enrolled(EnrolmentOutcome outcome) {
    return assertInstanceOf(EnrolmentOutcome.Enrolled.class, outcome, outcome::toString);
  }

  private static void assertRefused(String code, EnrolmentOutcome outcome) {
    assertInstanceOf(EnrolmentOutcome.Refused.class, outcome);
    assertEquals(
        List.of(code), outcome.findings().stream().map(finding -> finding.code().code()).toList());
  }

  @Test
  void organizationOfTheSubjectIsTheAuthoritys() {
    invite();

    assertTrue(
        enrolled(enrol(VOUCHED)).credentials().signing().subject().contains(Organization.NAME));
  }
}
