package org.signetmail.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;

class CertificateDeskTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox ADMIN = Mailbox.of("admin@example.test");

  private final Office office = new Office();
  private final MemoryPendingRequests pending = new MemoryPendingRequests();
  private final MemoryRing ring = new MemoryRing();
  private final List<String> told = new ArrayList<>();
  private final CertificateDesk desk = desk(ApprovalRule.PROOF_ALONE);

  @Test
  void aCodeGetsASigningCertificateForOneKeyOnce() {
    String code = invite();
    CertificationRequest request = request(key());

    DeskOutcome.Issued issued = issued(desk.certify(BOB, request, new Proof.MailReply(code)));

    assertEquals(List.of(BOB), issued.certificate().mailboxes());
    assertTrue(issued.certificate().maySign());
    assertEquals(Person.State.ACTIVE, office.people.find(BOB).orElseThrow().state());
    assertEquals(
        issued.certificate(),
        issued(desk.certify(BOB, request, new Proof.MailReply(code))).certificate(),
        "who did not get the answer comes again with the same request");
    assertUnproven(desk.certify(BOB, request(key()), new Proof.MailReply(code)));
  }

  @Test
  void strangersWrongCodesAndUnknownPeopleHearTheSame() {
    invite();
    Proof wrong = new Proof.MailReply("AAAAA-AAAAA-AAAAA-AAAAA");
    assertUnproven(desk.certify(BOB, request(key()), wrong));
    Mailbox nobody = Mailbox.of("nobody@example.test");
    assertUnproven(desk.certify(nobody, CertificationRequest.make(key(), "Nobody", nobody), wrong));
    assertUnproven(desk.certify(BOB, request(key()), new Proof.CurrentKey()));
  }

  @Test
  void othersAddressesAreRefusedAndTheCodeStaysGood() {
    String code = invite();
    SigningKey key = key();
    for (String other : List.of("alice@example.test", "b\u043eb@example.test")) {
      CertificationRequest forOther = CertificationRequest.make(key, "Bob", Mailbox.of(other));
      assertRefused(
          "issuance.other-mailbox", desk.certify(BOB, forOther, new Proof.MailReply(code)));
    }
    issued(desk.certify(BOB, request(key), new Proof.MailReply(code)));
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    String code = invite();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    var pair = generator.generateKeyPair();
    CertificationRequest request = request(new SigningKey(pair.getPrivate(), pair.getPublic()));
    assertRefused("key.small-exponent", desk.certify(BOB, request, new Proof.MailReply(code)));
  }

  @Test
  void aRevokedKeyIsNotCertifiedAgain() {
    SigningKey key = key();
    Certificate first =
        issued(desk.certify(BOB, request(key), new Proof.MailReply(invite()))).certificate();
    office.corp.authority.revoke(
        office.corp.authority.generations().current().key().id(),
        first.serial(),
        Revocation.Reason.KEY_COMPROMISE);
    assertRefused(
        "issuance.key-compromised", desk.certify(BOB, request(key), new Proof.MailReply(invite())));
  }

  @Test
  void theCertificateRenewsItselfAndNothingIsRevoked() {
    SigningKey key = key();
    Certificate first =
        issued(desk.certify(BOB, request(key), new Proof.MailReply(invite()))).certificate();
    Proof proof = new Proof.CurrentCertificate(first);

    Certificate renewed = issued(desk.certify(BOB, request(key), proof)).certificate();
    Certificate rekeyed = issued(desk.certify(BOB, request(key()), proof)).certificate();

    assertNotEquals(first, renewed);
    assertEquals(first.keyId(), renewed.keyId());
    assertNotEquals(first.keyId(), rekeyed.keyId());
    assertEquals(3, valid(Kind.PERSON_SIGNING));
    assertEquals(java.util.Optional.of(BOB), desk.holder(first));
    office.enrolment.suspend(BOB);
    assertUnproven(desk.certify(BOB, request(key()), proof));
    assertTrue(desk.holder(first).isEmpty());
  }

  @Test
  void aCodeForSomebodyEnrolledReplacesTheLostKeyOfItsUseOnly() throws Exception {
    Certificate first =
        issued(desk.certify(BOB, request(key()), new Proof.MailReply(invite()))).certificate();
    made(new Proof.CurrentCertificate(first));

    issued(desk.certify(BOB, request(key()), new Proof.MailReply(invite())));

    assertEquals(1, valid(Kind.PERSON_SIGNING));
    assertEquals(1, valid(Kind.PERSON_ENCRYPTION));
  }

  @Test
  void theEncryptionKeyIsMadeArchivedAndCertified() throws Exception {
    Certificate signing =
        issued(desk.certify(BOB, request(key()), new Proof.MailReply(invite()))).certificate();

    DeskOutcome.Made made = made(new Proof.CurrentCertificate(signing));

    assertTrue(office.archived.find(made.key().id()).isPresent());
    assertEquals(made.key().id(), made.receipt().keyId());
    assertEquals(made.key().id(), made.issued().certificate().keyId());
    assertEquals(1, valid(Kind.PERSON_ENCRYPTION));
    assertEquals(List.of(BOB + " " + made.issued().certificate().serialHex()), told);

    issued(desk.certify(BOB, again(made), new Proof.CurrentCertificate(signing)));
    assertEquals(2, valid(Kind.PERSON_ENCRYPTION));
    assertEquals(List.of(), ring.certificates, "the gateway does not read for him");
  }

  @Test
  void whereTheOrganisationWantsItTheMadeKeyIsInTheGatewaysRing() throws Exception {
    Proof proof =
        new Proof.CurrentCertificate(
            issued(desk.certify(BOB, request(key()), new Proof.MailReply(invite()))).certificate());
    DeskOutcome.Made before = made(proof);
    ring.admission = GatewayRing.Admission.REQUIRED;
    assertRefused("enrolment.ring-wanted", desk.certify(BOB, again(before), proof));

    DeskOutcome.Made made = made(proof);
    Certificate again = issued(desk.certify(BOB, again(made), proof)).certificate();

    assertEquals(List.of(made.issued().certificate(), again), ring.certificates);
    ring.isFull = true;
    byte[] request = request(key()).encoded();
    long valid = valid(Kind.PERSON_ENCRYPTION);
    assertRefused(
        "enrolment.ring-wanted",
        desk.make(BOB, request, RequestedContent.of(request), KeyAlgorithm.P_256, proof));
    assertEquals(valid, valid(Kind.PERSON_ENCRYPTION), "and nothing new is valid");
  }

  /** A renewal of an encryption certificate over the key that it had. */
  private CertificationRequest again(DeskOutcome.Made made) {
    return CertificationRequest.forEncryption(
        made.key(),
        "Bob",
        made.receipt()
            .verify(office.corp.authority.settings().receiptSigners().getFirst())
            .orElseThrow());
  }

  @Test
  void encryptionWithAKeyThatNobodyKeepsIsRefused() throws Exception {
    String code = invite();
    var key = KeyPairs.encryption(KeyAlgorithm.P_256, office.corp.random);
    CertificationRequest request =
        CertificationRequest.of(
            org.signetmail.pkix.internal.RequestForm.makeForEncryption(key, "Bob", BOB));
    assertRefused("enrolment.not-archived", desk.certify(BOB, request, new Proof.MailReply(code)));
    assertEquals(0, valid(Kind.PERSON_ENCRYPTION));
  }

  @Test
  void whereAnAdministratorDecidesItWaitsAndTheCodeMayEndMeanwhile() {
    CertificateDesk strict = desk(ApprovalRule.ADMINISTRATOR);
    Proof code = new Proof.MailReply(invite());
    CertificationRequest request = request(key());

    assertInstanceOf(DeskOutcome.Waiting.class, strict.certify(BOB, request, code));
    assertInstanceOf(DeskOutcome.Waiting.class, strict.certify(BOB, request, code));
    assertUnproven(strict.certify(BOB, request(key()), code));
    assertEquals(1, pending.waiting(9).size());
    PendingRequest waits = pending.waiting(9).getFirst();
    assertInstanceOf(DeskOutcome.Waiting.class, strict.poll(waits.key()));

    assertTrue(decide(waits, PendingRequest.State.APPROVED));
    office.time = office.time.plus(Duration.ofDays(3));
    Certificate certificate = issued(strict.poll(waits.key())).certificate();

    assertEquals(certificate, issued(strict.certify(BOB, request, code)).certificate());
    assertEquals(certificate, issued(strict.poll(waits.key())).certificate());
    assertTrue(pending.find(waits.key(), waits.kind()).isEmpty());
  }

  @Test
  void whatAnAdministratorDeniesIsRefused() {
    CertificateDesk strict = desk(ApprovalRule.ADMINISTRATOR);
    Proof code = new Proof.MailReply(invite());
    CertificationRequest request = request(key());
    strict.certify(BOB, request, code);
    decide(pending.waiting(1).getFirst(), PendingRequest.State.DENIED);

    assertRefused("enrolment.denied", strict.certify(BOB, request, code));
    assertEquals(0, valid(Kind.PERSON_SIGNING));
  }

  private boolean decide(PendingRequest waits, PendingRequest.State state) {
    PendingRequest decided = waits.decided(state, ADMIN);
    return pending.decide(decided, decided.leaf(office.time, office.corp.random));
  }

  private DeskOutcome.Made made(Proof proof) throws Exception {
    byte[] request = request(key()).encoded();
    return assertInstanceOf(
        DeskOutcome.Made.class,
        desk.make(BOB, request, RequestedContent.of(request), KeyAlgorithm.P_256, proof));
  }

  private long valid(Kind kind) {
    return office.corp.certificates.ofOwner(BOB).stream()
        .filter(record -> record.kind() == kind && record.revocation().isEmpty())
        .map(CertificateRecord::certificate)
        .count();
  }

  private String invite() {
    office.time = office.time.plusSeconds(2);
    return office.enrolment.invite(BOB, "Bob", Set.of()).code();
  }

  private SigningKey key() {
    return KeyPairs.signing(KeyAlgorithm.P_256, office.corp.random);
  }

  private static CertificationRequest request(SigningKey key) {
    return CertificationRequest.make(key, "Bob", BOB);
  }

  private CertificateDesk desk(ApprovalRule approval) {
    CertificationAuthority authority =
        new CertificationAuthority(
            office.corp.authorities.issuing(),
            office.corp.authority.settings(),
            office.corp.certificates,
            office.corp.crls,
            office.corp.random,
            () -> office.time);
    return new CertificateDesk(
        new CertificateDesk.Ports(
            office.people,
            authority,
            office.corp.certificates,
            office.archiveWith(office.corp.archiveKey),
            pending,
            ring,
            (owner, certificate, _) -> told.add(owner + " " + certificate.serialHex())),
        new InvitationCodes(new byte[32], Duration.ofHours(24)),
        approval,
        office.corp.random,
        () -> office.time);
  }

  private static DeskOutcome.Issued issued(DeskOutcome outcome) {
    return assertInstanceOf(DeskOutcome.Issued.class, outcome, outcome.toString());
  }

  private static void assertUnproven(DeskOutcome outcome) {
    assertInstanceOf(DeskOutcome.Unproven.class, outcome, outcome.toString());
  }

  private static void assertRefused(String code, DeskOutcome outcome) {
    DeskOutcome.Refused refused =
        assertInstanceOf(DeskOutcome.Refused.class, outcome, outcome.toString());
    assertTrue(
        refused.findings().stream().anyMatch(finding -> finding.code().code().equals(code)),
        refused.toString());
  }
}
