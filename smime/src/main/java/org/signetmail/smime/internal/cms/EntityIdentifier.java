package org.signetmail.smime.internal.cms;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/**
 * How CMS names a certificate: SignerIdentifier and RecipientIdentifier (RFC 5652 §5.3, §6.2.1).
 */
public sealed interface EntityIdentifier {
  boolean matches(Certificate certificate);

  /** For people: issuer and serial number, or the key identifier. */
  String text();

  /** The same, faster, for the certificate that it names. */
  default String text(Certificate named) {
    return text();
  }

  record IssuerAndSerial(byte[] issuer, BigInteger serial) implements EntityIdentifier {
    @Override
    public boolean matches(Certificate certificate) {
      return serial.equals(certificate.serial())
          && (Arrays.equals(issuer, certificate.issuerDer())
              || name(issuer).equals(name(certificate.issuerDer())));
    }

    @Override
    public String text() {
      return name(issuer) + " / " + serial.toString(16);
    }

    @Override
    public String text(Certificate named) {
      return Arrays.equals(issuer, named.issuerDer())
          ? named.x509().getIssuerX500Principal().getName(X500Principal.CANONICAL)
              + " / "
              + serial.toString(16)
          : text();
    }

    private static String name(byte[] der) {
      try {
        return new X500Principal(der).getName(X500Principal.CANONICAL);
      } catch (IllegalArgumentException e) {
        return "unreadable name";
      }
    }
  }

  record SubjectKeyIdentifier(byte[] value) implements EntityIdentifier {
    @Override
    public boolean matches(Certificate certificate) {
      return certificate
          .subjectKeyIdentifier()
          .map(id -> Arrays.equals(id, value))
          .orElseGet(() -> Arrays.equals(ofKey(certificate), value));
    }

    /** What Outlook 2010 writes for a certificate without the extension (RFC 5652 §6.2.1). */
    private static byte[] ofKey(Certificate certificate) {
      try {
        return MessageDigest.getInstance("SHA-1").digest(certificate.publicKey().getEncoded());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-1", e);
      }
    }

    @Override
    public String text() {
      return "key identifier " + HexFormat.of().formatHex(value);
    }
  }

  /** IssuerAndSerialNumber, or a key identifier under the given tag, plain or in a SEQUENCE. */
  static EntityIdentifier of(Der element) throws Asn1Exception {
    if (element.is(Asn1.SEQUENCE)) {
      List<Der> parts = element.children(Asn1.SEQUENCE, 2);
      return new IssuerAndSerial(parts.get(0).canonical(), parts.get(1).integer());
    }
    if (element.is(0x80)) {
      return new SubjectKeyIdentifier(element.octets());
    }
    if (element.is(0xa0)) { // RecipientKeyIdentifier, or a key identifier in pieces
      List<Der> parts = element.children();
      if (!parts.isEmpty() && parts.getFirst().is(Asn1.OCTET_STRING)) {
        return new SubjectKeyIdentifier(parts.getFirst().octets());
      }
    }
    throw new Asn1Exception("an identifier of a kind that is not known");
  }

  static byte[] issuerAndSerial(Certificate certificate) {
    return Asn1.sequence(certificate.issuerDer(), Asn1.integer(certificate.serial()));
  }
}
