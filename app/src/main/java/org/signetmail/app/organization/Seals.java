package org.signetmail.app.organization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The organisation's seal: one key, and for each active person a certificate over it that names the
 * person's mailbox and says that the organisation, not the person, signs.
 *
 * <p>Certificates are of the present generation of the authority, issued when first needed and used
 * until a day before they end. Thread-safe.
 */
public final class Seals {
  private static final Duration MARGIN = Duration.ofDays(1);

  private final SigningKey key;
  private final CertificationAuthority authority;
  private final CertificateStore certificates;
  private final Momentary<Mailbox, Optional<Person>> people;
  private final InstantSource clock;
  private final ConcurrentMap<Mailbox, SigningIdentity> identities = new ConcurrentHashMap<>();

  Seals(
      SigningKey key,
      CertificationAuthority authority,
      CertificateStore certificates,
      PersonStore people,
      InstantSource clock) {
    this.key = key;
    this.authority = authority;
    this.certificates = certificates;
    this.people = new Momentary<>(people::find);
    this.clock = clock;
  }

  /** The identity that seals mail of this sender; empty for anybody who is not one of us now. */
  public Optional<SigningIdentity> sealFor(Mailbox sender) {
    boolean ours = people.of(sender).filter(p -> p.state() == Person.State.ACTIVE).isPresent();
    if (!ours) {
      return Optional.empty();
    }
    return Optional.of(sealOf(sender));
  }

  /** The identity that seals mail of the system itself, from a mailbox that no person has. */
  SigningIdentity sealOf(Mailbox sender) {
    return identities.compute(
        sender,
        (mailbox, before) ->
            before != null && lasts(before.certificate()) ? before : identity(mailbox));
  }

  private SigningIdentity identity(Mailbox sender) {
    CertificateRecord record =
        certificates.ofKey(key.id()).stream()
            .filter(one -> one.revocation().isEmpty() && one.issuer().equals(issuer()))
            .filter(one -> one.certificate().mailboxes().contains(sender))
            .filter(one -> lasts(one.certificate()))
            .findFirst()
            .orElseGet(() -> issue(sender));
    List<Certificate> path = new ArrayList<>(List.of(record.certificate()));
    path.addAll(authority.path(record.issuer()));
    return new SigningIdentity(key, path);
  }

  private KeyId issuer() {
    return authority.generations().current().certificate().keyId();
  }

  private CertificateRecord issue(Mailbox sender) {
    String organization = authority.settings().organization();
    SubjectName subject = new SubjectName(organization + " seal", Optional.of(organization));
    return switch (authority.issueSeal(key.publicKey(), subject, List.of(sender))) {
      case Issuance.Issued issued -> issued.record();
      case Issuance.Refused refused ->
          throw new IllegalStateException(
              "seal for " + sender + ": " + refused.findings().getFirst().line());
    };
  }

  private boolean lasts(Certificate certificate) {
    Instant now = clock.instant();
    return certificate.notAfter().isAfter(now.plus(MARGIN));
  }
}
