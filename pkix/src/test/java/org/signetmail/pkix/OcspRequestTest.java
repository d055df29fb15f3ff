package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.OcspRequest.Match;

/** Bouncy Castle reads our questions and answers them. */
class OcspRequestTest {
  private static final Pki PKI = new Pki();
  private static final Certificate ALICE = PKI.person(KeyAlgorithm.P_256).certificate();
  private static final Certificate ISSUER = PKI.issuing.certificate();

  @Test
  void aQuestionNamesItsCertificateWithSha256AndIsNotSigned() throws Exception {
    OCSPReq read = new OCSPReq(OcspRequest.of(ALICE, ISSUER).encoded());
    assertEquals(1, read.getRequestList().length);
    CertificateID id = read.getRequestList()[0].getCertID();
    assertEquals("2.16.840.1.101.3.4.2.1", id.getHashAlgOID().getId());
    assertTrue(
        id.matchesIssuer(
            new X509CertificateHolder(ISSUER.encoded()), new BcDigestCalculatorProvider()));
    assertEquals(ALICE.serial(), id.getSerialNumber());
    assertFalse(read.isSigned());
    assertFalse(read.hasExtensions());
  }

  @Test
  void aNonceHas32OctetsAndIsAnotherEachTime() throws Exception {
    byte[] one = nonce(OcspRequest.withNonce(ALICE, ISSUER, Pki.RANDOM));
    byte[] other = nonce(OcspRequest.withNonce(ALICE, ISSUER, Pki.RANDOM));
    assertEquals(32, one.length);
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void anAnswerToAnotherQuestionDoesNotMatch() throws Exception {
    OcspRequest asked = OcspRequest.withNonce(ALICE, ISSUER, Pki.RANDOM);
    OcspRequest before = OcspRequest.withNonce(ALICE, ISSUER, Pki.RANDOM);
    OcspRequest plain = OcspRequest.of(ALICE, ISSUER);
    Certificate bob = PKI.person(KeyAlgorithm.P_256).certificate();
    assertEquals(Match.FRESH, asked.match(answer(asked)));
    assertEquals(Match.OTHER, asked.match(answer(before)));
    assertEquals(Match.BY_TIME, asked.match(answer(plain)));
    assertEquals(Match.BY_TIME, plain.match(answer(asked)));
    assertEquals(Match.OTHER, plain.match(answer(OcspRequest.of(bob, ISSUER))));
    assertEquals(Match.OTHER, OcspRequest.of(ALICE, PKI.root).match(answer(plain)));
  }

  @Test
  void theNonceIsReadWithAndWithoutItsOctetString() throws Exception {
    byte[] nonce = {4, 1, 9, 9, 9, 9, 9, 9};
    byte[] wrapped = new DEROctetString(nonce).getEncoded();
    assertArrayEquals(nonce, answerWith(Optional.of(wrapped)).nonce().orElseThrow());
    byte[] bare = {9, 9, 9, 9};
    assertArrayEquals(bare, answerWith(Optional.of(bare)).nonce().orElseThrow());
    assertTrue(answerWith(Optional.empty()).nonce().isEmpty());
  }

  private static byte[] nonce(OcspRequest request) throws Exception {
    return org.bouncycastle.asn1.ASN1OctetString.getInstance(
            new OCSPReq(request.encoded())
                .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                .getParsedValue())
        .getOctets();
  }

  private static OcspResponse answer(OcspRequest request) throws Exception {
    OCSPReq read = new OCSPReq(request.encoded());
    Extension nonce = read.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    return answer(
        read.getRequestList()[0].getCertID(),
        Optional.ofNullable(nonce).map(found -> found.getExtnValue().getOctets()));
  }

  private static OcspResponse answerWith(Optional<byte[]> nonce) throws Exception {
    OCSPReq read = new OCSPReq(OcspRequest.of(ALICE, ISSUER).encoded());
    return answer(read.getRequestList()[0].getCertID(), nonce);
  }

  private static OcspResponse answer(CertificateID id, Optional<byte[]> nonce) throws Exception {
    BasicOCSPRespBuilder builder =
        new BasicOCSPRespBuilder(
            new RespID(
                SubjectPublicKeyInfo.getInstance(ISSUER.publicKey().getEncoded()),
                new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1)));
    Date until = Date.from(Pki.NOW.plusSeconds(60));
    builder.addResponse(id, CertificateStatus.GOOD, Date.from(Pki.NOW), until);
    nonce.ifPresent(value ->
        builder.setResponseExtensions(
            new Extensions(new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, value))));
    return OcspResponse.of(
        new OCSPRespBuilder()
            .build(
                OCSPRespBuilder.SUCCESSFUL,
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(PKI.issuing.key().privateKey(SecretAccess.TOKEN)),
                    new X509CertificateHolder[0],
                    Date.from(Pki.NOW)))
            .getEncoded());
  }
}
