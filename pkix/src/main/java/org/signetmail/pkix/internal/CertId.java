package org.signetmail.pkix.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.signetmail.pkix.Certificate;

/** CertID (RFC 6960 §4.1.1): a certificate named by hashes of its issuer and its serial number. */
final class CertId {
  private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

  private CertId() {}

  /** With SHA-256, as RFC 9919 §3.1.1 wants it in requests. */
  static CertID of(Certificate certificate, Certificate issuer) {
    return new CertID(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(SHA_256)), // RFC 5754 §2: no parameters
        new DEROctetString(digest("SHA-256", certificate.issuerDer())),
        new DEROctetString(digest("SHA-256", keyBits(issuer))),
        new ASN1Integer(certificate.serial()));
  }

  static boolean names(CertID id, Certificate certificate, Certificate issuer) {
    String digest =
        switch (id.getHashAlgorithm().getAlgorithm().getId()) {
          case "1.3.14.3.2.26" -> "SHA-1";
          case SHA_256 -> "SHA-256";
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

  /** KeyHash of a responder (§4.2.1): SHA-1 of its key. */
  static byte[] keyHash(Certificate responder) {
    return digest("SHA-1", keyBits(responder));
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
