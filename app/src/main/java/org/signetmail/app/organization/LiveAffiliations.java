package org.signetmail.app.organization;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.directory.Partner;
import org.signetmail.directory.PartnerStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.gateway.Affiliations;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;

/** Groups and partners as the store has them at the moment of the question. Thread-safe. */
final class LiveAffiliations implements Affiliations {
  private final Momentary<Mailbox, Optional<Person>> people;
  private final Momentary<String, List<Partner>> partners;
  private final Supplier<PathValidator.Context> trust;
  private final InstantSource clock;

  /**
   * @param trust under which a gateway's certificate is used
   */
  LiveAffiliations(
      PersonStore people,
      PartnerStore partners,
      Supplier<PathValidator.Context> trust,
      InstantSource clock) {
    this.people = new Momentary<>(people::find);
    this.partners = new Momentary<>(all -> partners.partners());
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public Set<String> groups(Mailbox mailbox) {
    return people.of(mailbox).map(Person::groups).orElse(Set.of());
  }

  @Override
  public Optional<String> partner(Mailbox mailbox) {
    return of(mailbox).map(Partner::name);
  }

  @Override
  public Optional<Certificate> gateway(Mailbox mailbox) {
    return of(mailbox).flatMap(Partner::gateway).filter(this::canBeUsed);
  }

  private boolean canBeUsed(Certificate gateway) {
    return gateway.mayEncrypt()
        && PathValidator.validate(
                gateway, PathValidator.Purpose.EMAIL_ENCRYPTION, clock.instant(), trust.get())
            instanceof PathValidator.Outcome.Valid;
  }

  private Optional<Partner> of(Mailbox mailbox) {
    return partners.of("all").stream().filter(partner -> partner.covers(mailbox)).findFirst();
  }
}
