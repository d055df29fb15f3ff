package org.signetmail.app.organization;

import java.util.Optional;
import java.util.Set;
import org.signetmail.directory.Partner;
import org.signetmail.directory.PartnerStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.gateway.Affiliations;
import org.signetmail.pkix.Mailbox;

/** Groups and partners as the store has them at the moment of the question. Thread-safe. */
record LiveAffiliations(PersonStore people, PartnerStore partners) implements Affiliations {
  @Override
  public Set<String> groups(Mailbox mailbox) {
    return people.find(mailbox).map(Person::groups).orElse(Set.of());
  }

  @Override
  public Optional<String> partner(Mailbox mailbox) {
    return partners.partners().stream()
        .filter(partner -> partner.domains().stream().anyMatch(d -> covers(d, mailbox.domain())))
        .map(Partner::name)
        .findFirst();
  }

  /** As {@link Partner#domains()} are written: a leading dot stands for every host below. */
  private static boolean covers(String pattern, String domain) {
    return pattern.startsWith(".") ? domain.endsWith(pattern) : domain.equals(pattern);
  }
}
