package org.signetmail.app.organization;

import java.time.InstantSource;
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

/**
 * Groups and partners as the store has them at the moment of the question. Thread-safe.
 *
 * @param trust under which a gateway's certificate is used
 */
record LiveAffiliations(
    PersonStore people,
    PartnerStore partners,
    Supplier<PathValidator.Context> trust,
    InstantSource clock)
    implements Affiliations {
  @Override
  public Set<String> groups(Mailbox mailbox) {
    return people.find(mailbox).map(Person::groups).orElse(Set.of());
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
    return partners.partners().stream()
        .filter(partner -> partner.domains().stream().anyMatch(d -> covers(d, mailbox.domain())))
        .findFirst();
  }

  /** As {@link Partner#domains()} are written: a leading dot stands for every host below. */
  private static boolean covers(String pattern, String domain) {
    return pattern.startsWith(".") ? domain.endsWith(pattern) : domain.equals(pattern);
  }
}
