package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpSeal;

/** PKIMessage (RFC 9810 §5.1) as a client sends it. */
public final class CmpQuestionForm {
  private CmpQuestionForm() {}

  public static byte[] message(CmpBody body, CmpSeal seal, CmpClientMessage.Place place) {
    PKIHeaderBuilder header =
        CmpDraft.header(PKIHeader.CMP_2021, seal, PKIHeader.NULL_NAME, place.at())
            .setTransactionID(place.transactionId())
            .setSenderNonce(place.senderNonce());
    place.recipNonce().ifPresent(header::setRecipNonce);
    if (place.confirmation() == CmpHeader.Confirmation.IMPLICIT) {
      header.setGeneralInfo(
          new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE));
    }
    try {
      return CmpDraft.sealed(header, form(body), seal, List.of());
    } catch (IOException e) {
      throw new IllegalArgumentException("message: its body does not encode", e);
    }
  }

  private static PKIBody form(CmpBody body) throws IOException {
    return switch (body) {
      case CmpBody.Enrolment enrolment -> new PKIBody(type(enrolment.kind()), request(enrolment));
      case CmpBody.Revocation revocation ->
          new PKIBody(PKIBody.TYPE_REVOCATION_REQ, revocation(revocation));
      case CmpBody.Confirmation confirmation ->
          new PKIBody(PKIBody.TYPE_CERT_CONFIRM, confirmation(confirmation));
      case CmpBody.Poll() ->
          new PKIBody(PKIBody.TYPE_POLL_REQ, new PollReqContent(new ASN1Integer(0)));
      case CmpBody.Information(String type) ->
          new PKIBody(
              PKIBody.TYPE_GEN_MSG,
              new GenMsgContent(new InfoTypeAndValue(new ASN1ObjectIdentifier(type))));
    };
  }

  private static int type(CmpBody.Request kind) {
    return switch (kind) {
      case INITIALIZATION -> PKIBody.TYPE_INIT_REQ;
      case CERTIFICATION -> PKIBody.TYPE_CERT_REQ;
      case KEY_UPDATE -> PKIBody.TYPE_KEY_UPDATE_REQ;
      case PKCS10 -> PKIBody.TYPE_P10_CERT_REQ;
    };
  }

  private static ASN1Encodable request(CmpBody.Enrolment enrolment) throws IOException {
    var der = Asn1.parse(enrolment.request());
    return enrolment.kind() == CmpBody.Request.PKCS10
        ? CertificationRequest.getInstance(der)
        : new CertReqMessages(CertReqMsg.getInstance(der));
  }

  private static RevReqContent revocation(CmpBody.Revocation revocation) throws IOException {
    Extensions details =
        new Extensions(
            Extension.create(Extension.reasonCode, false, CRLReason.lookup(revocation.reason())));
    return new RevReqContent(
        new RevDetails(
            new CertTemplateBuilder()
                .setIssuer(X500Name.getInstance(revocation.certificate().issuer()))
                .setSerialNumber(new ASN1Integer(revocation.certificate().serial()))
                .build(),
            details));
  }

  private static CertConfirmContent confirmation(CmpBody.Confirmation confirmation) {
    boolean isRejected = confirmation.verdict() == CmpBody.Confirmation.Verdict.REJECTED;
    return CertConfirmContent.getInstance(
        new DERSequence(
            new CertStatus(
                confirmation.hash(),
                BigInteger.ZERO,
                new PKIStatusInfo(isRejected ? PKIStatus.rejection : PKIStatus.granted),
                confirmation
                    .hashAlgorithm()
                    .map(oid -> new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)))
                    .orElse(null))));
  }
}
