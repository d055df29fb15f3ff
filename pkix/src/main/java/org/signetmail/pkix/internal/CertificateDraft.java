package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;

/** TBSCertificate (RFC 5280 §4.1.2) built from plain values: looked at first, then signed. */
public final class CertificateDraft {
  private final X509v3CertificateBuilder builder;
  private final PublicKey issuerKey;
  private final Certificate unsigned;

  /**
   * @param issuer empty for a certificate that signs itself
   */
  public CertificateDraft(ToBeSigned tbs, Optional<Certificate> issuer) {
    X500Name subject = name(tbs.subject());
    this.issuerKey = issuer.map(Certificate::publicKey).orElse(tbs.publicKey());
    this.builder =
        new X509v3CertificateBuilder(
            issuer.map(one -> X500Name.getInstance(one.subjectDer())).orElse(subject),
            tbs.serial(),
            date(tbs.notBefore()),
            date(tbs.notAfter()),
            subject,
            SubjectPublicKeyInfo.getInstance(tbs.publicKey().getEncoded()));
    try {
      addExtensions(tbs, issuer);
      this.unsigned = Certificate.of(builder.build(Signing.unsigned(issuerKey)).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("an extension did not encode", e);
    }
  }

  /** The certificate with an empty signature: all that a linter reads, and nothing to rely on. */
  public Certificate unsigned() {
    return unsigned;
  }

  /** The very octets that the linter saw, with a signature over them. */
  public Certificate signed(SigningKey key) {
    try {
      byte[] tbs = unsigned.x509().getTBSCertificate();
      byte[] signature = Signing.sign(key, tbs);
      DerWriter certificate = new DerWriter(tbs.length + signature.length + 64);
      certificate.sequence(() -> {
        certificate.octets(tbs);
        certificate.encoded(Signing.identifier(issuerKey));
        certificate.encoded(new DERBitString(signature));
      });
      return Certificate.of(certificate.toByteArray());
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalStateException("what was built is not a certificate", e);
    }
  }

  /** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256. */
  static byte[] keyIdentifier(PublicKey key) {
    try {
      byte[] bits =
          SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes();
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bits), 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static X500Name name(ToBeSigned.SubjectName subject) {
    X500NameBuilder name = new X500NameBuilder();
    subject
        .organization()
        .ifPresent(organization -> name.addRDN(BCStyle.O, new DERUTF8String(organization)));
    for (SubjectAttribute attribute : SubjectAttribute.values()) {
      String value = subject.more().get(attribute);
      if (value != null) {
        boolean printable = attribute == SubjectAttribute.COUNTRY; // RFC 5280 appendix A.1
        name.addRDN(
            new ASN1ObjectIdentifier(attribute.oid()),
            printable ? new DERPrintableString(value) : new DERUTF8String(value));
      }
    }
    if (!subject.commonName().isEmpty()) {
      name.addRDN(BCStyle.CN, new DERUTF8String(subject.commonName()));
    }
    return name.build();
  }

  /** rfc822Name where the local part is ASCII, SmtpUTF8Mailbox where it is not (RFC 9598 §3). */
  static GeneralName generalName(Mailbox mailbox) {
    return mailbox.isInternationalized()
        ? new GeneralName(
            GeneralName.otherName,
            new OtherName(
                new ASN1ObjectIdentifier(Extensions.SMTP_UTF8_MAILBOX),
                new DERUTF8String(mailbox.toString())))
        : new GeneralName(GeneralName.rfc822Name, mailbox.toString());
  }

  private void addExtensions(ToBeSigned tbs, Optional<Certificate> issuer) throws IOException {
    CertificateProfile profile = tbs.profile();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new SubjectKeyIdentifier(keyIdentifier(tbs.publicKey())));
    byte[] authorityKey =
        issuer.flatMap(Certificate::subjectKeyIdentifier).orElseGet(() -> keyIdentifier(issuerKey));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authorityKey));
    if (profile.kind().isAuthority()) {
      builder.addExtension(
          Extension.basicConstraints,
          true,
          profile.kind() == CertificateProfile.Kind.ISSUING
              ? new BasicConstraints(0)
              : new BasicConstraints(true));
    }
    addUsages(tbs);
    addNames(tbs);
    addAddresses(tbs);
    if (profile.kind() == CertificateProfile.Kind.OCSP) {
      builder.addExtension(
          new ASN1ObjectIdentifier(Extensions.OCSP_NO_CHECK), false, DERNull.INSTANCE);
    }
  }

  private void addUsages(ToBeSigned tbs) throws IOException {
    CertificateProfile profile = tbs.profile();
    Set<Certificate.Use> uses =
        KeyAlgorithm.of(tbs.publicKey()).map(profile::keyUsageFor).orElse(profile.keyUsage());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits(uses)));
    if (!profile.extendedKeyUsage().isEmpty()) {
      boolean critical = profile.kind() == CertificateProfile.Kind.TSA; // RFC 3161 §2.3
      builder.addExtension(
          Extension.extendedKeyUsage,
          critical,
          new ExtendedKeyUsage(
              profile.extendedKeyUsage().stream()
                  .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                  .toArray(KeyPurposeId[]::new)));
    }
    if (!profile.policies().isEmpty()) {
      builder.addExtension(
          Extension.certificatePolicies,
          false,
          new CertificatePolicies(
              profile.policies().stream()
                  .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                  .toArray(PolicyInformation[]::new)));
    }
  }

  private void addNames(ToBeSigned tbs) throws IOException {
    List<GeneralName> names = new ArrayList<>();
    tbs.mailboxes().forEach(mailbox -> names.add(generalName(mailbox)));
    tbs.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    if (!names.isEmpty()) {
      boolean subjectIsEmpty = name(tbs.subject()).size() == 0; // RFC 5280 §4.2.1.6
      builder.addExtension(
          Extension.subjectAlternativeName,
          subjectIsEmpty,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
  }

  private void addAddresses(ToBeSigned tbs) throws IOException {
    if (tbs.crlUri().isPresent()) {
      DistributionPointName point =
          new DistributionPointName(new GeneralNames(uri(tbs.crlUri().get())));
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)}));
    }
    ASN1EncodableVector access = new ASN1EncodableVector();
    tbs.ocspUri()
        .ifPresent(
            uri -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, uri(uri))));
    tbs.issuerUri()
        .ifPresent(
            uri -> access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, uri(uri))));
    if (access.size() > 0) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          AuthorityInformationAccess.getInstance(new DERSequence(access)));
    }
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private static Date date(Instant instant) {
    return Date.from(instant);
  }

  private static int bits(Set<Certificate.Use> uses) {
    int bits = 0;
    for (Certificate.Use use : uses) {
      bits |= bit(use);
    }
    return bits;
  }

  /** The bit in the numbers of {@link KeyUsage}. */
  static int bit(Certificate.Use use) {
    return switch (use) {
      case DIGITAL_SIGNATURE -> KeyUsage.digitalSignature;
      case NON_REPUDIATION -> KeyUsage.nonRepudiation;
      case KEY_ENCIPHERMENT -> KeyUsage.keyEncipherment;
      case DATA_ENCIPHERMENT -> KeyUsage.dataEncipherment;
      case KEY_AGREEMENT -> KeyUsage.keyAgreement;
      case CERTIFICATE_SIGN -> KeyUsage.keyCertSign;
      case CRL_SIGN -> KeyUsage.cRLSign;
      case ENCIPHER_ONLY -> KeyUsage.encipherOnly;
      case DECIPHER_ONLY -> KeyUsage.decipherOnly;
    };
  }
}
