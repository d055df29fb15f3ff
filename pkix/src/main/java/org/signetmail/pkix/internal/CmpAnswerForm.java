package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertReqTemplateContent;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIConfirmContent;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.asn1.cmp.RevRepContentBuilder;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpFailure;

/** PKIBody of an authority's answers (RFC 9810 §5.3). */
final class CmpAnswerForm {
  private CmpAnswerForm() {}

  static PKIBody of(CmpAnswer answer) {
    return switch (answer) {
      case CmpAnswer.Certified certified -> certified(certified);
      case CmpAnswer.Waiting(var to, String words) ->
          response(to, status(PKIStatus.waiting, words), null, List.of());
      case CmpAnswer.Refused(var to, CmpFailure failure, String words) ->
          response(to, rejection(failure, words), null, List.of());
      case CmpAnswer.PollAgain(var to, var after) ->
          new PKIBody(
              PKIBody.TYPE_POLL_REP,
              new PollRepContent(
                  CmpDraft.number(certReqId(to)), CmpDraft.number(after.toSeconds())));
      case CmpAnswer.Revoked() -> revocation(new PKIStatusInfo(PKIStatus.granted));
      case CmpAnswer.NotRevoked(CmpFailure failure, String words) ->
          revocation(rejection(failure, words));
      case CmpAnswer.Confirmed() -> new PKIBody(PKIBody.TYPE_CONFIRM, new PKIConfirmContent());
      case CmpAnswer.Authorities(List<Certificate> certificates) ->
          information(
              new InfoTypeAndValue(
                  CMPObjectIdentifiers.id_it_caCerts,
                  new DERSequence(CmpDraft.certificates(certificates))));
      case CmpAnswer.SameRoot() ->
          information(new InfoTypeAndValue(CMPObjectIdentifiers.id_it_rootCaKeyUpdate));
      case CmpAnswer.RequestTemplate() ->
          information(new InfoTypeAndValue(CMPObjectIdentifiers.id_it_certReqTemplate, template()));
      case CmpAnswer.NothingKnown() -> information();
      case CmpAnswer.Failed(CmpFailure failure, String words) ->
          new PKIBody(PKIBody.TYPE_ERROR, new ErrorMsgContent(rejection(failure, words)));
    };
  }

  private static PKIBody certified(CmpAnswer.Certified certified) {
    return response(
        certified.to(),
        new PKIStatusInfo(PKIStatus.granted),
        new CertifiedKeyPair(new CertOrEncCert(CmpDraft.certificate(certified.certificate()))),
        certified.trusted());
  }

  private static PKIBody response(
      CmpBody.Request to,
      PKIStatusInfo status,
      @Nullable CertifiedKeyPair pair,
      List<Certificate> trusted) {
    CMPCertificate[] caPubs = trusted.isEmpty() ? null : CmpDraft.certificates(trusted);
    CertResponse response = new CertResponse(CmpDraft.number(certReqId(to)), status, pair, null);
    return new PKIBody(type(to), new CertRepMessage(caPubs, new CertResponse[] {response}));
  }

  private static int type(CmpBody.Request to) {
    return switch (to) {
      case INITIALIZATION -> PKIBody.TYPE_INIT_REP;
      case CERTIFICATION, PKCS10 -> PKIBody.TYPE_CERT_REP;
      case KEY_UPDATE -> PKIBody.TYPE_KEY_UPDATE_REP;
    };
  }

  /** PKCS#10 has no number, so its answer says -1 (RFC 9483 §4.1.4). */
  private static int certReqId(CmpBody.Request to) {
    return to == CmpBody.Request.PKCS10 ? -1 : 0;
  }

  private static PKIBody revocation(PKIStatusInfo status) {
    return new PKIBody(PKIBody.TYPE_REVOCATION_REP, new RevRepContentBuilder().add(status).build());
  }

  private static PKIBody information(InfoTypeAndValue... values) {
    return new PKIBody(PKIBody.TYPE_GEN_REP, new GenRepContent(values));
  }

  /** An extension without a value is for the client to fill in (RFC 9483 §4.3.3). */
  private static CertReqTemplateContent template() {
    Extensions extensions =
        new Extensions(
            new Extension[] {
              new Extension(
                  Extension.keyUsage,
                  true,
                  new DEROctetString(encoded(new KeyUsage(KeyUsage.digitalSignature)))),
              new Extension(
                  Extension.subjectAlternativeName, false, new DEROctetString(new byte[0]))
            });
    X500Name anyName = new X500NameBuilder().build();
    return new CertReqTemplateContent(
        new CertTemplateBuilder().setSubject(anyName).setExtensions(extensions).build(), null);
  }

  private static byte[] encoded(KeyUsage usage) {
    try {
      return usage.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a key usage did not encode", e);
    }
  }

  private static PKIStatusInfo rejection(CmpFailure failure, String words) {
    return new PKIStatusInfo(
        PKIStatus.rejection, new PKIFreeText(words), new PKIFailureInfo(mask(failure.bit())));
  }

  private static PKIStatusInfo status(PKIStatus status, String words) {
    return new PKIStatusInfo(status, new PKIFreeText(words));
  }

  /** The bit string's first octet is the lowest of this number. */
  private static int mask(int bit) {
    return 1 << (bit / 8 * 8 + 7 - bit % 8);
  }
}
