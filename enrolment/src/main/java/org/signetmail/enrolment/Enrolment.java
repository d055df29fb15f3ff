package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyTransport;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * How a person comes to certificates, gets others in their place, and loses them: the one way, for
 * the portal, ACME, EST and the command alike, which differ only in the {@link Proof} they bring.
 *
 * <p>The order of an enrolment is its safety: proof, then the signing certificate, then the
 * encryption key into the archive, then, with the archive's receipt, the encryption certificate.
 * Cut off anywhere, it can be done again: the archive gives the same receipt for the same key.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Enrolment {
  private final PersonStore people;
  private final CertificationAuthority authority;
  private final KeyTransport transport;
  private final KeyArchive archive;
  private final InvitationCodes codes;
  private final Proofs proofs;
  private final Endings endings;
  private final RingAdmission ring;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * Enrolment over its services, of people who read for themselves.
   *
   * @param authority knows the archive's certificate for receipts
   * @param certificates the store that {@code authority} keeps its certificates in
   */
  public Enrolment(
      PersonStore people,
      CertificationAuthority authority,
      CertificateStore certificates,
      KeyTransport transport,
      KeyArchive archive,
      InvitationCodes codes,
      SecureRandom random,
      InstantSource clock) {
    this(
        people,
        authority,
        certificates,
        transport,
        archive,
        codes,
        GatewayRing.NONE,
        random,
        clock);
  }

  /**
   * @param ring of the gateway that reads for some of them
   */
  public Enrolment(
      PersonStore people,
      CertificationAuthority authority,
      CertificateStore certificates,
      KeyTransport transport,
      KeyArchive archive,
      InvitationCodes codes,
      GatewayRing ring,
      SecureRandom random,
      InstantSource clock) {
    this.people = people;
    this.authority = authority;
    this.transport = transport;
    this.archive = archive;
    this.codes = codes;
    this.random = random;
    this.proofs = new Proofs(codes, certificates);
    this.endings = new Endings(authority, certificates);
    this.ring = new RingAdmission(ring);
    this.clock = clock;
  }

  /** What a person's side seals its encryption key to. */
  public Certificate archiveCertificate() {
    return transport.certificate();
  }

  /** The ring of keys that the gateway reads with, and whom it reads for. */
  public GatewayRing gatewayRing() {
    return ring.ring();
  }

  /**
   * Adds somebody, or invites again: only the code of the latest invitation works. Who is enrolled
   * stays so, and can replace lost keys with the code; who left or was suspended may come back.
   */
  public Invitation invite(Mailbox mailbox, String name, Set<String> groups) {
    Optional<Person> before = people.find(mailbox);
    Person.State state =
        before.map(Person::state).filter(Person.State.ACTIVE::equals).orElse(Person.State.INVITED);
    Person person = new Person(mailbox, name, Set.copyOf(groups), state, since(before));
    put(person);
    return codes.invite(person);
  }

  /** First certificates for somebody who was invited. */
  public EnrolmentOutcome enrol(EnrolmentRequest request, Proof proof) {
    Optional<Person> person = people.find(request.mailbox());
    if (person.isEmpty()) {
      return refused(EnrolmentFinding.UNKNOWN_PERSON.on(request.mailbox(), "is nobody here"));
    }
    return switch (person.get().state()) {
      // Certificates of an enrolment that was cut off, or of before a suspension, end with this
      // one.
      case INVITED -> issueInPlace(person.get(), request, proof, Revocation.Reason.SUPERSEDED);
      case ACTIVE ->
          refused(
              EnrolmentFinding.ALREADY_ENROLLED.on(request.mailbox(), "has certificates already"));
      case SUSPENDED, LEFT ->
          refused(
              EnrolmentFinding.NOT_INVITED.on(
                  request.mailbox(), "is " + word(person.get().state())));
    };
  }

  /**
   * New certificates in place of those that somebody has: the key was lost, is in wrong hands, or
   * the certificate ends. Former certificates over other keys are revoked once the new ones are
   * there; former encryption keys stay in the archive.
   *
   * @param reason of their revocation: {@code SUPERSEDED}, or {@code KEY_COMPROMISE} when somebody
   *     else may have the keys
   */
  public EnrolmentOutcome replace(EnrolmentRequest request, Proof proof, Revocation.Reason reason) {
    Optional<Person> person = people.find(request.mailbox());
    if (person.isEmpty() || person.get().state() != Person.State.ACTIVE) {
      return refused(
          EnrolmentFinding.NOT_ENROLLED.on(
              request.mailbox(),
              person.map(p -> "is " + word(p.state())).orElse("is nobody here")));
    }
    return issueInPlace(person.get(), request, proof, reason);
  }

  /**
   * Ends everything: all certificates are revoked, the CRL is published, the gateway reads no more.
   * Empty when nobody has this mailbox.
   */
  public Optional<Departure> leave(Mailbox mailbox) {
    ring.ring().remove(mailbox);
    return depart(mailbox, Person.State.LEFT, Revocation.Reason.AFFILIATION_CHANGED);
  }

  /**
   * Puts all certificates of a person on hold, until {@link #resume} or {@link #leave}. Empty when
   * nobody has this mailbox.
   */
  public Optional<Departure> suspend(Mailbox mailbox) {
    return depart(mailbox, Person.State.SUSPENDED, Revocation.Reason.CERTIFICATE_HOLD);
  }

  /**
   * Takes a suspension back: the person is active again, with the certificates that were on hold;
   * who had none is invited. Empty when nobody with this mailbox is suspended.
   */
  public Optional<Resumption> resume(Mailbox mailbox) {
    return people
        .find(mailbox)
        .filter(person -> person.state() == Person.State.SUSPENDED)
        .map(before -> {
          List<CertificateRecord> released = endings.release(mailbox);
          Person after =
              new Person(
                  mailbox,
                  before.name(),
                  before.groups(),
                  released.isEmpty() ? Person.State.INVITED : Person.State.ACTIVE,
                  since(Optional.of(before)));
          put(after);
          return new Resumption(after, released);
        });
  }

  private Optional<Departure> depart(
      Mailbox mailbox, Person.State state, Revocation.Reason reason) {
    return people
        .find(mailbox)
        .map(before -> {
          Person after =
              new Person(
                  mailbox, before.name(), before.groups(), state, since(Optional.of(before)));
          put(after);
          Endings.Ended ended = endings.end(mailbox, Set.of(), reason, now());
          return new Departure(after, ended.records(), ended.findings());
        });
  }

  private EnrolmentOutcome issueInPlace(
      Person person, EnrolmentRequest request, Proof proof, Revocation.Reason reason) {
    EnrolmentOutcome outcome = issueOnProof(person, request, proof);
    if (outcome instanceof EnrolmentOutcome.Enrolled enrolled) {
      Set<KeyId> present =
          Set.of(
              enrolled.credentials().signing().keyId(),
              enrolled.credentials().encryption().keyId());
      List<Finding> findings = new ArrayList<>(enrolled.findings());
      findings.addAll(endings.end(person.mailbox(), present, reason, now()).findings());
      ring.admit(person, request, enrolled.credentials().encryption()).ifPresent(findings::add);
      return new EnrolmentOutcome.Enrolled(enrolled.credentials(), enrolled.receipt(), findings);
    }
    return outcome;
  }

  private EnrolmentOutcome issueOnProof(Person person, EnrolmentRequest request, Proof proof) {
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
        put(
            new Person(
                person.mailbox(),
                person.name(),
                person.groups(),
                Person.State.ACTIVE,
                since(Optional.of(person))));
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

  private void put(Person person) {
    people.put(person, PersonLeaf.of(person, now(), random));
  }

  /** Always later than before, so that a code of before is of no more use. */
  private Instant since(Optional<Person> before) {
    Instant now = now().truncatedTo(ChronoUnit.SECONDS);
    return before
        .map(person -> person.since().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
        .filter(now::isBefore)
        .orElse(now);
  }

  private Instant now() {
    return clock.instant();
  }

  private static String word(Person.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static EnrolmentOutcome refused(Finding finding) {
    return new EnrolmentOutcome.Refused(List.of(finding));
  }
}
