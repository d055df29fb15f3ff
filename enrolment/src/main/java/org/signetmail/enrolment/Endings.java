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
   * Revokes every certificate of a person that is still alive, but for those over {@code spared}.
   */
  Ended end(Mailbox mailbox, Set<KeyId> spared, Revocation.Reason reason, Instant now) {
    Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
    KeyId issuer = authority.path().getFirst().keyId();
    for (CertificateRecord record : certificates.ofOwner(mailbox)) {
      Certificate certificate = record.certificate();
      if (record.revocation().isPresent()
          || now.isAfter(certificate.notAfter())
          || spared.contains(certificate.keyId())) {
        continue;
      }
      if (!record.issuer().equals(issuer)) {
        ended.findings.add(
            EnrolmentFinding.OTHER_AUTHORITY.on(
                certificate.displayName() + ", serial " + certificate.serialHex(),
                "was issued by " + certificate.issuer()));
      } else if (authority.revoke(certificate.serial(), reason)
          instanceof CertificateStore.Revoked.Done) {
        ended.records.add(record);
      }
    }
    if (!ended.records.isEmpty()) {
      authority.publishCrl();
    }
    return ended;
  }
}
