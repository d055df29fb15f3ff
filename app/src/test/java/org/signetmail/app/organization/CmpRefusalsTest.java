package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.organization.CmpExchanges.Answer;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Request;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpSeal;

/** What CMP refuses to people who are who they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CmpRefusalsTest {
  private static final String BOB = "bob@example.test";

  @TempDir static Path folder;

  private RunningSystem system;
  private CmpExchanges cmp;
  private CmpSeal byBob;

  @BeforeAll
  void up() throws Exception {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
    cmp = new CmpExchanges(system);
    byBob = new CmpSeal.Signed(cmp.enrolled(BOB));
  }

  @AfterAll
  void down() {
    system.close();
  }

  @Test
  void requestsThatTheDeskRefuses() throws Exception {
    for (String other : List.of("alice@example.test", "b\u043eb@example.test", "bob@example.com")) {
      Answer answer = ask(CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), other));
      CmpExchanges.assertFails(CmpFailure.BAD_CERT_TEMPLATE, answer);
      assertTrue(answer.words().contains("asks for"), answer.words());
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    var pair = generator.generateKeyPair();
    for (Request kind : Request.values()) {
      Answer answer =
          ask(CmpExchanges.asking(kind, new SigningKey(pair.getPrivate(), pair.getPublic()), BOB));
      CmpExchanges.assertFails(CmpFailure.BAD_CERT_TEMPLATE, answer);
      assertTrue(answer.words().contains("exponent"), answer.words());
    }
    Answer others = ask(CmpExchanges.asking(Request.CERTIFICATION, keyOfSomebodyElse(), BOB));
    CmpExchanges.assertFails(CmpFailure.BAD_CERT_TEMPLATE, others);
  }

  @Test
  void keysThatNobodyShowsToHave() throws Exception {
    CertReqMsg good =
        CertReqMsg.getInstance(
            CertificationRequest.makeMessage(cmp.key(), "Bob", Mailbox.of(BOB)).encoded());
    byte[] without = new CertReqMsg(good.getCertReq(), null, null).getEncoded();
    CmpExchanges.assertFails(
        CmpFailure.BAD_POP,
        ask(new CmpBody.Enrolment(Request.CERTIFICATION, without, Optional.empty())));
    byte[] pkcs10 = CertificationRequest.make(cmp.key(), "Bob", Mailbox.of(BOB)).encoded();
    pkcs10[pkcs10.length - 1] ^= 1;
    CmpExchanges.assertFails(
        CmpFailure.BAD_POP, ask(new CmpBody.Enrolment(Request.PKCS10, pkcs10, Optional.empty())));
  }

  @Test
  void whatOneHasNoRightTo() throws Exception {
    SigningIdentity eva = cmp.enrolled("eva2@example.test");
    CmpExchanges.assertFails(
        CmpFailure.BAD_CERT_ID, ask(new CmpBody.Revocation(CmpExchanges.id(eva.certificate()), 0)));
    String jim = "jim@example.test";
    CmpSeal byCode = cmp.byCode(jim, cmp.code(jim));
    CmpExchanges.assertFails(
        CmpFailure.WRONG_INTEGRITY,
        cmp.ask(
            new CmpBody.Revocation(CmpExchanges.id(eva.certificate()), 0), byCode, cmp.first()));
    CmpExchanges.assertFails(
        CmpFailure.WRONG_INTEGRITY,
        cmp.ask(CmpExchanges.asking(Request.KEY_UPDATE, cmp.key(), jim), byCode, cmp.first()));
    CmpExchanges.assertFails(CmpFailure.BAD_CERT_ID, ask(updating(eva.certificate())));
    byte[] misplaced =
        CmpClientMessage.make(
            CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), BOB), byBob, cmp.first());
    CmpExchanges.assertFails(
        CmpFailure.BAD_REQUEST, cmp.post(CmpExchanges.PATH + "/revocation", misplaced));
  }

  /** A key update that names this certificate; its proof of possession is not looked at. */
  private CmpBody updating(Certificate former) throws IOException {
    CertReqMsg good =
        CertReqMsg.getInstance(
            CertificationRequest.makeMessage(cmp.key(), "Bob", Mailbox.of(BOB)).encoded());
    CertId id =
        new CertId(new GeneralName(X500Name.getInstance(former.issuerDer())), former.serial());
    CertRequest request =
        new CertRequest(
            0,
            good.getCertReq().getCertTemplate(),
            new Controls(
                new AttributeTypeAndValue(CRMFObjectIdentifiers.id_regCtrl_oldCertID, id)));
    return new CmpBody.Enrolment(
        Request.KEY_UPDATE,
        new CertReqMsg(request, good.getPop(), null).getEncoded(),
        Optional.empty());
  }

  private Answer ask(CmpBody body) throws Exception {
    return cmp.ask(body, byBob, cmp.first());
  }

  private SigningKey keyOfSomebodyElse() throws Exception {
    return cmp.enrolled("eva3@example.test").key();
  }
}
