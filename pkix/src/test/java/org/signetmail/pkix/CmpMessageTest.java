package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.cmp.ProtectedPKIMessage;
import org.bouncycastle.cert.crmf.PKMACBuilder;
import org.bouncycastle.cert.crmf.jcajce.JcePKMACValuesCalculator;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpCertificateId;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpProtection;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.cmp.CmpReply;
import org.signetmail.pkix.cmp.CmpSeal;

/** PKIMessages made and read; Bouncy Castle's own classes for CMP check what protects them. */
class CmpMessageTest {
  private static final String SECRET = "ABCDE-FGHJK-MNPQR-STVWX";
  private static final byte[] NONCE = new byte[16];

  private final Pki pki = new Pki();
  private final SigningIdentity alice = pki.person(KeyAlgorithm.P_256);
  private final CmpClientMessage.Place place =
      CmpClientMessage.Place.first(Pki.NOW, Pki.RANDOM).confirmedAtOnce();

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_384", "ED25519", "ML_DSA_44"})
  void whatIsAskedComesAcross(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = KeyPairs.signing(algorithm, Pki.RANDOM);
    CmpMessage message = CmpMessage.of(signed(enrolment(key)));

    CmpHeader header = message.header();
    assertEquals(3, header.version());
    assertEquals(Optional.of("Alice Example"), header.senderName());
    assertArrayEquals(place.transactionId(), header.transactionId().orElseThrow());
    assertArrayEquals(place.senderNonce(), header.senderNonce().orElseThrow());
    assertTrue(header.recipNonce().isEmpty());
    assertEquals(Optional.of(Pki.NOW), header.messageTime());
    assertEquals(CmpHeader.Confirmation.IMPLICIT, header.confirmation());
    assertEquals(alice.path(), message.certificates());
    assertTrue(isSignedBy(message, alice.certificate()));
    assertFalse(isSignedBy(message, pki.person(KeyAlgorithm.P_256).certificate()));

    CmpBody.Enrolment asked = assertInstanceOf(CmpBody.Enrolment.class, message.body());
    CertificationRequest request = asked.certificationRequest();
    assertEquals(key.id(), KeyId.of(request.publicKey()));
    assertEquals(List.of(Pki.ALICE), request.mailboxes());
    assertEquals(RequestedContent.RequestedUse.ANY, RequestedContent.of(request).use());
    assertEquals(request, CertificationRequest.again(request.encoded()));
  }

  @Test
  void aPkcs10AndEveryOtherKindOfMessage() throws Exception {
    byte[] pkcs10 = CertificationRequest.make(alice.key(), "Alice", Pki.ALICE).encoded();
    CmpBody.Enrolment asked =
        assertInstanceOf(
            CmpBody.Enrolment.class,
            read(new CmpBody.Enrolment(CmpBody.Request.PKCS10, pkcs10, Optional.empty())));
    assertArrayEquals(pkcs10, asked.request());
    assertArrayEquals(pkcs10, asked.certificationRequest().encoded());

    CmpCertificateId id =
        new CmpCertificateId(alice.certificate().issuerDer(), alice.certificate().serial());
    CmpBody.Revocation end =
        assertInstanceOf(CmpBody.Revocation.class, read(new CmpBody.Revocation(id, 4)));
    assertTrue(end.certificate().names(alice.certificate()));
    assertFalse(new CmpCertificateId(id.issuer(), BigInteger.ONE).names(alice.certificate()));
    assertEquals(4, end.reason());

    assertEquals(new CmpBody.Poll(), read(new CmpBody.Poll()));
    CmpBody question = new CmpBody.Information(CmpBody.Information.CA_CERTS);
    assertEquals(question, read(question));
  }

  @Test
  void aConfirmationIsOfOneCertificate() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(alice.certificate().encoded());
    byte[] longer = MessageDigest.getInstance("SHA-512").digest(alice.certificate().encoded());
    CmpBody.Confirmation said =
        assertInstanceOf(
            CmpBody.Confirmation.class,
            read(new CmpBody.Confirmation(hash, Optional.empty(), Verdict.REJECTED)));
    assertEquals(Verdict.REJECTED, said.verdict());
    assertTrue(said.isOf(alice.certificate()));
    assertFalse(said.isOf(pki.root));
    String sha512 = "2.16.840.1.101.3.4.2.3";
    assertTrue(confirmation(longer, sha512).isOf(alice.certificate()));
    assertFalse(confirmation(hash, sha512).isOf(alice.certificate()));
    assertFalse(confirmation(hash, "1.3.14.3.2.26").isOf(alice.certificate()), "SHA-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pbmac1", "password-based"})
  void aSecretProtectsEveryOctet(String kind) throws Exception {
    CmpSeal.Shared seal =
        kind.equals("pbmac1")
            ? CmpSeal.Shared.of("alice@example.test", SECRET, Pki.RANDOM)
            : new CmpSeal.Shared(
                "alice@example.test", SECRET, passwordBased("2.16.840.1.101.3.4.2.1", 500));
    byte[] der = CmpClientMessage.make(new CmpBody.Poll(), seal, place);
    CmpMessage message = CmpMessage.of(der);
    CmpProtection.Mac mac = mac(message);

    assertEquals(Optional.of("alice@example.test"), message.header().senderName());
    assertArrayEquals(
        "alice@example.test".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        message.header().senderKid().orElseThrow());
    assertTrue(mac.isMadeWith(SECRET));
    assertFalse(mac.isMadeWith(SECRET.toLowerCase(java.util.Locale.ROOT)));
    for (int i = 0; i < der.length; i++) {
      byte[] changed = der.clone();
      changed[i] ^= 1;
      int at = i;
      assertFalse(isTaken(changed), () -> "octet " + at);
    }
    if (!kind.equals("pbmac1")) {
      assertTrue(
          new ProtectedPKIMessage(new org.bouncycastle.cert.cmp.GeneralPKIMessage(der))
              .verify(new PKMACBuilder(new JcePKMACValuesCalculator()), SECRET.toCharArray()));
    }
  }

  @Test
  void weakOrCostlyMacsAreRefusedBeforeTheyAreMade() throws Exception {
    CmpProtection.Parts made =
        mac(CmpMessage.of(
                CmpClientMessage.make(
                    new CmpBody.Poll(),
                    CmpSeal.Shared.of("alice@example.test", SECRET, Pki.RANDOM),
                    place)))
            .parts();
    for (byte[] algorithm :
        List.of(
            passwordBased("1.3.14.3.2.26", 500), // SHA-1
            passwordBased("2.16.840.1.101.3.4.2.1", 100_001))) {
      CmpRejection refused =
          assertThrows(
              CmpRejection.class,
              () -> new CmpProtection.Mac(with(algorithm, made)).isMadeWith(SECRET));
      assertEquals(CmpFailure.BAD_ALG, refused.failure());
    }
    byte[] rsaSha1 =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.5")).getEncoded();
    CmpRejection weak =
        assertThrows(
            CmpRejection.class,
            () -> new CmpProtection.Signature(with(rsaSha1, made)).isMadeBy(alice.certificate()));
    assertEquals(CmpFailure.BAD_ALG, weak.failure());
  }

  @Test
  void withoutProofOfPossessionThereIsNoRequest() throws Exception {
    CertReqMsg good =
        CertReqMsg.getInstance(
            CertificationRequest.makeMessage(alice.key(), "Alice", Pki.ALICE).encoded());
    for (ProofOfPossession proof :
        new ProofOfPossession[] {null, new ProofOfPossession()}) { // none; "the RA looked at it"
      assertRefused(CmpFailure.BAD_POP, new CertReqMsg(good.getCertReq(), proof, null));
    }
    CertReqMsg other =
        CertReqMsg.getInstance(
            CertificationRequest.makeMessage(alice.key(), "Mallory", Pki.ALICE).encoded());
    assertRefused(CmpFailure.BAD_POP, new CertReqMsg(other.getCertReq(), good.getPop(), null));
  }

  @Test
  void anAnswerRepeatsWhatItAnswersAndIsProtected() throws Exception {
    CmpMessage asked = CmpMessage.of(signed(enrolment(alice.key())));
    CmpAnswer answer =
        new CmpAnswer.Certified(
            CmpBody.Request.INITIALIZATION,
            alice.certificate(),
            List.of(pki.root),
            List.of(pki.issuing.certificate()),
            Optional.of(Pki.NOW.plusSeconds(60)));
    byte[] der = CmpReply.make(asked, answer, new CmpSeal.Signed(alice), NONCE, Pki.NOW);

    PKIMessage message = PKIMessage.getInstance(der);
    assertArrayEquals(place.transactionId(), message.getHeader().getTransactionID().getOctets());
    assertArrayEquals(place.senderNonce(), message.getHeader().getRecipNonce().getOctets());
    assertArrayEquals(NONCE, message.getHeader().getSenderNonce().getOctets());
    assertEquals(
        CMPObjectIdentifiers.it_confirmWaitTime,
        message.getHeader().getGeneralInfo()[0].getInfoType());
    assertEquals(PKIBody.TYPE_INIT_REP, message.getBody().getType());
    CertRepMessage response = CertRepMessage.getInstance(message.getBody().getContent());
    assertArrayEquals(
        alice.certificate().encoded(),
        response
            .getResponse()[0]
            .getCertifiedKeyPair()
            .getCertOrEncCert()
            .getCertificate()
            .getEncoded());
    assertArrayEquals(pki.root.encoded(), response.getCaPubs()[0].getEncoded());
    assertTrue(
        new ProtectedPKIMessage(new org.bouncycastle.cert.cmp.GeneralPKIMessage(der))
            .verify(
                new JcaContentVerifierProviderBuilder()
                    .build(new JcaX509CertificateHolder(alice.certificate().x509()))));
  }

  @ParameterizedTest
  @EnumSource(CmpFailure.class)
  void eachFailureIsTheBitOfItsName(CmpFailure failure) throws Exception {
    CmpMessage asked = CmpMessage.of(signed(new CmpBody.Poll()));
    byte[] der =
        CmpReply.make(
            asked, new CmpAnswer.Failed(failure, "why"), new CmpSeal.Signed(alice), NONCE, Pki.NOW);
    PKIStatusInfo info =
        org.bouncycastle.asn1.cmp.ErrorMsgContent.getInstance(
                PKIMessage.getInstance(der).getBody().getContent())
            .getPKIStatusInfo();
    byte[] bits = info.getFailInfo().getBytes();
    for (int bit = 0; bit < bits.length * 8; bit++) {
      assertEquals(bit == failure.bit(), (bits[bit / 8] & 0x80 >> bit % 8) != 0, "bit " + bit);
    }
    assertEquals("why", info.getStatusString().getStringAtUTF8(0).getString());
    if (failure == CmpFailure.BAD_POP) {
      assertEquals(new PKIFailureInfo(PKIFailureInfo.badPOP), info.getFailInfo());
    }
  }

  @Test
  void everyAnswerIsOfItsKind() throws Exception {
    CmpMessage asked = CmpMessage.of(signed(new CmpBody.Poll()));
    CmpBody.Request pkcs10 = CmpBody.Request.PKCS10;
    assertEquals(
        PKIBody.TYPE_CERT_REP, kind(asked, new CmpAnswer.Waiting(pkcs10, "an administrator")));
    assertEquals(
        PKIBody.TYPE_POLL_REP, kind(asked, new CmpAnswer.PollAgain(pkcs10, Duration.ofMinutes(1))));
    assertEquals(PKIBody.TYPE_CONFIRM, kind(asked, new CmpAnswer.Confirmed()));
    assertEquals(PKIBody.TYPE_REVOCATION_REP, kind(asked, new CmpAnswer.Revoked()));
    for (CmpAnswer answer :
        List.of(
            new CmpAnswer.Authorities(List.of(pki.root)),
            new CmpAnswer.SameRoot(),
            new CmpAnswer.RequestTemplate(),
            new CmpAnswer.NothingKnown())) {
      assertEquals(PKIBody.TYPE_GEN_REP, kind(asked, answer));
    }
  }

  @Test
  void whatIsNoMessageSaysSoInOneLine() {
    for (byte[] bad :
        List.of(new byte[0], new byte[] {0x30, 0}, new byte[CmpMessage.LARGEST + 1])) {
      IOException refused = assertThrows(IOException.class, () -> CmpMessage.of(bad));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("pki message: "));
    }
  }

  private static boolean isTaken(byte[] der) {
    try {
      CmpMessage message = CmpMessage.of(der);
      return message.protection().isPresent()
          && message.protection().get() instanceof CmpProtection.Mac mac
          && mac.isMadeWith(SECRET);
    } catch (IOException | CmpRejection e) {
      return false;
    }
  }

  private int kind(CmpMessage asked, CmpAnswer answer) {
    return PKIMessage.getInstance(
            CmpReply.make(asked, answer, new CmpSeal.Signed(alice), NONCE, Pki.NOW))
        .getBody()
        .getType();
  }

  private static void assertRefused(CmpFailure failure, CertReqMsg message) throws IOException {
    byte[] der = message.getEncoded();
    assertEquals(
        failure,
        assertThrows(CmpRejection.class, () -> CertificationRequest.ofMessage(der)).failure());
  }

  private static boolean isSignedBy(CmpMessage message, Certificate certificate)
      throws CmpRejection {
    return ((CmpProtection.Signature) message.protection().orElseThrow()).isMadeBy(certificate);
  }

  private static CmpProtection.Parts with(byte[] algorithm, CmpProtection.Parts parts) {
    return new CmpProtection.Parts(algorithm, parts.over(), parts.value());
  }

  private static CmpProtection.Mac mac(CmpMessage message) {
    return (CmpProtection.Mac) message.protection().orElseThrow();
  }

  private CmpBody read(CmpBody body) throws Exception {
    return CmpMessage.of(signed(body)).body();
  }

  private CmpBody.Confirmation confirmation(byte[] hash, String algorithm) throws Exception {
    return (CmpBody.Confirmation)
        read(new CmpBody.Confirmation(hash, Optional.of(algorithm), Verdict.ACCEPTED));
  }

  private byte[] signed(CmpBody body) {
    return CmpClientMessage.make(body, new CmpSeal.Signed(alice), place);
  }

  private static CmpBody enrolment(SigningKey key) {
    return new CmpBody.Enrolment(
        CmpBody.Request.INITIALIZATION,
        CertificationRequest.makeMessage(key, "Alice", Pki.ALICE).encoded(),
        Optional.empty());
  }

  private static byte[] passwordBased(String owf, int rounds) throws IOException {
    return new AlgorithmIdentifier(
            CMPObjectIdentifiers.passwordBasedMac,
            new PBMParameter(
                new byte[16],
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(owf)),
                rounds,
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.2.9"))))
        .getEncoded();
  }
}
