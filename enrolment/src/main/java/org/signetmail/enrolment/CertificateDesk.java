package org.signetmail.enrolment;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.KeyArchive;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.IssuanceFinding;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.Revocation;

/**
 * One certificate at a time, for protocols whose requests are for one (EST, SCEP, CMP, ACME):
 * request → {@link Proof} → profile → issue. {@link Enrolment} is for a person's two at once.
 *
 * <p>A signing certificate is for a key that stays with the person; an encryption certificate is
 * for a key that the archive keeps, or that is made here and archived first. A code is of use once,
 * for one key; what it replaces is revoked. A renewal by a valid certificate revokes nothing: who
 * did not get the answer comes again.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class CertificateDesk {
  private final PersonStore people;
  private final PendingRequests pending;
  private final ApprovalRule approval;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Proofs proofs;
  private final Endings endings;
  private final PresentCertificates present;
  private final DeskIssuance issuance;

  /**
   * What the desk works with.
   *
   * @param ring of the gateway that reads for some of the people
   * @param notice to whom a key was made for
   */
  public record Ports(
      PersonStore people,
      CertificationAuthority authority,
      CertificateStore certificates,
      KeyArchive archive,
      PendingRequests pending,
      GatewayRing ring,
      MadeKeyNotice notice) {}

  public CertificateDesk(
      Ports ports,
      InvitationCodes codes,
      ApprovalRule approval,
      SecureRandom random,
      InstantSource clock) {
    this.people = ports.people();
    this.pending = ports.pending();
    this.approval = approval;
    this.random = random;
    this.clock = clock;
    this.proofs = new Proofs(codes, ports.certificates());
    this.endings = new Endings(ports.authority(), ports.certificates());
    this.present = new PresentCertificates(ports, proofs, clock);
    this.issuance = new DeskIssuance(ports, random, clock);
  }

  /**
   * A certificate over the request's key: for signing, or, where the request's key usage says so,
   * for encryption with a key that the archive keeps already.
   */
  public DeskOutcome certify(Mailbox mailbox, CertificationRequest request, Proof proof) {
    RequestedContent.RequestedUse use = RequestedContent.of(request).use();
    if (use == RequestedContent.RequestedUse.NEITHER_ALONE) {
      return refused(
          EnrolmentFinding.USE_UNCLEAR.on(mailbox, "asks for more than one use of a key"));
    }
    Kind kind =
        use == RequestedContent.RequestedUse.ENCRYPTION
            ? Kind.PERSON_ENCRYPTION
            : Kind.PERSON_SIGNING;
    Wanted wanted =
        new Wanted(
            mailbox,
            kind,
            KeyId.of(request.publicKey()),
            request.encoded(),
            request.mailboxes(),
            proof);
    return present
        .answerTo(wanted)
        .orElseGet(() ->
            decide(wanted, pendingOf(wanted), person -> issuance.certify(person, kind, request)));
  }

  /**
   * Makes an encryption key for the person, archives it, and certifies it; the person is told.
   * Where the organisation wants the gateway to read for them, the key comes into its ring.
   *
   * <p>Because a secret is given out, the proof must hold each time, also after an approval.
   *
   * @param request PKCS#10 as it came; its key and signature count for nothing (RFC 7030 §4.4.1),
   *     and its octets tell one request from another
   */
  public DeskOutcome make(
      Mailbox mailbox,
      byte[] request,
      RequestedContent content,
      KeyAlgorithm algorithm,
      Proof proof) {
    Wanted wanted =
        new Wanted(
            mailbox,
            Kind.PERSON_ENCRYPTION,
            KeyId.ofSubjectPublicKeyInfo(request),
            request,
            content.mailboxes(),
            proof);
    if (!isProven(wanted)) {
      return new DeskOutcome.Unproven();
    }
    return decide(wanted, pendingOf(wanted), person -> issuance.make(person, algorithm));
  }

  /**
   * What became of a request that waited; for protocols whose poll does not repeat the request (RFC
   * 8894 §3.3.3). Who asks has shown that they hold the key.
   */
  public DeskOutcome poll(KeyId key) {
    Optional<PendingRequest> waits = pending.find(key, Kind.PERSON_SIGNING);
    if (waits.isEmpty()) {
      return present.ofSigningKey(key).orElseGet(DeskOutcome.Unproven::new);
    }
    try {
      PendingRequest request = waits.get();
      return certify(
          request.mailbox(), CertificationRequest.again(request.request()), new Proof.CurrentKey());
    } catch (IOException e) {
      throw new IllegalStateException("a kept request does not read", e);
    }
  }

  /** Whose a certificate is, where it is valid and lets its holder in; empty for any other. */
  public Optional<Mailbox> holder(Certificate shown) {
    return present.holder(shown);
  }

  /**
   * A certificate of the person whose key decrypts, by its key identifier: what a key that is made
   * for them can be sealed to (RFC 7030 §4.4.1.2).
   */
  public Optional<Certificate> wrapping(Mailbox mailbox, byte[] keyIdentifier) {
    return present.wrapping(mailbox, keyIdentifier);
  }

  private interface Work {
    DeskOutcome of(Person person);
  }

  private static boolean isActive(Person person) {
    return person.state() == Person.State.ACTIVE;
  }

  private Optional<PendingRequest> pendingOf(Wanted wanted) {
    return approval == ApprovalRule.PROOF_ALONE
        ? Optional.empty()
        : pending
            .find(wanted.key(), wanted.kind())
            .filter(request -> request.mailbox().equals(wanted.mailbox()));
  }

  /** The person, while they may get anything. */
  private Optional<Person> person(Mailbox mailbox) {
    return people.find(mailbox).filter(one -> isActive(one) || one.state() == Person.State.INVITED);
  }

  private boolean isProven(Wanted wanted) {
    return person(wanted.mailbox())
        .filter(one -> proofs.objection(one, wanted.key(), wanted.proof(), now()).isEmpty())
        .isPresent();
  }

  /**
   * @param before the same request, which waited: its proof held then
   */
  private DeskOutcome decide(Wanted wanted, Optional<PendingRequest> before, Work work) {
    Optional<Person> person = person(wanted.mailbox());
    if (person.isEmpty() || (before.isEmpty() && !isProven(wanted))) {
      return new DeskOutcome.Unproven();
    }
    for (Mailbox named : wanted.mailboxes()) {
      if (!named.equals(wanted.mailbox())) {
        return refused(
            Finding.of(
                IssuanceFinding.OTHER_MAILBOX, wanted.mailbox().toString(), "asks for " + named));
      }
    }
    if (before.isPresent()) {
      return settle(person.get(), wanted, before.get(), work);
    }
    if (!wanted.isCode()) {
      return activated(person.get(), work.of(person.get()));
    }
    if (!people.redeem(person.get(), wanted.key())) {
      return new DeskOutcome.Unproven();
    }
    return approval == ApprovalRule.ADMINISTRATOR
        ? settle(person.get(), wanted, pending.ask(wanted.waiting(now())), work)
        : finish(person.get(), wanted, work);
  }

  /** Who was invited and has a certificate now, has come; nothing that they had ends by it. */
  private DeskOutcome activated(Person person, DeskOutcome outcome) {
    if (outcome instanceof DeskOutcome.Issued && person.state() == Person.State.INVITED) {
      Person active =
          new Person(
              person.mailbox(),
              person.name(),
              person.groups(),
              Person.State.ACTIVE,
              person.since());
      people.put(active, PersonLeaf.of(active, now(), random));
    }
    return outcome;
  }

  private DeskOutcome settle(Person person, Wanted wanted, PendingRequest request, Work work) {
    return switch (request.state()) {
      case WAITING -> new DeskOutcome.Waiting(request);
      case DENIED -> {
        pending.remove(wanted.key(), wanted.kind());
        people.giveBack(person, wanted.key());
        yield refused(EnrolmentFinding.DENIED.on(wanted.mailbox(), "was denied a certificate"));
      }
      case APPROVED -> {
        DeskOutcome outcome = finish(person, wanted, work);
        pending.remove(wanted.key(), wanted.kind());
        yield outcome;
      }
    };
  }

  /** Uses the code up, or gives it back when nothing came of it. */
  private DeskOutcome finish(Person person, Wanted wanted, Work work) {
    DeskOutcome outcome = work.of(person);
    Optional<KeyId> certified =
        switch (outcome) {
          case DeskOutcome.Issued issued -> Optional.of(issued.certificate().keyId());
          case DeskOutcome.Made made -> Optional.of(made.key().id());
          case DeskOutcome.Waiting _, DeskOutcome.Unproven _, DeskOutcome.Refused _ ->
              Optional.empty();
        };
    if (certified.isEmpty()) {
      people.giveBack(person, wanted.key());
      return outcome;
    }
    Person active = person.in(Person.State.ACTIVE, now());
    people.put(active, PersonLeaf.of(active, now(), random));
    endings.end(
        person.mailbox(),
        present.besides(person.mailbox(), wanted.kind(), certified.get()),
        Revocation.Reason.SUPERSEDED,
        now());
    return outcome;
  }

  private Instant now() {
    return clock.instant();
  }

  private static DeskOutcome refused(Finding finding) {
    return new DeskOutcome.Refused(List.of(finding));
  }
}
