package org.signetmail.pkix.internal.lint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;
import org.signetmail.pkix.StandardFinding;
import org.signetmail.pkix.internal.Extensions;

/**
 * A certificate taken apart for its rules, and what they found. A rule that meets something it
 * cannot read says so by the exception of the ASN.1 library; that is a finding too.
 */
final class Parts {
  private final Certificate certificate;
  private final org.bouncycastle.asn1.x509.Certificate structure;
  private final Set<Finding> findings = new LinkedHashSet<>();

  Parts(Certificate certificate) {
    this.certificate = certificate;
    this.structure = org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.encoded());
  }

  /** Asks these rules, in their order. */
  Parts ask(List<Consumer<Parts>> rules) {
    for (Consumer<Parts> rule : rules) {
      try {
        rule.accept(this);
      } catch (RuntimeException e) {
        add(StandardFinding.ENCODING, "has a part that is not what it must be");
      }
    }
    return this;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void add(FindingCode code, String detail) {
    findings.add(Finding.of(code, certificate.displayName(), detail));
  }

  void warn(FindingCode code, String detail) {
    findings.add(new Finding(code, Severity.WARNING, certificate.displayName(), detail));
  }

  Certificate certificate() {
    return certificate;
  }

  org.bouncycastle.asn1.x509.Certificate structure() {
    return structure;
  }

  TBSCertificate tbs() {
    return structure.getTBSCertificate();
  }

  boolean has(String oid) {
    return certificate.x509().getExtensionValue(oid) != null;
  }

  boolean isCritical(String oid) {
    Set<String> critical = certificate.x509().getCriticalExtensionOIDs();
    return critical != null && critical.contains(oid);
  }

  /** The value of an extension, parsed as far as ASN.1 goes. */
  Optional<ASN1Primitive> extension(String oid) {
    return certificate
        .extension(oid)
        .map(der -> {
          try {
            return ASN1Primitive.fromByteArray(der);
          } catch (IOException e) {
            throw new IllegalArgumentException(oid, e);
          }
        });
  }

  List<GeneralName> alternativeNames() {
    return extension(Extensions.SUBJECT_ALTERNATIVE_NAME)
        .map(value -> List.of(GeneralNames.getInstance(value).getNames()))
        .orElse(List.of());
  }

  X500Name subject() {
    return tbs().getSubject();
  }

  /** The subject, then the directory names beside it. */
  List<X500Name> names() {
    List<X500Name> names = new ArrayList<>(List.of(subject()));
    for (GeneralName name : alternativeNames()) {
      if (name.getTagNo() == GeneralName.directoryName) {
        names.add(X500Name.getInstance(name.getName()));
      }
    }
    return names;
  }

  /** The addresses in the alternative name, as they stand there. */
  List<String> addresses() {
    return alternativeNames().stream()
        .map(Extensions::addressOf)
        .flatMap(Optional::stream)
        .toList();
  }

  static List<AttributeTypeAndValue> attributes(X500Name name) {
    List<AttributeTypeAndValue> attributes = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      attributes.addAll(List.of(rdn.getTypesAndValues()));
    }
    return attributes;
  }

  /** The texts of one attribute in a name. */
  static List<String> texts(X500Name name, String oid) {
    ASN1ObjectIdentifier type = new ASN1ObjectIdentifier(oid);
    return attributes(name).stream()
        .filter(attribute -> attribute.getType().equals(type))
        .map(attribute -> text(attribute.getValue()))
        .toList();
  }

  static String text(ASN1Encodable value) {
    return value instanceof ASN1String string ? string.getString() : "";
  }
}
