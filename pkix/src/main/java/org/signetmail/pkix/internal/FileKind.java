package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/** What a file looks like it is, so that an error can name what was given instead. */
public enum FileKind {
  CERTIFICATE("a certificate", "give it where certificates are wanted"),
  REVOCATION_LIST("a revocation list", "give it with --crl"),
  OCSP_RESPONSE("an OCSP response", "give it with --ocsp"),
  CERTIFICATION_REQUEST("a certification request", "give the certificate that came back for it"),
  SIGNED_DATA("CMS signed data", "give the file with the certificates"),
  PRIVATE_KEY("a private key", "give the certificate, and keep the key to yourself"),
  ENCRYPTED_PRIVATE_KEY("an encrypted private key", "give the certificate, and keep the key"),
  PUBLIC_KEY("a bare public key", "give the certificate over it"),
  PKCS12("a PKCS#12 file", "take the certificate out of it and give that"),
  EMPTY("empty", "check how it was made"),
  MAIL_OR_TEXT("text", "give a file in PEM or DER"),
  UNKNOWN("something unknown", "give a file in PEM or DER");

  private final String words;
  private final String advice;

  FileKind(String words, String advice) {
    this.words = words;
    this.advice = advice;
  }

  /** {@code is a private key, not a certificate; …}: the second half of an error line. */
  public String wanted(String what) {
    return switch (this) {
      case EMPTY -> "is empty; " + advice;
      case UNKNOWN -> "is not " + what + "; " + advice;
      default -> "is " + words + ", not " + what + "; " + advice;
    };
  }

  public static FileKind of(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    try {
      if (Pem.isPem(bytes)) {
        List<Pem.Block> blocks = Pem.read(bytes);
        return blocks.isEmpty() ? MAIL_OR_TEXT : ofPemType(blocks.getFirst().type());
      }
      return Asn1.parse(bytes) instanceof ASN1Sequence sequence ? ofDer(sequence) : UNKNOWN;
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return isText(bytes) ? MAIL_OR_TEXT : UNKNOWN;
    }
  }

  private static FileKind ofPemType(String type) {
    return switch (type) {
      case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> CERTIFICATE;
      case "X509 CRL" -> REVOCATION_LIST;
      case "OCSP RESPONSE" -> OCSP_RESPONSE;
      case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> CERTIFICATION_REQUEST;
      case "PKCS7", "CMS" -> SIGNED_DATA;
      case "PUBLIC KEY", "RSA PUBLIC KEY" -> PUBLIC_KEY;
      case "ENCRYPTED PRIVATE KEY" -> ENCRYPTED_PRIVATE_KEY;
      default -> type.endsWith("PRIVATE KEY") ? PRIVATE_KEY : UNKNOWN;
    };
  }

  private static FileKind ofDer(ASN1Sequence sequence) {
    if (sequence.size() == 1 && sequence.getObjectAt(0) instanceof ASN1Enumerated) {
      return OCSP_RESPONSE; // one that says why there is none
    }
    if (sequence.size() < 2) {
      return UNKNOWN;
    }
    ASN1Encodable first = sequence.getObjectAt(0);
    ASN1Encodable second = sequence.getObjectAt(1);
    if (first instanceof ASN1Integer version) {
      boolean pfx = version.hasValue(3) && second instanceof ASN1Sequence;
      return pfx ? PKCS12 : PRIVATE_KEY;
    }
    if (first instanceof ASN1ObjectIdentifier type) {
      return type.getId().equals(Pkcs7.SIGNED_DATA) ? SIGNED_DATA : UNKNOWN;
    }
    if (first instanceof ASN1Enumerated) {
      return OCSP_RESPONSE;
    }
    if (!(first instanceof ASN1Sequence signed)) {
      return UNKNOWN;
    }
    if (second instanceof ASN1OctetString) {
      return ENCRYPTED_PRIVATE_KEY;
    }
    if (second instanceof ASN1BitString) {
      return PUBLIC_KEY;
    }
    return sequence.size() == 3 ? ofSigned(signed) : UNKNOWN;
  }

  /** The three signed structures of PKIX differ in their first fields. */
  private static FileKind ofSigned(ASN1Sequence signed) {
    if (signed.size() < 3) {
      return UNKNOWN;
    }
    if (signed.getObjectAt(0) instanceof ASN1TaggedObject || isOldCertificate(signed)) {
      return CERTIFICATE;
    }
    boolean hasAttributes = signed.size() == 4 && signed.getObjectAt(3) instanceof ASN1TaggedObject;
    return hasAttributes ? CERTIFICATION_REQUEST : REVOCATION_LIST;
  }

  /** Version 1 has no version field: serial, algorithm, issuer, validity, subject, key. */
  private static boolean isOldCertificate(ASN1Sequence signed) {
    return signed.size() >= 6
        && signed.getObjectAt(2) instanceof ASN1Sequence
        && signed.getObjectAt(3) instanceof ASN1Sequence
        && signed.getObjectAt(5) instanceof ASN1Sequence;
  }

  private static boolean isText(byte[] bytes) {
    int look = Math.min(bytes.length, 512);
    for (int i = 0; i < look; i++) {
      int c = bytes[i];
      if (c >= 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return true;
  }
}
