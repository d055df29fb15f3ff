package org.signetmail.enrolment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/** Ends a person's certificates, and tells the world by a CRL. */
final class Endings {
  private final CertificationAuthority authority;
  private final CertificateStore certificates;

  Endings(CertificationAuthority authority, CertificateStore certificates) {
    this.authority = authority;
    this.certificates = certificates;
  }

  /** Which were revoked, and why others could not be. */
  record Ended(List<CertificateRecord> records, List<Finding> findings) {}

  /**
   * Revokes every certificate of a person that is still alive or on hold, but for those over {@code
   * spared}.
   */
  Ended end(Mailbox mailbox, Set<KeyId> spared, Revocation.Reason reason, Instant now) {
    Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
    for (CertificateRecord record : certificates.ofOwner(mailbox)) {
      Certificate certificate = record.certificate();
      if (record
              .revocation()
              .filter(r -> !isHold(r) || reason == Revocation.Reason.CERTIFICATE_HOLD)
              .isPresent()
          || now.isAfter(certificate.notAfter())
          || spared.contains(certificate.keyId())) {
        continue;
      }
      if (!authority.answersFor(record.issuer())) {
        ended.findings.add(
            EnrolmentFinding.OTHER_AUTHORITY.on(
                certificate.displayName() + ", serial " + certificate.serialHex(),
                "was issued by " + certificate.issuer()));
      } else if (authority.revoke(record.issuer(), certificate.serial(), reason)
          instanceof CertificateStore.Revoked.Done) {
        ended.records.add(record);
      }
    }
    if (!ended.records.isEmpty()) {
      authority.publishDue();
    }
    return ended;
  }

  /** Takes back every hold on a person's certificates; those that were released. */
  List<CertificateRecord> release(Mailbox mailbox) {
    List<CertificateRecord> released = new ArrayList<>();
    for (CertificateRecord record : certificates.ofOwner(mailbox)) {
      if (record.revocation().filter(Endings::isHold).isPresent()
          && authority.release(record.issuer(), record.certificate().serial())
              instanceof CertificateStore.Released.Done) {
        released.add(record);
      }
    }
    if (!released.isEmpty()) {
      authority.publishDue();
    }
    return released;
  }

  private static boolean isHold(Revocation revocation) {
    return revocation.reason() == Revocation.Reason.CERTIFICATE_HOLD;
  }
}
