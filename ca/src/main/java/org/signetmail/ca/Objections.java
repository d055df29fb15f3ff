package org.signetmail.ca;

import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFinding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.PublicKeyLint;
import org.signetmail.pkix.Revocation;

/**
 * What stands against an application before its certificate is made: the rules that need more than
 * the certificate's own content, which the profile's lint checks.
 */
final class Objections {
  private final Certificate authority;
  private final AuthoritySettings settings;
  private final CertificateStore certificates;
  private final SharedPrimes primes;

  Objections(
      Certificate authority,
      AuthoritySettings settings,
      CertificateStore certificates,
      SharedPrimes primes) {
    this.authority = authority;
    this.settings = settings;
    this.certificates = certificates;
    this.primes = primes;
  }

  List<Finding> to(Application application, Instant now) {
    List<Finding> findings = new ArrayList<>();
    if (now.isBefore(authority.notBefore()) || !now.isBefore(authority.notAfter())) {
      findings.add(
          Finding.of(
              IssuanceFinding.AUTHORITY_NOT_VALID,
              authority.displayName(),
              "is valid from "
                  + authority.notBefore()
                  + " to "
                  + authority.notAfter()
                  + ", and it is "
                  + now));
    }
    application
        .subject()
        .organization()
        .filter(organization -> !organization.equals(settings.organization()))
        .ifPresent(organization ->
            findings.add(
                Finding.of(
                    IssuanceFinding.OTHER_ORGANIZATION,
                    application.name(),
                    "asks for the organisation '" + organization + "'")));
    application.receipt().ifPresent(receipt -> findings.addAll(toReceipt(application, receipt)));
    findings.addAll(
        PublicKeyLint.examine(application.key(), application.name(), settings.weakKeys()));
    findings.addAll(toKey(application));
    if (findings.isEmpty()) { // last, because it takes the longest
      findings.addAll(toPrimes(application));
    }
    return findings;
  }

  private List<Finding> toPrimes(Application application) {
    return application.key() instanceof RSAPublicKey rsa
        ? primes.partner(rsa.getModulus()).stream()
            .map(other ->
                Finding.of(
                    KeyFinding.SHARED_PRIME,
                    application.name(),
                    "brings a modulus that shares a prime with that of certificate "
                        + other.serialHex()))
            .toList()
        : List.of();
  }

  /** One key, one duty, one holder, over all history. */
  private List<Finding> toKey(Application application) {
    KeyId key = application.keyId();
    KeyDuty duty = KeyDuty.of(application.profile().kind());
    if (key.equals(authority.keyId())) {
      return List.of(otherUse(application, KeyDuty.CERTIFIES, authority.displayName()));
    }
    List<Finding> findings = new ArrayList<>();
    for (CertificateRecord other : certificates.ofKey(key)) {
      if (other.revocation().filter(Objections::isCompromise).isPresent()) {
        findings.add(
            Finding.of(
                IssuanceFinding.KEY_COMPROMISED,
                application.name(),
                "brings the key of certificate " + other.certificate().serialHex()));
      }
      KeyDuty had = KeyDuty.of(other.kind());
      if (had != duty) {
        findings.add(otherUse(application, had, other.certificate().displayName()));
      } else if (!other.owner().equals(application.owner())) {
        findings.add(otherHolder(application, other));
      }
    }
    return findings;
  }

  private static boolean isCompromise(Revocation revocation) {
    return revocation.reason() == Revocation.Reason.KEY_COMPROMISE;
  }

  static Finding otherUse(Application application, KeyDuty had, String holder) {
    return Finding.of(
        IssuanceFinding.KEY_HAS_OTHER_USE,
        application.name(),
        "brings a key that " + had.word() + " in a certificate of " + holder);
  }

  static Finding otherHolder(Application application, CertificateRecord other) {
    return Finding.of(
        IssuanceFinding.KEY_HAS_OTHER_HOLDER,
        application.name(),
        "brings the key of certificate " + other.certificate().serialHex());
  }

  private List<Finding> toReceipt(Application application, ArchiveReceipt receipt) {
    List<Finding> findings = new ArrayList<>();
    if (!receipt.keyId().equals(application.keyId())) {
      findings.add(
          Finding.of(
              IssuanceFinding.RECEIPT_FOR_OTHER_KEY,
              application.name(),
              "shows a receipt for key " + receipt.keyId()));
    }
    if (!application.owner().filter(receipt.owner()::equals).isPresent()) {
      findings.add(
          Finding.of(
              IssuanceFinding.RECEIPT_FOR_OTHER_OWNER,
              application.name(),
              "shows a receipt for " + receipt.owner()));
    }
    if (settings.receiptSigners().stream().noneMatch(archive -> holds(receipt, archive))) {
      findings.add(
          Finding.of(
              IssuanceFinding.RECEIPT_UNKNOWN_ARCHIVE,
              application.name(),
              "shows a receipt that no archive of this organisation signed"));
    }
    return findings;
  }

  /**
   * The witness says that the receipt holds under some certificate; here it must hold under one of
   * ours, made while that was valid, by an archive that was not revoked since.
   */
  private boolean holds(ArchiveReceipt receipt, Certificate archive) {
    return receipt.verify(archive).isPresent()
        && !receipt.archivedAt().isBefore(archive.notBefore())
        && !receipt.archivedAt().isAfter(archive.notAfter())
        && certificates.ofKey(archive.keyId()).stream()
            .filter(record -> record.certificate().equals(archive))
            .noneMatch(record -> record.revocation().isPresent());
  }
}
