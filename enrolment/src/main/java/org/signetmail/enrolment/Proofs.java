package org.signetmail.enrolment;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.ca.CertificateStore;
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
    return switch (proof) {
      case Proof.AdministratorVouches(Mailbox by) when by.equals(mailbox) ->
          Optional.of(EnrolmentFinding.VOUCHED_FOR_SELF.on(mailbox, "vouches for themselves"));
      case Proof.AdministratorVouches _ -> Optional.empty();
      case Proof.MailReply(String code) when codes.proves(person, code, now) -> Optional.empty();
      case Proof.MailReply _ ->
          Optional.of(EnrolmentFinding.CODE_WRONG.on(mailbox, "gave a code that does not hold"));
      case Proof.CurrentKey _ when holdsCurrentKey(request, now) -> Optional.empty();
      case Proof.CurrentKey _ ->
          Optional.of(
              EnrolmentFinding.NO_CURRENT_KEY.on(
                  mailbox, "signed with a key that has no valid certificate of theirs"));
    };
  }

  private boolean holdsCurrentKey(EnrolmentRequest request, Instant now) {
    return certificates.ofKey(KeyId.of(request.signing().publicKey())).stream()
        .anyMatch(record ->
            record.kind() == CertificateProfile.Kind.PERSON_SIGNING
                && record.owner().filter(request.mailbox()::equals).isPresent()
                && record.revocation().isEmpty()
                && !now.isBefore(record.certificate().notBefore())
                && !now.isAfter(record.certificate().notAfter()));
  }
}
