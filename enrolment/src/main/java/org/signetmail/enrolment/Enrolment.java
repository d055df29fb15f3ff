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
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

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
  private final KeyTransport transport;
  private final InvitationCodes codes;
  private final CredentialsIssuance issuance;
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
    this.transport = transport;
    this.codes = codes;
    this.random = random;
    this.endings = new Endings(authority, certificates);
    this.ring = new RingAdmission(ring);
    this.issuance =
        new CredentialsIssuance(
            people,
            authority,
            transport,
            archive,
            new Proofs(codes, certificates),
            this.ring,
            random,
            clock);
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
    Instant since =
        before
            .map(person -> person.after(now()))
            .orElseGet(() -> now().truncatedTo(ChronoUnit.SECONDS));
    Person person = new Person(mailbox, name, Set.copyOf(groups), state, since);
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
              before.in(released.isEmpty() ? Person.State.INVITED : Person.State.ACTIVE, now());
          put(after);
          return new Resumption(after, released);
        });
  }

  private Optional<Departure> depart(
      Mailbox mailbox, Person.State state, Revocation.Reason reason) {
    return people
        .find(mailbox)
        .map(before -> {
          Person after = before.in(state, now());
          put(after);
          Endings.Ended ended = endings.end(mailbox, Set.of(), reason, now());
          return new Departure(after, ended.records(), ended.findings());
        });
  }

  private EnrolmentOutcome issueInPlace(
      Person person, EnrolmentRequest request, Proof proof, Revocation.Reason reason) {
    EnrolmentOutcome outcome = issuance.issue(person, request, proof);
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

  private void put(Person person) {
    people.put(person, PersonLeaf.of(person, now(), random));
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
