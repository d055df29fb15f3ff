package org.signetmail.enrolment;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** What people have already when they come to the desk, and what it answers and opens. */
final class PresentCertificates {
  private final PersonStore people;
  private final CertificationAuthority authority;
  private final CertificateStore certificates;
  private final Proofs proofs;
  private final InstantSource clock;

  PresentCertificates(CertificateDesk.Ports ports, Proofs proofs, InstantSource clock) {
    this.people = ports.people();
    this.authority = ports.authority();
    this.certificates = ports.certificates();
    this.proofs = proofs;
    this.clock = clock;
  }

  /** Whose a certificate is, where it is valid and lets its holder in; empty for any other. */
  Optional<Mailbox> holder(Certificate shown) {
    return certificates.ofKey(shown.keyId()).stream()
        .filter(record -> record.certificate().equals(shown))
        .flatMap(record -> record.owner().stream())
        .filter(owner -> holds(owner, shown))
        .findFirst();
  }

  /**
   * A certificate of the person whose key decrypts, by its key identifier: what a key that is made
   * for them can be sealed to (RFC 7030 §4.4.1.2).
   */
  Optional<Certificate> wrapping(Mailbox mailbox, byte[] keyIdentifier) {
    return certificates.ofOwner(mailbox).stream()
        .filter(record -> record.kind() == Kind.PERSON_ENCRYPTION && isAlive(record))
        .map(CertificateRecord::certificate)
        .filter(certificate ->
            certificate
                .subjectKeyIdentifier()
                .filter(identifier -> MessageDigest.isEqual(identifier, keyIdentifier))
                .isPresent())
        .findFirst();
  }

  /** The valid signing certificate over a key. */
  Optional<DeskOutcome> ofSigningKey(KeyId key) {
    return certificates.ofKey(key).stream()
        .filter(record -> record.kind() == Kind.PERSON_SIGNING && isAlive(record))
        .findFirst()
        .map(this::issued);
  }

  /**
   * Who comes again with the same key gets what they got: a code is used up by then, a renewal that
   * is replayed makes nothing new, the certificate is no secret, and the request shows the key.
   */
  Optional<DeskOutcome> answerTo(Wanted wanted) {
    boolean isOrder = wanted.proof() instanceof Proof.EmailReplyChallenge; // each is a renewal
    if (isOrder || people.find(wanted.mailbox()).filter(PresentCertificates::isActive).isEmpty()) {
      return Optional.empty();
    }
    return certificates.ofKey(wanted.key()).stream()
        .filter(record ->
            record.kind() == wanted.kind()
                && record.owner().filter(wanted.mailbox()::equals).isPresent()
                && isAlive(record)
                && isAnswerTo(wanted, record.certificate()))
        .findFirst()
        .map(this::issued);
  }

  /**
   * A renewal of a signing certificate is answered already by a later one over the same key, or by
   * one over another key. An encryption certificate is renewed whenever its holder asks.
   */
  private static boolean isAnswerTo(Wanted wanted, Certificate certificate) {
    if (!(wanted.proof() instanceof Proof.CurrentCertificate(Certificate shown))) {
      return true;
    }
    return wanted.kind() == Kind.PERSON_SIGNING
        && (!certificate.keyId().equals(shown.keyId())
            || certificate.notBefore().isAfter(shown.notBefore()));
  }

  private boolean isAlive(CertificateRecord record) {
    return record.revocation().isEmpty() && record.certificate().notAfter().isAfter(now());
  }

  private DeskOutcome issued(CertificateRecord record) {
    return new DeskOutcome.Issued(
        record.certificate(), authority.path(record.issuer()), DeskOutcome.Issued.Origin.BEFORE);
  }

  private boolean holds(Mailbox owner, Certificate shown) {
    return people
        .find(owner)
        .filter(person -> person.state() == Person.State.ACTIVE)
        .filter(person ->
            proofs
                .objection(person, shown.keyId(), new Proof.CurrentCertificate(shown), now())
                .isEmpty())
        .isPresent();
  }

  /** A new key, and those for the other use: what stays when the rest ends. */
  Set<KeyId> besides(Mailbox mailbox, Kind kind, KeyId certified) {
    Set<KeyId> spared = new HashSet<>(Set.of(certified));
    for (CertificateRecord record : certificates.ofOwner(mailbox)) {
      if (record.kind() != kind) {
        spared.add(record.certificate().keyId());
      }
    }
    return spared;
  }

  private static boolean isActive(Person person) {
    return person.state() == Person.State.ACTIVE;
  }

  private Instant now() {
    return clock.instant();
  }
}
