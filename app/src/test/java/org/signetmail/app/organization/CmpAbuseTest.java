package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.organization.CmpExchanges.Answer;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpBody.Request;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpClientMessage.Place;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpSeal;

/** What strangers try at CMP, and what they hear. Guessing comes last: it is slowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CmpAbuseTest {
  private static final String BOB = "bob@example.test";
  private static final String WRONG = "AAAAA-AAAAA-AAAAA-AAAAA";

  @TempDir static Path folder;

  private RunningSystem system;
  private CmpExchanges cmp;
  private SigningIdentity bob;
  private CmpSeal byBob;

  @BeforeAll
  void up() throws Exception {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
    cmp = new CmpExchanges(system);
    bob = cmp.enrolled(BOB);
    byBob = new CmpSeal.Signed(bob);
  }

  @AfterAll
  void down() {
    system.close();
  }

  @Test
  @Order(1)
  void bodiesThatAreNoMessage() throws Exception {
    byte[] empty = {0x30, 0};
    assertEquals(400, system.post(CmpExchanges.PATH, CmpExchanges.MESSAGE, empty).statusCode());
    assertEquals(415, system.post(CmpExchanges.PATH, "text/plain", empty).statusCode());
    assertEquals(
        413,
        system
            .post(CmpExchanges.PATH, CmpExchanges.MESSAGE, new byte[CmpMessage.LARGEST + 1])
            .statusCode());
    assertEquals(405, system.get(CmpExchanges.PATH).statusCode());
    assertEquals(404, system.get(CmpExchanges.PATH + "/nested").statusCode());
  }

  @Test
  @Order(2)
  void headersThatAreNotFit() throws Exception {
    CmpBody asked = CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB);
    Place place = cmp.first();
    for (int minutes : new int[] {-6, 6}) {
      CmpExchanges.assertFails(
          CmpFailure.BAD_TIME,
          cmp.ask(
              asked,
              byBob,
              new Place(
                  place.transactionId(),
                  place.senderNonce(),
                  Optional.empty(),
                  cmp.now().plusSeconds(60L * minutes),
                  CmpHeader.Confirmation.EXPLICIT)));
    }
    Place shortNonce =
        new Place(
            place.transactionId(),
            new byte[15],
            Optional.empty(),
            place.at(),
            CmpHeader.Confirmation.EXPLICIT);
    CmpExchanges.assertFails(CmpFailure.BAD_SENDER_NONCE, cmp.ask(asked, byBob, shortNonce));
    Place nameless =
        new Place(
            new byte[0],
            place.senderNonce(),
            Optional.empty(),
            place.at(),
            CmpHeader.Confirmation.EXPLICIT);
    CmpExchanges.assertFails(CmpFailure.BAD_DATA_FORMAT, cmp.ask(asked, byBob, nameless));
    byte[] old = CmpClientMessage.make(asked, byBob, place);
    old[indexOf(old, new byte[] {2, 1, 3}) + 2] = 1; // pvno
    CmpExchanges.assertFails(CmpFailure.UNSUPPORTED_VERSION, cmp.post(CmpExchanges.PATH, old));
    assertEquals(1, certificates());
  }

  @Test
  @Order(3)
  void whatIsNotProtectedByWhoeverAsks() throws Exception {
    CmpBody asked = CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB);
    byte[] good = CmpClientMessage.make(asked, byBob, cmp.first());
    PKIMessage parts = PKIMessage.getInstance(good);
    byte[] bare = new PKIMessage(parts.getHeader(), parts.getBody()).getEncoded();
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, cmp.post(CmpExchanges.PATH, bare));

    PKIMessage other =
        PKIMessage.getInstance(
            CmpClientMessage.make(
                CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB), byBob, cmp.first()));
    byte[] swapped =
        new PKIMessage(
                parts.getHeader(), other.getBody(), parts.getProtection(), parts.getExtraCerts())
            .getEncoded();
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, cmp.post(CmpExchanges.PATH, swapped));

    SigningIdentity stranger = system.person("Bob", "stranger@example.test"); // no person of ours
    CmpExchanges.assertFails(
        CmpFailure.SIGNER_NOT_TRUSTED, cmp.ask(asked, new CmpSeal.Signed(stranger), cmp.first()));

    SigningIdentity eva = cmp.enrolled("eva0@example.test");
    byte[] misnamed = signedUnder(asked, eva.certificate().subjectKeyIdentifier().orElseThrow());
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, cmp.post(CmpExchanges.PATH, misnamed));

    byte[] byWeak = weakened(CmpClientMessage.make(asked, cmp.byCode(BOB, WRONG), cmp.first()));
    CmpExchanges.assertFails(CmpFailure.BAD_ALG, cmp.post(CmpExchanges.PATH, byWeak));
    assertEquals(1, certificates());
  }

  @Test
  @Order(3)
  void aCodeOfYesterday() throws Exception {
    Mailbox lea = Mailbox.of("lea@example.test");
    Instant since = cmp.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(24));
    Person invited = new Person(lea, "Lea", Set.of(), Person.State.INVITED, since);
    system
        .organization
        .store()
        .people()
        .put(invited, PersonLeaf.of(invited, cmp.now(), system.organization.random()));
    String code =
        system.organization.enrolling().sharedCodes().again(lea, new Credential.Code(since));
    Answer answer =
        cmp.ask(
            CmpExchanges.asking(Request.INITIALIZATION, cmp.key(), lea.toString()),
            cmp.byCode(lea.toString(), code),
            cmp.first());
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, answer);
  }

  @Test
  @Order(4)
  void theSameMessageOnceMore() throws Exception {
    String amy = "amy@example.test";
    CmpSeal byCode = cmp.byCode(amy, cmp.code(amy));
    byte[] ir =
        CmpClientMessage.make(
            CmpExchanges.asking(Request.INITIALIZATION, cmp.key(), amy),
            byCode,
            cmp.first().confirmedAtOnce());
    assertEquals(PKIBody.TYPE_INIT_REP, cmp.post(CmpExchanges.PATH, ir).kind());
    CmpExchanges.assertFails(CmpFailure.TRANSACTION_ID_IN_USE, cmp.post(CmpExchanges.PATH, ir));

    Place place = cmp.first();
    CmpBody asked = CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB);
    Answer cp = cmp.ask(asked, byBob, place);
    CmpExchanges.assertFails(CmpFailure.TRANSACTION_ID_IN_USE, cmp.ask(asked, byBob, place));
    SigningIdentity eva = cmp.enrolled("eva@example.test");
    CmpBody confirmation = CmpExchanges.confirming(cp.certificate(), Verdict.ACCEPTED);
    Place next = cmp.next(place, cp);
    CmpExchanges.assertFails(
        CmpFailure.TRANSACTION_ID_IN_USE, cmp.ask(confirmation, new CmpSeal.Signed(eva), next));
    byte[] done = CmpClientMessage.make(confirmation, byBob, next);
    assertEquals(PKIBody.TYPE_CONFIRM, cmp.post(CmpExchanges.PATH, done).kind());
    CmpExchanges.assertFails(CmpFailure.BAD_REQUEST, cmp.post(CmpExchanges.PATH, done));
    assertEquals(2, certificates());
  }

  @Test
  @Order(5)
  void confirmationsThatAreNotOfTheCertificate() throws Exception {
    Place place = cmp.first();
    Answer cp = cmp.ask(CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB), byBob, place);
    CmpBody right = CmpExchanges.confirming(cp.certificate(), Verdict.ACCEPTED);
    CmpBody wrong = CmpExchanges.confirming(bob.certificate(), Verdict.ACCEPTED);
    CmpExchanges.assertFails(CmpFailure.BAD_CERT_ID, cmp.ask(wrong, byBob, cmp.next(place, cp)));
    Place unheard = place.next(new byte[16], cmp.now(), system.organization.random());
    CmpExchanges.assertFails(CmpFailure.BAD_RECIPIENT_NONCE, cmp.ask(right, byBob, unheard));
    CmpExchanges.assertFails(CmpFailure.BAD_REQUEST, cmp.ask(right, byBob, cmp.first()));
    CmpExchanges.assertFails(
        CmpFailure.BAD_REQUEST, cmp.ask(new CmpBody.Poll(), byBob, cmp.next(place, cp)));
    assertEquals(PKIBody.TYPE_CONFIRM, cmp.ask(right, byBob, cmp.next(place, cp)).kind());
  }

  @Test
  @Order(9)
  void guessingCodesIsSlowedAndTellsNothing() throws Exception {
    cmp.code("kim@example.test");
    Answer known = guess("kim@example.test");
    Answer unknown = guess("nobody@example.test");
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, known);
    CmpExchanges.assertFails(CmpFailure.BAD_MESSAGE_CHECK, unknown);
    assertEquals(known.words(), unknown.words());
    assertTrue(CmpExchanges.isSigned(known));
    int status = 200;
    for (int attempt = 0; attempt < 12 && status == 200; attempt++) {
      status = system.post(CmpExchanges.PATH, CmpExchanges.MESSAGE, guessed()).statusCode();
    }
    assertEquals(429, status);
    byte[] right = CmpClientMessage.make(new CmpBody.Poll(), byBob, cmp.first());
    assertEquals(429, system.post(CmpExchanges.PATH, CmpExchanges.MESSAGE, right).statusCode());
  }

  /** What Bob's key signs, in the name of another key. */
  private byte[] signedUnder(CmpBody asked, byte[] senderKid) throws Exception {
    PKIMessage message = PKIMessage.getInstance(CmpClientMessage.make(asked, byBob, cmp.first()));
    PKIHeader header =
        copied(message.getHeader(), message.getHeader().getProtectionAlg())
            .setSenderKID(senderKid)
            .build();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(bob.key().privateKey(SecretAccess.TOKEN));
    signature.update(new ProtectedPart(header, message.getBody()).getEncoded("DER"));
    return new PKIMessage(
            header, message.getBody(), new DERBitString(signature.sign()), message.getExtraCerts())
        .getEncoded();
  }

  private static PKIHeaderBuilder copied(PKIHeader header, AlgorithmIdentifier algorithm) {
    return new PKIHeaderBuilder(3, header.getSender(), header.getRecipient())
        .setProtectionAlg(algorithm)
        .setSenderKID(header.getSenderKID())
        .setTransactionID(header.getTransactionID())
        .setSenderNonce(header.getSenderNonce());
  }

  private Answer guess(String mailbox) throws Exception {
    return cmp.ask(
        CmpExchanges.asking(Request.INITIALIZATION, cmp.key(), mailbox),
        cmp.byCode(mailbox, WRONG),
        cmp.first());
  }

  private byte[] guessed() {
    return CmpClientMessage.make(
        CmpExchanges.asking(Request.INITIALIZATION, cmp.key(), BOB),
        cmp.byCode(BOB, WRONG),
        cmp.first());
  }

  private long certificates() {
    return system.organization.store().certificates().ofOwner(Mailbox.of(BOB)).size();
  }

  /** The MAC of OpenSSL's standard settings of old: HMAC with SHA-1. */
  private static byte[] sha256WithSha1() throws IOException {
    return new AlgorithmIdentifier(
            CMPObjectIdentifiers.passwordBasedMac,
            new PBMParameter(
                "0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1")),
                500,
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.5.5.8.1.2"))))
        .getEncoded();
  }

  /** The same message under such a MAC, whose value nobody will look at. */
  private static byte[] weakened(byte[] der) throws IOException {
    PKIMessage message = PKIMessage.getInstance(der);
    PKIHeader header =
        copied(message.getHeader(), AlgorithmIdentifier.getInstance(sha256WithSha1())).build();
    return new PKIMessage(header, message.getBody(), message.getProtection()).getEncoded();
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i < all.length - part.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(all, i, i + part.length), part)) {
        return i;
      }
    }
    throw new AssertionError("is not in it");
  }
}
