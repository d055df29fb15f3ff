package org.signetmail.enrolment;

import java.util.Optional;
import org.signetmail.archive.KeyTransport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;

/** Whether the key of a request comes into the gateway's ring, and how. Thread-safe. */
record RingAdmission(GatewayRing ring) {

  /**
   * Why nothing is issued on this request; empty when the ring stands against nothing.
   *
   * @param key the one that is archived
   */
  Optional<Finding> objection(Person person, EnrolmentRequest request, EncryptionKey key) {
    GatewayRing.Admission admission = ring.admission(person);
    if (request.ring().isEmpty()) {
      return admission == GatewayRing.Admission.REQUIRED
          ? Optional.of(
              EnrolmentFinding.RING_WANTED.on(
                  person.mailbox(), "has a request without the key for the gateway"))
          : Optional.empty();
    }
    if (admission == GatewayRing.Admission.CLOSED) {
      return Optional.of(
          EnrolmentFinding.RING_CLOSED.on(
              person.mailbox(), "hands in a key for the gateway, which does not read for them"));
    }
    return switch (ring.transport().open(request.ring().get(), person.mailbox())) {
      case KeyTransport.Outcome.Refused refused -> Optional.of(refused.findings().getFirst());
      case KeyTransport.Outcome.Opened(EncryptionKey other) ->
          other.id().equals(key.id())
              ? Optional.empty()
              : Optional.of(
                  EnrolmentFinding.RING_OTHER_KEY.on(
                      person.mailbox(), "hands in another key for the gateway than the archive's"));
    };
  }

  /** Puts the key in now that it has its certificate; what went wrong, if anything. */
  Optional<Finding> admit(Person person, EnrolmentRequest request, Certificate certificate) {
    if (request.ring().isEmpty()
        || !(ring.transport().open(request.ring().get(), person.mailbox())
            instanceof KeyTransport.Outcome.Opened(EncryptionKey key))) {
      return Optional.empty();
    }
    try {
      ring.add(person.mailbox(), key, certificate);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          EnrolmentFinding.RING_NOT_ADDED.on(
              person.mailbox(), "has certificates, and a key that is not in the gateway's ring"));
    }
  }
}
