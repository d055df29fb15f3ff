package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpCertificateId;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpProtection;
import org.signetmail.pkix.cmp.CmpRejection;

/** Reads PKIMessage (RFC 9810 §5.1) as clients send it. */
public final class CmpForm {
  private static final int MOST_CERTIFICATES = 10;
  private static final int LONGEST_OCTETS = 320; // of a nonce, an identifier, a mailbox

  private CmpForm() {}

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public static CmpMessage message(byte[] der) throws IOException {
    if (der.length > CmpMessage.LARGEST) {
      throw new IOException("is larger than " + CmpMessage.LARGEST + " octets");
    }
    try {
      PKIMessage message = PKIMessage.getInstance(Asn1.parse(der));
      return new CmpMessage(
          header(message.getHeader()),
          message.getBody().getEncoded(),
          protection(message),
          certificates(message));
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed CMP", e);
    }
  }

  private static CmpHeader header(PKIHeader header) throws IOException {
    GeneralName sender = header.getSender();
    Optional<String> name =
        sender.getTagNo() == GeneralName.directoryName
            ? Extensions.commonName(sender.getName().toASN1Primitive().getEncoded())
            : Optional.empty();
    return new CmpHeader(
        header.getPvno().intValueExact(),
        sender.getEncoded(),
        name,
        octets(header.getSenderKID()),
        octets(header.getTransactionID()),
        octets(header.getSenderNonce()),
        octets(header.getRecipNonce()),
        time(header.getMessageTime()),
        confirmation(header));
  }

  private static Optional<byte[]> octets(@Nullable ASN1OctetString string) throws IOException {
    if (string == null) {
      return Optional.empty();
    }
    byte[] octets = string.getOctets();
    if (octets.length > LONGEST_OCTETS) {
      throw new IOException("has a name, nonce or identifier of " + octets.length + " octets");
    }
    return Optional.of(octets);
  }

  private static Optional<Instant> time(@Nullable ASN1GeneralizedTime time) throws IOException {
    try {
      return time == null ? Optional.empty() : Optional.of(time.getDate().toInstant());
    } catch (ParseException e) {
      throw new IOException("has a messageTime that is no time", e);
    }
  }

  private static CmpHeader.Confirmation confirmation(PKIHeader header) {
    InfoTypeAndValue[] all = header.getGeneralInfo();
    if (all != null) {
      for (InfoTypeAndValue one : all) {
        if (one.getInfoType().equals(CMPObjectIdentifiers.it_implicitConfirm)) {
          return CmpHeader.Confirmation.IMPLICIT;
        }
      }
    }
    return CmpHeader.Confirmation.EXPLICIT;
  }

  private static Optional<CmpProtection> protection(PKIMessage message) throws IOException {
    PKIHeader header = message.getHeader();
    if (message.getProtection() == null || header.getProtectionAlg() == null) {
      return Optional.empty();
    }
    CmpProtection.Parts parts =
        new CmpProtection.Parts(
            header.getProtectionAlg().getEncoded("DER"),
            new ProtectedPart(header, message.getBody()).getEncoded("DER"),
            message.getProtection().getOctets());
    var oid = header.getProtectionAlg().getAlgorithm();
    boolean isMac =
        oid.equals(CMPObjectIdentifiers.passwordBasedMac)
            || oid.equals(PKCSObjectIdentifiers.id_PBMAC1);
    return Optional.of(isMac ? new CmpProtection.Mac(parts) : new CmpProtection.Signature(parts));
  }

  private static List<Certificate> certificates(PKIMessage message) throws IOException {
    CMPCertificate[] all = message.getExtraCerts();
    List<Certificate> certificates = new ArrayList<>();
    if (all == null) {
      return certificates;
    }
    if (all.length > MOST_CERTIFICATES) {
      throw new IOException("has more than " + MOST_CERTIFICATES + " certificates");
    }
    for (CMPCertificate one : all) {
      if (one.isX509v3PKCert()) {
        certificates.add(Certificate.of(one.getX509v3PKCert().getEncoded()));
      }
    }
    return certificates;
  }

  /** What is asked. */
  public static CmpBody body(byte[] der) throws CmpRejection {
    try {
      PKIBody body = PKIBody.getInstance(Asn1.parse(der));
      ASN1Encodable content = body.getContent();
      return switch (body.getType()) {
        case PKIBody.TYPE_INIT_REQ -> enrolment(CmpBody.Request.INITIALIZATION, content);
        case PKIBody.TYPE_CERT_REQ -> enrolment(CmpBody.Request.CERTIFICATION, content);
        case PKIBody.TYPE_KEY_UPDATE_REQ -> enrolment(CmpBody.Request.KEY_UPDATE, content);
        case PKIBody.TYPE_P10_CERT_REQ ->
            new CmpBody.Enrolment(
                CmpBody.Request.PKCS10, content.toASN1Primitive().getEncoded(), Optional.empty());
        case PKIBody.TYPE_REVOCATION_REQ -> revocation(RevReqContent.getInstance(content));
        case PKIBody.TYPE_CERT_CONFIRM -> confirmation(CertConfirmContent.getInstance(content));
        case PKIBody.TYPE_POLL_REQ -> poll(PollReqContent.getInstance(content));
        case PKIBody.TYPE_GEN_MSG -> information(GenMsgContent.getInstance(content));
        default ->
            throw new CmpRejection(
                CmpFailure.BAD_REQUEST,
                "message of kind "
                    + body.getType()
                    + " is not answered here (RFC 9483 §4); send ir, cr, kur, p10cr, rr, genm,"
                    + " certConf or pollReq");
      };
    } catch (IOException | RuntimeException e) {
      throw new CmpRejection(
          CmpFailure.BAD_DATA_FORMAT,
          "message body is not well-formed (RFC 9810 §5.3); send what the client made");
    }
  }

  private static CmpBody enrolment(CmpBody.Request kind, ASN1Encodable content)
      throws IOException, CmpRejection {
    CertReqMsg[] requests = CertReqMessages.getInstance(content).toCertReqMsgArray();
    requireOne(requests.length, "request for a certificate (RFC 9483 §4.1.1)");
    requireFirst(requests[0].getCertReq().getCertReqId().getValue());
    return new CmpBody.Enrolment(
        kind, requests[0].getEncoded("DER"), CrmfForm.former(requests[0].getCertReq()));
  }

  private static CmpBody revocation(RevReqContent content) throws IOException, CmpRejection {
    RevDetails[] all = content.toRevDetailsArray();
    requireOne(all.length, "certificate to revoke (RFC 9483 §4.2)");
    CertTemplate template = all[0].getCertDetails();
    if (template.getIssuer() == null || template.getSerialNumber() == null) {
      throw new CmpRejection(
          CmpFailure.BAD_CERT_ID,
          "revocation names no certificate (RFC 9483 §4.2); give its issuer and serial number");
    }
    int reason = 0;
    if (all[0].getCrlEntryDetails() != null) {
      Extension extension = all[0].getCrlEntryDetails().getExtension(Extension.reasonCode);
      if (extension != null) {
        reason = CRLReason.getInstance(extension.getParsedValue()).getValue().intValueExact();
      }
    }
    return new CmpBody.Revocation(
        new CmpCertificateId(
            template.getIssuer().getEncoded(), template.getSerialNumber().getValue()),
        reason);
  }

  private static CmpBody confirmation(CertConfirmContent content) throws CmpRejection {
    CertStatus[] all = content.toCertStatusArray();
    requireOne(all.length, "certificate to confirm (RFC 9483 §4.1.1)");
    boolean isRejected =
        all[0].getStatusInfo() != null
            && all[0].getStatusInfo().getStatus().intValueExact() == PKIStatus.REJECTION;
    return new CmpBody.Confirmation(
        all[0].getCertHash().getOctets(),
        Optional.ofNullable(all[0].getHashAlg()).map(one -> one.getAlgorithm().getId()),
        isRejected ? CmpBody.Confirmation.Verdict.REJECTED : CmpBody.Confirmation.Verdict.ACCEPTED);
  }

  private static CmpBody poll(PollReqContent content) throws CmpRejection {
    requireOne(content.getCertReqIdValues().length, "request to ask after (RFC 9483 §4.4)");
    return new CmpBody.Poll();
  }

  private static CmpBody information(GenMsgContent content) throws CmpRejection {
    InfoTypeAndValue[] all = content.toInfoTypeAndValueArray();
    requireOne(all.length, "question (RFC 9483 §4.3)");
    return new CmpBody.Information(all[0].getInfoType().getId());
  }

  private static void requireOne(int number, String what) throws CmpRejection {
    if (number != 1) {
      throw new CmpRejection(
          CmpFailure.BAD_REQUEST, "message has " + number + " of what there is one: " + what);
    }
  }

  private static void requireFirst(BigInteger certReqId) throws CmpRejection {
    if (certReqId.signum() != 0) {
      throw new CmpRejection(
          CmpFailure.BAD_REQUEST, "certReqId is not 0 (RFC 9483 §4.1.1); number the request so");
    }
  }
}
