package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyTransport;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Issues a person's two certificates in the order that is safe: proof, signing certificate, key
 * into the archive, encryption certificate on its receipt.
 */
final class CredentialsIssuance {
  private final PersonStore people;
  private final CertificationAuthority authority;
  private final KeyTransport transport;
  private final KeyArchive archive;
  private final Proofs proofs;
  private final RingAdmission ring;
  private final SecureRandom random;
  private final InstantSource clock;

  CredentialsIssuance(
      PersonStore people,
      CertificationAuthority authority,
      KeyTransport transport,
      KeyArchive archive,
      Proofs proofs,
      RingAdmission ring,
      SecureRandom random,
      InstantSource clock) {
    this.people = people;
    this.authority = authority;
    this.transport = transport;
    this.archive = archive;
    this.proofs = proofs;
    this.ring = ring;
    this.random = random;
    this.clock = clock;
  }

  /** Certificates for who brings this proof, and the person active. Nothing of before ends here. */
  EnrolmentOutcome issue(Person person, EnrolmentRequest request, Proof proof) {
    Optional<Finding> objection = proofs.objection(person, request, proof, now());
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    EncryptionKey key;
    switch (transport.open(request.encryption(), person.mailbox())) {
      case KeyTransport.Outcome.Refused refused -> {
        return new EnrolmentOutcome.Refused(refused.findings());
      }
      case KeyTransport.Outcome.Opened opened -> key = opened.key();
    }
    if (key.id().equals(KeyId.of(request.signing().publicKey()))) {
      return refused(
          EnrolmentFinding.ONE_KEY_FOR_BOTH.on(
              person.mailbox(), "wants to sign with a key that would be archived"));
    }
    Optional<Finding> ofRing = ring.objection(person, request, key);
    if (ofRing.isPresent()) {
      return refused(ofRing.get());
    }
    switch (proof) {
      case Proof.AdministratorVouches _,
          Proof.CurrentKey _,
          Proof.CurrentCertificate _,
          Proof.EmailReplyChallenge _ -> {
        return issue(person, request, key);
      }
      case Proof.MailReply _, Proof.MailboxShown _ -> {} // good for one signing key
    }
    KeyId signing = KeyId.of(request.signing().publicKey());
    if (!people.redeem(person, signing)) {
      return refused(
          EnrolmentFinding.CODE_WRONG.on(
              person.mailbox(), "gave a code that was given for other keys"));
    }
    EnrolmentOutcome outcome = issue(person, request, key);
    if (outcome instanceof EnrolmentOutcome.Refused) {
      people.giveBack(person, signing);
    }
    return outcome;
  }

  private EnrolmentOutcome issue(Person person, EnrolmentRequest request, EncryptionKey key) {
    SubjectName subject = authority.settings().subjectOf(person.name(), person.mailbox());
    return switch (authority.issueSigning(request.signing(), subject, person.mailbox())) {
      case Issuance.Refused refused -> new EnrolmentOutcome.Refused(refused.findings());
      case Issuance.Issued signing -> {
        EnrolmentOutcome outcome = archiveThenIssue(person, key, subject, signing);
        if (outcome instanceof EnrolmentOutcome.Refused) {
          // Half an enrolment is none: what nobody gets must not stay valid.
          authority.revoke(
              signing.record().issuer(),
              signing.certificate().serial(),
              Revocation.Reason.CESSATION_OF_OPERATION);
        }
        yield outcome;
      }
    };
  }

  private EnrolmentOutcome archiveThenIssue(
      Person person, EncryptionKey key, SubjectName subject, Issuance.Issued signing) {
    ArchiveReceipt receipt;
    switch (archive.archive(key, person.mailbox(), now())) {
      case KeyArchive.Outcome.Refused refused -> {
        return new EnrolmentOutcome.Refused(refused.findings());
      }
      case KeyArchive.Outcome.Archived archived -> receipt = archived.receipt();
    }
    Optional<ArchiveReceipt.Verified> verified =
        receipt.verifyUnderAny(authority.settings().receiptSigners());
    if (verified.isEmpty()) {
      return refused(
          EnrolmentFinding.RECEIPT_NOT_OURS.on(
              person.mailbox(), "has a receipt that the authority cannot check"));
    }
    return switch (authority.issueEncryption(
        key.publicKey(), subject, person.mailbox(), verified.get())) {
      case Issuance.Refused refused -> new EnrolmentOutcome.Refused(refused.findings());
      case Issuance.Issued encryption -> {
        Person active = person.in(Person.State.ACTIVE, now());
        people.put(active, PersonLeaf.of(active, now(), random));
        List<Finding> findings = new ArrayList<>(signing.findings());
        findings.addAll(encryption.findings());
        yield new EnrolmentOutcome.Enrolled(
            new Credentials(
                person.mailbox(),
                signing.certificate(),
                encryption.certificate(),
                authority.path()),
            receipt,
            findings);
      }
    };
  }

  private Instant now() {
    return clock.instant();
  }

  private static EnrolmentOutcome refused(Finding finding) {
    return new EnrolmentOutcome.Refused(List.of(finding));
  }
}
