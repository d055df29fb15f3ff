package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.signetmail.pkix.Certificate;

/** OCSPRequest (RFC 6960 §4.1.1) for one certificate. */
public final class RequestedStatus {
  private RequestedStatus() {}

  public static byte[] encode(Certificate certificate, Certificate issuer, Optional<byte[]> nonce) {
    try {
      Extensions extensions = nonce.isPresent() ? extensions(nonce.get()) : null;
      DERSequence requests = new DERSequence(new Request(CertId.of(certificate, issuer), null));
      return new OCSPRequest(new TBSRequest(null, requests, extensions), null).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("an OCSP request did not encode", e);
    }
  }

  private static Extensions extensions(byte[] nonce) throws IOException {
    byte[] value = new DEROctetString(nonce).getEncoded();
    return new Extensions(
        new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(value)));
  }
}
