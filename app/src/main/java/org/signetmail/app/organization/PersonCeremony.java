package org.signetmail.app.organization;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/**
 * Both sides of an enrolment on one machine: the person's kit makes the keys, and hands over
 * exactly what would go over a network, a request that holds no signing key and no key in clear.
 */
public final class PersonCeremony {
  private final Organization organization;

  public PersonCeremony(Organization organization) {
    this.organization = organization;
  }

  /** Whether somebody gets certificates for the first time, or others in place of lost ones. */
  public sealed interface Occasion {
    record First() implements Occasion {}

    record Replacement(Revocation.Reason reason) implements Occasion {}
  }

  /** The kinds of keys that every mail client reads. */
  public static final KeyAlgorithm SIGNING = KeyAlgorithm.P_256;

  /** RSA, because common clients still do not read elliptic curves in encryption. */
  public static final KeyAlgorithm ENCRYPTION = KeyAlgorithm.RSA_3072;

  /** For somebody who reads for themselves, as far as the organisation lets them. */
  public PersonalKeys enrol(Mailbox mailbox, String name, Proof proof, Occasion occasion)
      throws IOException {
    return enrol(mailbox, name, proof, occasion, RingByPolicy.Consent.NOT_GIVEN);
  }

  /**
   * @param consent whether the person said that the gateway may read their mail
   */
  public PersonalKeys enrol(
      Mailbox mailbox, String name, Proof proof, Occasion occasion, RingByPolicy.Consent consent)
      throws IOException {
    EnrolmentKit kit = EnrolmentKit.make(mailbox, name, SIGNING, ENCRYPTION, organization.random());
    Optional<Certificate> ring =
        organization
            .store()
            .people()
            .find(mailbox)
            .flatMap(person -> new RingByPolicy(organization).sealedTo(person, consent));
    EnrolmentRequest request = kit.request(organization.home().certificate("archive"), ring);
    EnrolmentOutcome outcome =
        switch (occasion) {
          case Occasion.First first -> organization.enrolling().enrolment().enrol(request, proof);
          case Occasion.Replacement(Revocation.Reason reason) ->
              organization.enrolling().enrolment().replace(request, proof, reason);
        };
    return switch (outcome) {
      case EnrolmentOutcome.Enrolled enrolled -> kit.receive(enrolled.credentials());
      case EnrolmentOutcome.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }
}
