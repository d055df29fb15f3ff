package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.CertificateFinding.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateProfile.Name;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.StandardFinding;
import org.signetmail.pkix.internal.Extensions;

/** What a profile asks of a certificate beyond the standards, and what its issuer does. */
public final class ProfileRules {
  private static final int SHORTEST_SERIAL = 64; // bits

  private final Certificate certificate;
  private final CertificateProfile profile;
  private final List<Finding> findings = new ArrayList<>();

  ProfileRules(Certificate certificate, CertificateProfile profile) {
    this.certificate = certificate;
    this.profile = profile;
    Stream.<Runnable>of(
            this::serial,
            this::validity,
            this::key,
            this::keyUsage,
            this::extendedKeyUsage,
            this::policies,
            this::basicConstraints,
            this::keyIdentifiers,
            this::subject,
            this::mailboxes,
            this::dnsNames,
            this::status)
        .forEach(this::ask);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  public static List<Finding> underIssuer(Certificate certificate, Certificate issuer) {
    List<Finding> findings = new ArrayList<>();
    String subject = certificate.displayName();
    boolean signs =
        issuer.keyUsage().map(uses -> uses.contains(Certificate.Use.CERTIFICATE_SIGN)).orElse(true);
    if (!issuer.isAuthority() || !signs) {
      findings.add(
          Finding.of(
              ISSUER_NOT_AUTHORITY, subject, issuer.displayName() + " may not sign certificates"));
    }
    if (certificate.isAuthority() && issuer.x509().getBasicConstraints() == 0) {
      findings.add(
          Finding.of(
              ISSUER_PATH_LENGTH,
              subject,
              issuer.displayName() + " may not certify another authority"));
    }
    if (certificate.notAfter().isAfter(issuer.notAfter())) {
      findings.add(
          Finding.of(
              OUTLIVES_ISSUER,
              subject,
              "ends at " + certificate.notAfter() + ", its issuer at " + issuer.notAfter()));
    }
    return findings;
  }

  /** A rule that stumbles over an extension has found that it cannot be read. */
  private void ask(Runnable rule) {
    try {
      rule.run();
    } catch (RuntimeException e) {
      add(StandardFinding.ENCODING, "has a part that is not what it must be");
    }
  }

  private void serial() {
    if (certificate.serial().signum() > 0
        && certificate.serial().bitLength() < SHORTEST_SERIAL - 16) {
      // 64 random bits begin with 16 zeros once in 65,536 certificates; with 17 nearly never.
      add(SERIAL_SHORT, "has a serial of " + certificate.serial().bitLength() + " bits");
    }
  }

  private void validity() {
    Duration length = Duration.between(certificate.notBefore(), certificate.notAfter());
    if (length.plusSeconds(1).compareTo(profile.validity()) > 0) {
      add(VALIDITY_TOO_LONG, "is valid for more than " + profile.validity().toDays() + " days");
    }
  }

  private void key() {
    if (certificate.keyAlgorithm().filter(profile.keys()::contains).isEmpty()) {
      add(KEY_NOT_ALLOWED, "has a key that '" + profile.name() + "' does not allow");
    }
  }

  private void keyUsage() {
    Set<Certificate.Use> wanted =
        certificate.keyAlgorithm().map(profile::keyUsageFor).orElse(profile.keyUsage());
    Set<Certificate.Use> found = certificate.keyUsage().orElse(Set.of());
    if (!found.equals(wanted)) {
      add(KEY_USAGE, "has key usage " + found + ", the profile " + wanted);
    } else if (!isCritical(Extensions.KEY_USAGE)) {
      add(KEY_USAGE_NOT_CRITICAL, "has a key usage that is not critical");
    }
  }

  private void extendedKeyUsage() {
    Set<String> found = new HashSet<>(certificate.extendedKeyUsage());
    if (!found.equals(Set.copyOf(profile.extendedKeyUsage()))) {
      add(
          EXTENDED_KEY_USAGE,
          "has extended key usage " + found + ", the profile " + profile.extendedKeyUsage());
    } else if (profile.kind() == Kind.TSA && !isCritical(Extensions.EXTENDED_KEY_USAGE)) {
      add(EXTENDED_KEY_USAGE, "has timeStamping that is not critical (RFC 3161 §2.3)");
    }
  }

  private void policies() {
    if (!Set.copyOf(certificate.policies()).equals(Set.copyOf(profile.policies()))) {
      add(
          POLICIES,
          "has policies " + certificate.policies() + ", the profile " + profile.policies());
    }
  }

  private void basicConstraints() {
    boolean wanted = profile.kind().isAuthority();
    if (certificate.isAuthority() != wanted) {
      add(BASIC_CONSTRAINTS, wanted ? "is not an authority's" : "is an authority's");
    } else if (wanted && !isCritical(Extensions.BASIC_CONSTRAINTS)) {
      add(BASIC_CONSTRAINTS, "has basic constraints that are not critical");
    } else if (profile.kind() == Kind.ISSUING && certificate.x509().getBasicConstraints() != 0) {
      add(BASIC_CONSTRAINTS, "has no path length of 0");
    }
  }

  private void keyIdentifiers() {
    if (certificate.subjectKeyIdentifier().isEmpty()) {
      add(SUBJECT_KEY_IDENTIFIER, "has no subject key identifier");
    }
    if (certificate.authorityKeyIdentifier().isEmpty()) {
      add(AUTHORITY_KEY_IDENTIFIER, "has no authority key identifier");
    }
  }

  private void subject() {
    X500Name subject = X500Name.getInstance(certificate.subjectDer());
    if (wants(Name.COMMON_NAME) && subject.getRDNs(BCStyle.CN).length == 0) {
      add(COMMON_NAME_MISSING, "has no common name");
    }
    if (wants(Name.ORGANIZATION) && subject.getRDNs(BCStyle.O).length == 0) {
      add(ORGANIZATION_MISSING, "has no organization in its subject");
    }
  }

  private void mailboxes() {
    if (wants(Name.MAILBOX) && certificate.mailboxes().isEmpty()) {
      add(MAILBOX_MISSING, "names no address");
    }
    if (!namesPeople() && !certificate.mailboxes().isEmpty()) {
      add(MAILBOX_NOT_ALLOWED, "names " + certificate.mailboxes().getFirst());
    }
  }

  private void dnsNames() {
    boolean found =
        alternativeNames().stream().anyMatch(name -> name.getTagNo() == GeneralName.dNSName);
    if (found != wants(Name.DNS_NAME)) {
      add(
          found ? DNS_NAME_NOT_ALLOWED : DNS_NAME_MISSING,
          found ? "names a host" : "names no host");
    }
  }

  private void status() {
    if (profile.kind() == Kind.OCSP && certificate.extension(Extensions.OCSP_NO_CHECK).isEmpty()) {
      add(NO_CHECK_MISSING, "has no id-pkix-ocsp-nocheck");
    }
    boolean needsStatus = profile.kind() != Kind.ROOT && profile.kind() != Kind.OCSP;
    var points = certificate.extension(Extensions.CRL_DISTRIBUTION_POINTS);
    if (points.isEmpty()) {
      if (needsStatus) {
        add(REVOCATION_UNREACHABLE, "does not say where its CRL is");
      }
      return;
    }
    for (DistributionPoint point : CRLDistPoint.getInstance(points.get()).getDistributionPoints()) {
      if (!String.valueOf(point.getDistributionPoint()).contains("http://")) {
        add(ADDRESS_FORM, "has a CRL distribution point that is not http");
      }
    }
  }

  private boolean namesPeople() {
    return switch (profile.kind()) {
      case PERSON_SIGNING,
          PERSON_ENCRYPTION,
          SEAL,
          OFFICER,
          OFFICER_SIGNING,
          STATION,
          ARCHIVE,
          ARCHIVE_SIGNING ->
          true;
      case ROOT, ISSUING, REGISTRATION, REGISTRATION_SIGNING, TLS_SERVER, TSA, OCSP -> false;
    };
  }

  private List<GeneralName> alternativeNames() {
    return certificate
        .extension(Extensions.SUBJECT_ALTERNATIVE_NAME)
        .map(extension -> List.of(GeneralNames.getInstance(extension).getNames()))
        .orElse(List.of());
  }

  private boolean wants(Name name) {
    return profile.names().contains(name);
  }

  private boolean isCritical(String oid) {
    Set<String> critical = certificate.x509().getCriticalExtensionOIDs();
    return critical != null && critical.contains(oid);
  }

  private void add(FindingCode code, String detail) {
    findings.add(Finding.of(code, certificate.displayName(), detail));
  }
}
