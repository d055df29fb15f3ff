package org.signetmail.enrolment;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.KeyArchive;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.IssuanceFinding;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * One certificate at a time, for protocols whose requests are for one (EST, SCEP, ACME): request →
 * {@link Proof} → profile → issue. {@link Enrolment} is for a person's two at once.
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
  private final CertificationAuthority authority;
  private final CertificateStore certificates;
  private final KeyArchive archive;
  private final PendingRequests pending;
  private final GatewayRing ring;
  private final MadeKeyNotice notice;
  private final ApprovalRule approval;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Proofs proofs;
  private final Endings endings;

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
    this.authority = ports.authority();
    this.certificates = ports.certificates();
    this.archive = ports.archive();
    this.pending = ports.pending();
    this.ring = ports.ring();
    this.notice = ports.notice();
    this.approval = approval;
    this.random = random;
    this.clock = clock;
    this.proofs = new Proofs(codes, certificates);
    this.endings = new Endings(authority, certificates);
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
    return issuedBefore(wanted)
        .orElseGet(() -> decide(wanted, pendingOf(wanted), person -> issue(person, kind, request)));
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
    return decide(
        wanted,
        pendingOf(wanted),
        person -> archiveAndIssue(person, KeyPairs.encryption(algorithm, random)));
  }

  /**
   * What became of a request that waited; for protocols whose poll does not repeat the request (RFC
   * 8894 §3.3.3). Who asks has shown that they hold the key.
   */
  public DeskOutcome poll(KeyId key) {
    Optional<PendingRequest> waits = pending.find(key, Kind.PERSON_SIGNING);
    if (waits.isEmpty()) {
      return certificates.ofKey(key).stream()
          .filter(record -> record.kind() == Kind.PERSON_SIGNING && isAlive(record))
          .findFirst()
          .<DeskOutcome>map(this::issued)
          .orElseGet(DeskOutcome.Unproven::new);
    }
    try {
      PendingRequest request = waits.get();
      return certify(
          request.mailbox(), CertificationRequest.of(request.request()), new Proof.CurrentKey());
    } catch (IOException e) {
      throw new IllegalStateException("a kept request does not read", e);
    }
  }

  /** Whose a certificate is, where it is valid and lets its holder in; empty for any other. */
  public Optional<Mailbox> holder(Certificate shown) {
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
  public Optional<Certificate> wrapping(Mailbox mailbox, byte[] keyIdentifier) {
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

  /** What is asked for, and with what right. */
  private record Wanted(
      Mailbox mailbox,
      Kind kind,
      KeyId key,
      byte[] request,
      List<Mailbox> mailboxes,
      Proof proof) {}

  private interface Work {
    DeskOutcome of(Person person);
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

  /**
   * Who comes again with the same key gets what they got: a code is used up by then, a renewal that
   * is replayed makes nothing new, the certificate is no secret, and the request shows the key.
   */
  private Optional<DeskOutcome> issuedBefore(Wanted wanted) {
    boolean isOrder = wanted.proof() instanceof Proof.EmailReplyChallenge; // each is a renewal
    if (isOrder || people.find(wanted.mailbox()).filter(CertificateDesk::isActive).isEmpty()) {
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
    return new DeskOutcome.Issued(record.certificate(), authority.path(record.issuer()));
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
    if (!isCode(wanted)) {
      return activated(person.get(), work.of(person.get()));
    }
    if (!people.redeem(person.get(), wanted.key())) {
      return new DeskOutcome.Unproven();
    }
    return approval == ApprovalRule.ADMINISTRATOR
        ? settle(person.get(), wanted, ask(wanted), work)
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

  private static boolean isCode(Wanted wanted) {
    return wanted.proof() instanceof Proof.MailReply;
  }

  private PendingRequest ask(Wanted wanted) {
    return pending.ask(
        new PendingRequest(
            wanted.key(),
            wanted.kind(),
            wanted.mailbox(),
            wanted.request(),
            PendingRequest.State.WAITING,
            now().truncatedTo(ChronoUnit.SECONDS),
            Optional.empty()));
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
    Person active =
        new Person(
            person.mailbox(), person.name(), person.groups(), Person.State.ACTIVE, after(person));
    people.put(active, PersonLeaf.of(active, now(), random));
    endings.end(
        person.mailbox(),
        spared(person.mailbox(), wanted.kind(), certified.get()),
        Revocation.Reason.SUPERSEDED,
        now());
    return outcome;
  }

  /** The new key, and those for the other use. */
  private Set<KeyId> spared(Mailbox mailbox, Kind kind, KeyId certified) {
    Set<KeyId> spared = new HashSet<>(Set.of(certified));
    for (CertificateRecord record : certificates.ofOwner(mailbox)) {
      if (record.kind() != kind) {
        spared.add(record.certificate().keyId());
      }
    }
    return spared;
  }

  private DeskOutcome issue(Person person, Kind kind, CertificationRequest request) {
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

  private DeskOutcome archiveAndIssue(Person person, EncryptionKey key) {
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
      case Issuance.Issued issued -> new DeskOutcome.Issued(issued.certificate(), authority.path());
    };
  }

  /** Always later than before, so that a code of before is of no more use. */
  private Instant after(Person person) {
    Instant next = person.since().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Instant now = now().truncatedTo(ChronoUnit.SECONDS);
    return now.isBefore(next) ? next : now;
  }

  private Instant now() {
    return clock.instant();
  }

  private static DeskOutcome refused(Finding finding) {
    return new DeskOutcome.Refused(List.of(finding));
  }
}
