package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.organization.CmpExchanges.Answer;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpBody.Request;
import org.signetmail.pkix.cmp.CmpClientMessage.Place;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpSeal;

/** CMP as RFC 9483 §4 has it, against a running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CmpTest {
  @TempDir static Path folder;

  private RunningSystem system;
  private CmpExchanges cmp;

  @BeforeAll
  void up() throws IOException {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
    cmp = new CmpExchanges(system);
  }

  @AfterAll
  void down() {
    system.close();
  }

  @Test
  void aCodeGetsACertificateThatIsConfirmed() throws Exception {
    String ann = "ann@example.test";
    String code = cmp.code(ann);
    CmpSeal seal = cmp.byCode(ann, code);
    SigningKey key = cmp.key();
    Place place = cmp.first();

    Answer ip = cmp.ask(CmpExchanges.asking(Request.INITIALIZATION, key, ann), seal, place);

    assertEquals(PKIBody.TYPE_INIT_REP, ip.kind());
    assertTrue(CmpExchanges.isMadeWith(ip, code));
    Certificate certificate = ip.certificate();
    assertEquals(key.id(), certificate.keyId());
    assertEquals(List.of(Mailbox.of(ann)), certificate.mailboxes());
    assertArrayEquals(
        system.organization.root().encoded(), ip.response().getCaPubs()[0].getEncoded());
    assertArrayEquals(
        system.organization.issuing().encoded(), ip.message().getExtraCerts()[0].getEncoded());
    assertEquals(
        CMPObjectIdentifiers.it_confirmWaitTime,
        ip.message().getHeader().getGeneralInfo()[0].getInfoType());

    Answer done =
        cmp.ask(CmpExchanges.confirming(certificate, Verdict.ACCEPTED), seal, cmp.next(place, ip));
    assertEquals(PKIBody.TYPE_CONFIRM, done.kind());
    assertTrue(CmpExchanges.isMadeWith(done, code), "the code is used up, and protects this still");
    assertEquals(0, cmp.later(Duration.ofMinutes(16)).settle());
    assertTrue(cmp.revocation(certificate).isEmpty());

    Answer again =
        cmp.ask(CmpExchanges.asking(Request.INITIALIZATION, key, ann), seal, cmp.first());
    assertEquals(List.of(CmpFailure.BAD_MESSAGE_CHECK), again.failures(), "a code is of use once");
  }

  @Test
  void whoHasACertificateAsksForMoreAndUpdatesIt() throws Exception {
    String ben = "ben@example.test";
    SigningIdentity first = cmp.enrolled(ben);
    CmpSeal seal = new CmpSeal.Signed(first);

    Answer cp =
        cmp.ask(
            CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), ben),
            seal,
            cmp.first().confirmedAtOnce());
    Answer kup =
        cmp.post(
            CmpExchanges.PATH + "/keyupdate",
            org.signetmail.pkix.cmp.CmpClientMessage.make(
                CmpExchanges.asking(Request.KEY_UPDATE, cmp.key(), ben),
                seal,
                cmp.first().confirmedAtOnce()));
    Answer p10 =
        cmp.ask(
            CmpExchanges.asking(Request.PKCS10, cmp.key(), ben),
            seal,
            cmp.first().confirmedAtOnce());

    assertEquals(PKIBody.TYPE_CERT_REP, cp.kind());
    assertEquals(PKIBody.TYPE_KEY_UPDATE_REP, kup.kind());
    assertEquals(PKIBody.TYPE_CERT_REP, p10.kind());
    assertEquals(-1, p10.response().getResponse()[0].getCertReqId().intValueExact());
    for (Answer answer : List.of(cp, kup, p10)) {
      assertTrue(CmpExchanges.isSigned(answer));
      assertNull(answer.response().getCaPubs());
      assertEquals(
          CMPObjectIdentifiers.it_implicitConfirm,
          answer.message().getHeader().getGeneralInfo()[0].getInfoType());
      assertNotEquals(first.certificate(), answer.certificate());
      assertTrue(cmp.revocation(answer.certificate()).isEmpty());
    }
    assertTrue(cmp.revocation(first.certificate()).isEmpty(), "a renewal revokes nothing");
  }

  @Test
  void aCertificateEndsAtItsHoldersWord() throws Exception {
    String eve = "eve@example.test";
    SigningIdentity holder = cmp.enrolled(eve);
    SigningIdentity second =
        new SigningIdentity(
            holder.key(),
            List.of(
                cmp.ask(
                        CmpExchanges.asking(Request.CERTIFICATION, holder.key(), eve),
                        new CmpSeal.Signed(holder),
                        cmp.first().confirmedAtOnce())
                    .certificate()));
    CmpBody end = new CmpBody.Revocation(CmpExchanges.id(holder.certificate()), 4);

    Answer rp = cmp.ask(end, new CmpSeal.Signed(holder), cmp.first());

    assertEquals(PKIBody.TYPE_REVOCATION_REP, rp.kind());
    assertEquals(PKIStatus.GRANTED, rp.status().getStatus().intValueExact());
    assertEquals(
        Optional.of(Revocation.Reason.SUPERSEDED),
        cmp.revocation(holder.certificate()).map(Revocation::reason));
    Answer again = cmp.ask(end, new CmpSeal.Signed(second), cmp.first());
    assertEquals(List.of(CmpFailure.CERT_REVOKED), again.failures());
    Answer byEnded = cmp.ask(end, new CmpSeal.Signed(holder), cmp.first());
    assertEquals(List.of(CmpFailure.SIGNER_NOT_TRUSTED), byEnded.failures());
    Answer reason =
        cmp.ask(
            new CmpBody.Revocation(CmpExchanges.id(second.certificate()), 6),
            new CmpSeal.Signed(second),
            cmp.first());
    assertEquals(List.of(CmpFailure.BAD_REQUEST), reason.failures());
  }

  @Test
  void whatThereIsToKnow() throws Exception {
    CmpSeal seal = new CmpSeal.Signed(cmp.enrolled("fay@example.test"));
    InfoTypeAndValue authorities = info(CmpBody.Information.CA_CERTS, seal);
    assertArrayEquals(
        system.organization.issuing().encoded(),
        ASN1Sequence.getInstance(authorities.getInfoValue())
            .getObjectAt(0)
            .toASN1Primitive()
            .getEncoded());
    InfoTypeAndValue root = info(CmpBody.Information.ROOT_CA_CERT, seal);
    assertEquals(CMPObjectIdentifiers.id_it_rootCaKeyUpdate, root.getInfoType());
    assertNull(root.getInfoValue(), "the root is the one that is known");
    InfoTypeAndValue template = info(CmpBody.Information.CERT_REQ_TEMPLATE, seal);
    assertEquals(CMPObjectIdentifiers.id_it_certReqTemplate, template.getInfoType());
    Answer other = cmp.ask(new CmpBody.Information("1.3.6.1.5.5.7.4.2"), seal, cmp.first());
    assertEquals(
        0,
        GenRepContent.getInstance(other.message().getBody().getContent())
            .toInfoTypeAndValueArray()
            .length);
  }

  private InfoTypeAndValue info(String type, CmpSeal seal) throws Exception {
    Answer answer = cmp.ask(new CmpBody.Information(type), seal, cmp.first());
    assertEquals(PKIBody.TYPE_GEN_REP, answer.kind());
    assertFalse(answer.der().length == 0);
    return GenRepContent.getInstance(answer.message().getBody().getContent())
        .toInfoTypeAndValueArray()[0];
  }
}
