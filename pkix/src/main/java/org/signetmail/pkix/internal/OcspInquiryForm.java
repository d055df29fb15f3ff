package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.OcspCertId;
import org.signetmail.pkix.OcspInquiry;

/** Reads OCSPRequest (RFC 6960 §4.1.1). */
public final class OcspInquiryForm {
  private static final int LONGEST_NONCE = 128; // octets, RFC 9654 §2.1

  private OcspInquiryForm() {}

  public static OcspInquiry read(byte[] der) throws IOException {
    if (der.length > OcspInquiry.LARGEST) {
      throw new IOException("is larger than the " + OcspInquiry.LARGEST + " octets of a request");
    }
    try {
      TBSRequest tbs = OCSPRequest.getInstance(Asn1.parse(der)).getTbsRequest();
      return new OcspInquiry(certificates(tbs.getRequestList()), nonce(tbs.getRequestExtensions()));
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | ArrayIndexOutOfBoundsException e) {
      throw new IOException("is not an OCSP request (RFC 6960 §4.1.1)", e);
    }
  }

  private static List<OcspCertId> certificates(ASN1Sequence list) throws IOException {
    if (list.size() == 0 || list.size() > OcspInquiry.MOST_CERTIFICATES) {
      throw new IOException("asks for " + list.size() + " certificates (RFC 9919 §3.1.1)");
    }
    List<OcspCertId> certificates = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      Request request = Request.getInstance(list.getObjectAt(i));
      requireUnderstood(request.getSingleRequestExtensions());
      certificates.add(OcspIds.read(request.getReqCert()));
    }
    return certificates;
  }

  private static Optional<byte[]> nonce(@Nullable Extensions extensions) throws IOException {
    requireUnderstood(extensions);
    Extension extension =
        extensions == null
            ? null
            : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (extension == null) {
      return Optional.empty();
    }
    byte[] nonce =
        ASN1OctetString.getInstance(Asn1.parse(extension.getExtnValue().getOctets())).getOctets();
    if (nonce.length == 0 || nonce.length > LONGEST_NONCE) {
      throw new IOException("has a nonce of " + nonce.length + " octets (RFC 9654 §2.1)");
    }
    return Optional.of(nonce);
  }

  /** A critical extension that is not known must not be passed over (§4.4). */
  private static void requireUnderstood(@Nullable Extensions extensions) throws IOException {
    if (extensions != null) {
      for (ASN1ObjectIdentifier oid : extensions.getCriticalExtensionOIDs()) {
        if (!oid.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)) {
          throw new IOException("has a critical extension " + oid + " that is not known here");
        }
      }
    }
  }
}
