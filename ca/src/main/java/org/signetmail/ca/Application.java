package org.signetmail.ca;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * What one of the authority's doors asks its one pen for.
 *
 * @param until the latest end of the certificate, where its profile would let it last longer
 */
record Application(
    CertificateProfile profile,
    PublicKey key,
    SubjectName subject,
    List<Mailbox> mailboxes,
    List<String> dnsNames,
    Optional<Mailbox> owner,
    Optional<ArchiveReceipt> receipt,
    Optional<Instant> until) {

  Application(
      CertificateProfile profile,
      PublicKey key,
      SubjectName subject,
      List<Mailbox> mailboxes,
      List<String> dnsNames,
      Optional<Mailbox> owner,
      Optional<ArchiveReceipt> receipt) {
    this(profile, key, subject, mailboxes, dnsNames, owner, receipt, Optional.empty());
  }

  KeyId keyId() {
    return KeyId.of(key);
  }

  /** How findings name it. */
  String name() {
    return owner.map(Mailbox::toString).orElse(subject.commonName());
  }
}
