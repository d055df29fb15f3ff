package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.internal.Asn1;
import org.signetmail.pkix.internal.Signing;

/** A basic OCSP response (RFC 6960 §4.2.1) that was given, is successful, and can be read. */
record OcspAnswer(BasicOCSPResponse response, List<Certificate> certificates) {
  /** id-kp-OCSPSigning. */
  static final String SIGNING = "1.3.6.1.5.5.7.3.9";

  private static final int MOST_CERTIFICATES = 10;
  private static final Set<String> WEAK_DIGESTS =
      Set.of("1.2.840.113549.1.1.4", "1.2.840.113549.1.1.2"); // RSA with MD5, MD2

  static Optional<OcspAnswer> of(byte[] der) {
    try {
      OCSPResponse outer = OCSPResponse.getInstance(Asn1.parse(der));
      if (outer.getResponseStatus().getIntValue() != 0
          || outer.getResponseBytes() == null
          || !outer
              .getResponseBytes()
              .getResponseType()
              .equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
        return Optional.empty();
      }
      BasicOCSPResponse basic =
          BasicOCSPResponse.getInstance(
              Asn1.parse(outer.getResponseBytes().getResponse().getOctets()));
      if (hasCritical(basic.getTbsResponseData().getResponseExtensions())) {
        return Optional.empty();
      }
      return Optional.of(new OcspAnswer(basic, certificates(basic)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // not evidence
    }
  }

  /** The answer for this certificate of this issuer, found by its CertID (§4.1.1). */
  Optional<SingleResponse> about(Certificate certificate, Certificate issuer) {
    try {
      for (ASN1Encodable element : response.getTbsResponseData().getResponses()) {
        SingleResponse single = SingleResponse.getInstance(element);
        if (!hasCritical(single.getSingleExtensions())
            && names(single.getCertID(), certificate, issuer)) {
          return Optional.of(single);
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether the responder named in it is this certificate's subject (§4.2.2.3). */
  boolean names(Certificate responder) {
    ResponderID id = response.getTbsResponseData().getResponderID();
    try {
      if (id.getKeyHash() != null) {
        return Arrays.equals(id.getKeyHash(), digest("SHA-1", keyBits(responder)));
      }
      return new X500Principal(id.getName().getEncoded())
          .equals(responder.x509().getSubjectX500Principal());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  boolean holds(PublicKey key) {
    String algorithm = response.getSignatureAlgorithm().getAlgorithm().getId();
    if (WEAK_DIGESTS.contains(algorithm)) {
      return false;
    }
    try {
      return Signing.holds(
          key,
          response.getSignatureAlgorithm(),
          response.getTbsResponseData().getEncoded("DER"),
          response.getSignature().getOctets());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean names(CertID id, Certificate certificate, Certificate issuer) {
    String digest =
        switch (id.getHashAlgorithm().getAlgorithm().getId()) {
          case "1.3.14.3.2.26" -> "SHA-1";
          case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
          case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
          case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
          default -> "";
        };
    return !digest.isEmpty()
        && id.getSerialNumber().hasValue(certificate.serial())
        && Arrays.equals(
            id.getIssuerNameHash().getOctets(), digest(digest, certificate.issuerDer()))
        && Arrays.equals(id.getIssuerKeyHash().getOctets(), digest(digest, keyBits(issuer)));
  }

  private static List<Certificate> certificates(BasicOCSPResponse basic) throws IOException {
    List<Certificate> found = new ArrayList<>();
    if (basic.getCerts() != null) {
      for (ASN1Encodable element : basic.getCerts()) {
        if (found.size() < MOST_CERTIFICATES) {
          found.add(Certificate.of(element.toASN1Primitive().getEncoded("DER")));
        }
      }
    }
    return found;
  }

  private static boolean hasCritical(@Nullable Extensions extensions) {
    if (extensions != null) {
      for (ASN1ObjectIdentifier oid : extensions.getCriticalExtensionOIDs()) {
        if (!oid.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] keyBits(Certificate certificate) {
    return SubjectPublicKeyInfo.getInstance(certificate.publicKey().getEncoded())
        .getPublicKeyData()
        .getBytes();
  }

  private static byte[] digest(String name, byte[] bytes) {
    try {
      return MessageDigest.getInstance(name).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
