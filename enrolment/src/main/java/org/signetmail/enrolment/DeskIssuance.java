package org.signetmail.enrolment;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.KeyArchive;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** Issues the one certificate that a person is to have, after the desk has decided. */
final class DeskIssuance {
  private final CertificationAuthority authority;
  private final KeyArchive archive;
  private final GatewayRing ring;
  private final MadeKeyNotice notice;
  private final SecureRandom random;
  private final InstantSource clock;

  DeskIssuance(CertificateDesk.Ports ports, SecureRandom random, InstantSource clock) {
    this.authority = ports.authority();
    this.archive = ports.archive();
    this.ring = ports.ring();
    this.notice = ports.notice();
    this.random = random;
    this.clock = clock;
  }

  /** Over the key of a request. */
  DeskOutcome certify(Person person, Kind kind, CertificationRequest request) {
    SubjectName subject = authority.settings().subjectOf(person.name(), person.mailbox());
    if (kind == Kind.PERSON_SIGNING) {
      return outcome(authority.issueSigning(request, subject, person.mailbox()));
    }
    KeyId key = KeyId.of(request.publicKey());
    if (isRingWanted(person) && !ring.has(person.mailbox(), key)) {
      return refused(
          EnrolmentFinding.RING_WANTED.on(
              person.mailbox(), "asks for encryption with a key that the gateway does not have"));
    }
    return archive.ofOwner(person.mailbox()).stream()
        .filter(kept -> kept.keyId().equals(key))
        .map(ArchivedKey::receipt)
        .findFirst()
        .map(receipt -> certifyAgain(person, request.publicKey(), receipt))
        .orElseGet(() ->
            refused(
                EnrolmentFinding.NOT_ARCHIVED.on(
                    person.mailbox(), "asks for encryption with a key that nobody keeps")));
  }

  /** Over a key that is made here, and archived first. */
  DeskOutcome make(Person person, KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, random);
    return switch (archive.archive(key, person.mailbox(), now())) {
      case KeyArchive.Outcome.Refused(List<Finding> findings) -> new DeskOutcome.Refused(findings);
      case KeyArchive.Outcome.Archived(ArchiveReceipt receipt) ->
          switch (certifyArchived(person, key.publicKey(), receipt)) {
            case DeskOutcome.Issued issued -> handOver(person, key, receipt, issued);
            case DeskOutcome other -> other;
          };
    };
  }

  private DeskOutcome handOver(
      Person person, EncryptionKey key, ArchiveReceipt receipt, DeskOutcome.Issued issued) {
    Certificate certificate = issued.certificate();
    if (isRingWanted(person)) {
      try {
        ring.add(person.mailbox(), key, certificate);
      } catch (RuntimeException e) {
        // Nobody gets a key that the gateway should have and has not: its certificate ends.
        authority.revoke(
            issued.issuers().getFirst().keyId(),
            certificate.serial(),
            Revocation.Reason.CESSATION_OF_OPERATION);
        return refused(
            EnrolmentFinding.RING_WANTED.on(
                person.mailbox(), "was made a key that the gateway's ring did not take"));
      }
    }
    notice.tell(person.mailbox(), certificate, now());
    return new DeskOutcome.Made(key, receipt, issued);
  }

  private boolean isRingWanted(Person person) {
    return ring.admission(person) == GatewayRing.Admission.REQUIRED;
  }

  /** Another certificate over a key of before; the gateway opens by certificates. */
  private DeskOutcome certifyAgain(Person person, PublicKey key, ArchiveReceipt receipt) {
    DeskOutcome outcome = certifyArchived(person, key, receipt);
    if (outcome instanceof DeskOutcome.Issued issued) {
      ring.again(person.mailbox(), issued.certificate());
    }
    return outcome;
  }

  private DeskOutcome certifyArchived(Person person, PublicKey key, ArchiveReceipt receipt) {
    Optional<ArchiveReceipt.Verified> verified =
        receipt.verifyUnderAny(authority.settings().receiptSigners());
    if (verified.isEmpty()) {
      return refused(
          EnrolmentFinding.RECEIPT_NOT_OURS.on(
              person.mailbox(), "has a receipt that the authority cannot check"));
    }
    SubjectName subject = authority.settings().subjectOf(person.name(), person.mailbox());
    return outcome(authority.issueEncryption(key, subject, person.mailbox(), verified.get()));
  }

  private DeskOutcome outcome(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Refused refused -> new DeskOutcome.Refused(refused.findings());
      case Issuance.Issued issued ->
          new DeskOutcome.Issued(
              issued.certificate(), authority.path(), DeskOutcome.Issued.Origin.NEW);
    };
  }

  private Instant now() {
    return clock.instant();
  }

  private static DeskOutcome refused(Finding finding) {
    return new DeskOutcome.Refused(List.of(finding));
  }
}
