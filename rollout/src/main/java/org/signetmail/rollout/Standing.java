package org.signetmail.rollout;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Certificate;

/**
 * Where one person stands in the rollout.
 *
 * @param signsUntil the end of their latest valid signing certificate; empty when they cannot sign
 * @param readsUntil the end of their latest valid encryption certificate; empty when nobody can
 *     write to them in secret
 */
public record Standing(Person person, Optional<Instant> signsUntil, Optional<Instant> readsUntil) {

  static Standing of(Person person, List<Certificate> held, Instant now) {
    return new Standing(
        person,
        latest(held, Certificate::maySign, now),
        latest(held, Certificate::mayEncrypt, now));
  }

  /** Whether they have done their part of the enrolment. */
  public boolean isEnrolled() {
    return person.state() == Person.State.ACTIVE;
  }

  private static Optional<Instant> latest(
      List<Certificate> held, Predicate<Certificate> use, Instant now) {
    return held.stream()
        .filter(use)
        .filter(c -> !now.isBefore(c.notBefore()) && !now.isAfter(c.notAfter()))
        .map(Certificate::notAfter)
        .max(Comparator.naturalOrder());
  }
}
