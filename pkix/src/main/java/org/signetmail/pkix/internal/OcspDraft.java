package org.signetmail.pkix.internal;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.OcspSigner;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;

/** BasicOCSPResponse (RFC 6960 §4.2.1) in the form of RFC 9919 §3.2. */
public final class OcspDraft {
  /** To the second, in UTC (RFC 9919 §3.2.4). */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private OcspDraft() {}

  public static byte[] signed(
      SigningIdentity responder,
      List<OcspSigner.Single> responses,
      Optional<byte[]> nonce,
      Instant producedAt) {
    Certificate certificate = responder.certificate();
    try {
      ASN1EncodableVector singles = new ASN1EncodableVector();
      for (OcspSigner.Single single : responses) {
        singles.add(single(single));
      }
      ResponderID byKey =
          new ResponderID(new DEROctetString(OcspIds.keyHash(certificate))); // RFC 9919 §3.2.2
      ResponseData data =
          new ResponseData(byKey, time(producedAt), new DERSequence(singles), extensions(nonce));
      byte[] signature = Signing.sign(responder.key(), data.getEncoded("DER"));
      BasicOCSPResponse basic =
          new BasicOCSPResponse(
              data,
              Signing.identifier(responder.key().publicKey()),
              new DERBitString(signature),
              new DERSequence(
                  org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.encoded())));
      return new OCSPResponse(
              new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
              new ResponseBytes(
                  OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                  new DEROctetString(basic.getEncoded("DER"))))
          .getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("an OCSP response did not encode", e);
    }
  }

  private static SingleResponse single(OcspSigner.Single single) {
    return new SingleResponse(
        CertID.getInstance(single.certificate().encoded()),
        status(single.status()),
        time(single.thisUpdate()),
        time(single.nextUpdate()),
        (Extensions) null);
  }

  private static CertStatus status(org.signetmail.pkix.CertStatus status) {
    return switch (status) {
      case org.signetmail.pkix.CertStatus.Good() -> new CertStatus();
      case org.signetmail.pkix.CertStatus.Unknown() ->
          new CertStatus(2, org.bouncycastle.asn1.DERNull.INSTANCE);
      case org.signetmail.pkix.CertStatus.Revoked(Instant at, Revocation.Reason reason) ->
          new CertStatus(
              new RevokedInfo(
                  time(at),
                  reason == Revocation.Reason.UNSPECIFIED
                      ? null
                      : CRLReason.lookup(reason.code())));
    };
  }

  private static @Nullable Extensions extensions(Optional<byte[]> nonce) throws IOException {
    if (nonce.isEmpty()) {
      return null;
    }
    return new Extensions(
        new Extension(
            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
            false,
            new DEROctetString(new DEROctetString(nonce.get()).getEncoded())));
  }

  private static ASN1GeneralizedTime time(Instant at) {
    return new DERGeneralizedTime(TIME.format(at));
  }
}
