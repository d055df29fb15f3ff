package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.OcspCertId;

/** Makes and reads CertIDs (RFC 6960 §4.1.1). */
public final class OcspIds {
  private static final AlgorithmIdentifier SHA_1 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.14.3.2.26"), DERNull.INSTANCE);
  private static final AlgorithmIdentifier SHA_256 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1"));

  private OcspIds() {}

  public static OcspCertId of(Certificate issuer, BigInteger serial, OcspCertId.Form form) {
    return read(
        new CertID(
            algorithm(form),
            new DEROctetString(nameHash(issuer, form)),
            new DEROctetString(keyHash(issuer, form)),
            new ASN1Integer(serial)));
  }

  public static OcspCertId.Issuer issuer(Certificate issuer, OcspCertId.Form form) {
    return issuer(algorithm(form), nameHash(issuer, form), keyHash(issuer, form));
  }

  static OcspCertId read(CertID id) {
    try {
      return new OcspCertId(
          issuer(
              id.getHashAlgorithm(),
              id.getIssuerNameHash().getOctets(),
              id.getIssuerKeyHash().getOctets()),
          id.getSerialNumber().getValue(),
          id.getEncoded("DER"));
    } catch (IOException e) {
      throw new IllegalStateException("a CertID did not encode", e);
    }
  }

  /** KeyHash (§4.2.1): SHA-1 of the key's bits, whatever else is used. */
  static byte[] keyHash(Certificate certificate) {
    return keyHash(certificate, OcspCertId.Form.SHA_1);
  }

  private static OcspCertId.Issuer issuer(
      AlgorithmIdentifier algorithm, byte[] nameHash, byte[] keyHash) {
    HexFormat hex = HexFormat.of();
    return new OcspCertId.Issuer(
        algorithm.getAlgorithm().getId(), hex.formatHex(nameHash) + hex.formatHex(keyHash));
  }

  private static AlgorithmIdentifier algorithm(OcspCertId.Form form) {
    return switch (form) {
      case SHA_1 -> SHA_1;
      case SHA_256 -> SHA_256;
    };
  }

  private static byte[] nameHash(Certificate issuer, OcspCertId.Form form) {
    return digest(form, issuer.subjectDer());
  }

  private static byte[] keyHash(Certificate issuer, OcspCertId.Form form) {
    return digest(
        form,
        SubjectPublicKeyInfo.getInstance(issuer.publicKey().getEncoded())
            .getPublicKeyData()
            .getBytes());
  }

  private static byte[] digest(OcspCertId.Form form, byte[] octets) {
    String name =
        switch (form) {
          case SHA_1 -> "SHA-1";
          case SHA_256 -> "SHA-256";
        };
    try {
      return MessageDigest.getInstance(name).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
