package org.signetmail.enrolment;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.acme.ProvenMailbox;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** Checks what a person brings to show that the request is theirs. */
final class Proofs {
  private final InvitationCodes codes;
  private final CertificateStore certificates;

  Proofs(InvitationCodes codes, CertificateStore certificates) {
    this.codes = codes;
    this.certificates = certificates;
  }

  /** What stands against the request; empty when the proof holds. */
  Optional<Finding> objection(Person person, EnrolmentRequest request, Proof proof, Instant now) {
    Mailbox mailbox = person.mailbox();
    if (!KeyBinding.holds(
        request.binding(), request.signing().publicKey(), mailbox, request.encryption())) {
      return Optional.of(
          EnrolmentFinding.KEYS_NOT_BOUND.on(
              mailbox, "has an encryption key that the signing key did not sign for"));
    }
    return objection(person, KeyId.of(request.signing().publicKey()), proof, now);
  }

  /** The same, for a request over one key. */
  Optional<Finding> objection(Person person, KeyId key, Proof proof, Instant now) {
    Mailbox mailbox = person.mailbox();
    return switch (proof) {
      case Proof.AdministratorVouches(Mailbox by) when by.equals(mailbox) ->
          Optional.of(EnrolmentFinding.VOUCHED_FOR_SELF.on(mailbox, "vouches for themselves"));
      case Proof.AdministratorVouches _ -> Optional.empty();
      case Proof.MailReply(String code) when codes.proves(person, code, now) -> Optional.empty();
      case Proof.MailReply _ ->
          Optional.of(EnrolmentFinding.CODE_WRONG.on(mailbox, "gave a code that does not hold"));
      case Proof.MailboxShown(MailboxControl control) when control.holds(person, now) ->
          Optional.empty();
      case Proof.MailboxShown _ ->
          Optional.of(
              EnrolmentFinding.SESSION_STALE.on(
                  mailbox, "has other certificates or another invitation since signing in"));
      case Proof.EmailReplyChallenge(ProvenMailbox proven) when proven.mailbox().equals(mailbox) ->
          Optional.empty();
      case Proof.EmailReplyChallenge _ ->
          Optional.of(
              EnrolmentFinding.OTHER_MAILBOX_PROVEN.on(
                  mailbox, "is not the mailbox that answered the challenge"));
      case Proof.CurrentKey _ when hasValid(mailbox, key, now) -> Optional.empty();
      case Proof.CurrentKey _ ->
          Optional.of(
              EnrolmentFinding.NO_CURRENT_KEY.on(
                  mailbox, "signed with a key that has no valid certificate of theirs"));
      case Proof.CurrentCertificate(Certificate shown) when isValid(mailbox, shown, now) ->
          Optional.empty();
      case Proof.CurrentCertificate _ ->
          Optional.of(
              EnrolmentFinding.NO_CURRENT_KEY.on(
                  mailbox, "showed a certificate that is no valid one of theirs"));
    };
  }

  private boolean hasValid(Mailbox mailbox, KeyId key, Instant now) {
    return certificates.ofKey(key).stream().anyMatch(record -> counts(record, mailbox, now));
  }

  private boolean isValid(Mailbox mailbox, Certificate shown, Instant now) {
    return certificates.ofKey(shown.keyId()).stream()
        .filter(record -> record.certificate().equals(shown))
        .anyMatch(record -> counts(record, mailbox, now));
  }

  private static boolean counts(CertificateRecord record, Mailbox mailbox, Instant now) {
    return record.kind() == CertificateProfile.Kind.PERSON_SIGNING
        && record.owner().filter(mailbox::equals).isPresent()
        && record.revocation().isEmpty()
        && !now.isBefore(record.certificate().notBefore())
        && !now.isAfter(record.certificate().notAfter());
  }
}
