package org.signetmail.pkix.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.cmp.CmpSeal;

/** PKIMessage (RFC 9810 §5.1) as it leaves: header, body, what protects them. */
public final class CmpDraft {
  private static final int CMP_2021 = PKIHeader.CMP_2021;

  private CmpDraft() {}

  /** An authority's answer, of the version and the transaction of what it answers. */
  public static byte[] reply(
      CmpHeader to, CmpAnswer answer, CmpSeal seal, byte[] nonce, Instant at) {
    int version = to.version() == CMP_2021 ? CMP_2021 : PKIHeader.CMP_2000;
    PKIHeaderBuilder header = header(version, seal, GeneralName.getInstance(to.sender()), at);
    to.transactionId().ifPresent(header::setTransactionID);
    header.setSenderNonce(nonce);
    to.senderNonce().ifPresent(header::setRecipNonce);
    List<Certificate> path = List.of();
    if (answer instanceof CmpAnswer.Certified certified) {
      header.setGeneralInfo(confirmation(certified.confirmBy()));
      path = certified.path();
    }
    return sealed(header, CmpAnswerForm.of(answer), seal, path);
  }

  private static InfoTypeAndValue confirmation(Optional<Instant> confirmBy) {
    return confirmBy
        .map(until -> new InfoTypeAndValue(CMPObjectIdentifiers.it_confirmWaitTime, time(until)))
        .orElseGet(
            () -> new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE));
  }

  /** The fields that come from us, whoever reads them. */
  static PKIHeaderBuilder header(int version, CmpSeal seal, GeneralName recipient, Instant at) {
    return new PKIHeaderBuilder(version, new GeneralName(sender(seal)), recipient)
        .setMessageTime(time(at));
  }

  private static X500Name sender(CmpSeal seal) {
    return switch (seal) {
      case CmpSeal.Signed(var signer) ->
          X500Name.getInstance(signer.certificate().subjectDer()); // RFC 9483 §3.1
      case CmpSeal.Shared shared ->
          new X500NameBuilder().addRDN(BCStyle.CN, new DERUTF8String(shared.reference())).build();
    };
  }

  /**
   * @param path goes along, after the signer's
   */
  static byte[] sealed(
      PKIHeaderBuilder header, PKIBody body, CmpSeal seal, List<Certificate> path) {
    List<Certificate> certificates = new ArrayList<>();
    try {
      byte[] value;
      PKIHeader done;
      switch (seal) {
        case CmpSeal.Signed(var signer) -> {
          certificates.addAll(signer.path());
          signer.certificate().subjectKeyIdentifier().ifPresent(header::setSenderKID);
          header.setProtectionAlg(Signing.identifier(signer.key().publicKey()));
          done = header.build();
          value = Signing.sign(signer.key(), protectedPart(done, body));
        }
        case CmpSeal.Shared shared -> {
          header.setSenderKID(shared.reference().getBytes(StandardCharsets.UTF_8));
          header.setProtectionAlg(AlgorithmIdentifier.getInstance(shared.algorithm()));
          done = header.build();
          value = CmpMac.of(shared.algorithm(), protectedPart(done, body), shared.secret());
        }
      }
      path.stream().filter(one -> !certificates.contains(one)).forEach(certificates::add);
      return new PKIMessage(
              done,
              body,
              new DERBitString(value),
              certificates.isEmpty() ? null : certificates(certificates))
          .getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a message did not encode", e);
    } catch (CmpRejection e) {
      throw new IllegalArgumentException("seal: " + e.words(), e);
    }
  }

  private static byte[] protectedPart(PKIHeader header, PKIBody body) throws IOException {
    return new ProtectedPart(header, body).getEncoded("DER");
  }

  static CMPCertificate certificate(Certificate certificate) {
    return new CMPCertificate(
        org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.encoded()));
  }

  static CMPCertificate[] certificates(List<Certificate> certificates) {
    return certificates.stream().map(CmpDraft::certificate).toArray(CMPCertificate[]::new);
  }

  static ASN1Integer number(long value) {
    return new ASN1Integer(value);
  }

  private static ASN1GeneralizedTime time(Instant at) {
    return new DERGeneralizedTime(Date.from(at));
  }
}
