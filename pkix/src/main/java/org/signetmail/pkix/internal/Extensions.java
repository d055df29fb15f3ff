package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.signetmail.pkix.Mailbox;

/** Reads the values of certificate extensions (RFC 5280 §4.2), given without their OCTET STRING. */
public final class Extensions {
  public static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
  public static final String KEY_USAGE = "2.5.29.15";
  public static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  public static final String BASIC_CONSTRAINTS = "2.5.29.19";
  public static final String NAME_CONSTRAINTS = "2.5.29.30";
  public static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
  public static final String CERTIFICATE_POLICIES = "2.5.29.32";
  public static final String POLICY_MAPPINGS = "2.5.29.33";
  public static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
  public static final String POLICY_CONSTRAINTS = "2.5.29.36";
  public static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  public static final String INHIBIT_ANY_POLICY = "2.5.29.54";
  public static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
  public static final String OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";

  /** RFC 9598 §3. */
  public static final String SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

  private static final ASN1ObjectIdentifier EMAIL_ADDRESS =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.1");
  private static final ASN1ObjectIdentifier COMMON_NAME = new ASN1ObjectIdentifier("2.5.4.3");

  private Extensions() {}

  /** IssuerAndSerialNumber (RFC 5652 §10.2.4) as DER. */
  public static byte[] issuerAndSerialNumber(byte[] issuer, BigInteger serial) {
    try {
      return new IssuerAndSerialNumber(X500Name.getInstance(issuer), serial).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a name did not encode", e);
    }
  }

  /** The extension value as the JDK gives it, without the OCTET STRING around it. */
  public static byte[] unwrap(byte[] octetString) {
    return ASN1OctetString.getInstance(octetString).getOctets();
  }

  /** Addresses of a subject alternative name; malformed ones are left out. */
  public static List<Mailbox> mailboxes(byte[] subjectAlternativeName) {
    List<Mailbox> found = new ArrayList<>();
    try {
      for (GeneralName name : GeneralNames.getInstance(subjectAlternativeName).getNames()) {
        addressOf(name).ifPresent(text -> addTo(found, text));
      }
    } catch (RuntimeException e) {
      return List.of();
    }
    return found;
  }

  /** The {@code emailAddress} attributes of a name, which older certificates carry there. */
  public static List<Mailbox> mailboxesOfName(byte[] name) {
    List<Mailbox> found = new ArrayList<>();
    forEachAttribute(name, EMAIL_ADDRESS, text -> addTo(found, text));
    return found;
  }

  /** The first common name of a subject. */
  public static Optional<String> commonName(byte[] name) {
    List<String> found = new ArrayList<>();
    forEachAttribute(name, COMMON_NAME, found::add);
    return found.stream().findFirst();
  }

  public static List<String> policies(byte[] certificatePolicies) throws IOException {
    try {
      List<String> oids = new ArrayList<>();
      for (PolicyInformation information :
          CertificatePolicies.getInstance(certificatePolicies).getPolicyInformation()) {
        oids.add(information.getPolicyIdentifier().getId());
      }
      return oids;
    } catch (RuntimeException e) {
      throw new IOException("has certificate policies that cannot be read (RFC 5280 §4.2.1.4)", e);
    }
  }

  public static Optional<byte[]> subjectKeyIdentifier(byte[] extension) {
    try {
      return Optional.of(ASN1OctetString.getInstance(extension).getOctets());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  public static Optional<byte[]> authorityKeyIdentifier(byte[] extension) {
    try {
      return Optional.ofNullable(
          AuthorityKeyIdentifier.getInstance(extension).getKeyIdentifierOctets());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The text of an rfc822Name or SmtpUTF8Mailbox. */
  public static Optional<String> addressOf(GeneralName name) {
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return Optional.of(ASN1IA5String.getInstance(name.getName()).getString());
    }
    if (name.getTagNo() == GeneralName.otherName) {
      OtherName other = OtherName.getInstance(name.getName());
      if (other.getTypeID().getId().equals(SMTP_UTF8_MAILBOX)
          && other.getValue() instanceof ASN1UTF8String text) {
        return Optional.of(text.getString());
      }
    }
    return Optional.empty();
  }

  private static void forEachAttribute(
      byte[] name, ASN1ObjectIdentifier type, Consumer<String> consumer) {
    try {
      for (RDN rdn : X500Name.getInstance(name).getRDNs(type)) {
        for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
          if (attribute.getType().equals(type) && attribute.getValue() instanceof ASN1String text) {
            consumer.accept(text.getString());
          }
        }
      }
    } catch (RuntimeException e) {
      // A name that cannot be read names nobody.
    }
  }

  private static void addTo(List<Mailbox> found, String text) {
    try {
      Mailbox mailbox = Mailbox.of(text);
      if (!found.contains(mailbox)) {
        found.add(mailbox);
      }
    } catch (RuntimeException e) {
      // Not an address: it names nobody.
    }
  }
}
