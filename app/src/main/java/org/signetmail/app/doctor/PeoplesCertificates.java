package org.signetmail.app.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;

/**
 * Whose certificate ends soon without a newer one beside it. Looks at the newest so many: a larger
 * house has pages for it.
 */
record PeoplesCertificates(Organization organization) implements Check {
  private static final int AT_ONCE = 1_000;
  private static final int MOST = 200_000;
  private static final int NAMED = 5;

  private record Use(Mailbox owner, CertificateProfile.Kind kind) {}

  @Override
  public String name() {
    return "people's certificates";
  }

  @Override
  public Result look() {
    Instant now = organization.now();
    Set<Use> newer = new HashSet<>();
    List<Mailbox> ending = new ArrayList<>();
    int looked = 0;
    List<CertificateStore.Listed> page = page(Long.MAX_VALUE);
    while (!page.isEmpty() && looked < MOST) {
      for (CertificateStore.Listed listed : page) {
        CertificateRecord record = listed.record();
        if (record.owner().isPresent()
            && record.revocation().isEmpty()
            && newer.add(new Use(record.owner().get(), record.kind()))
            && endsSoon(record.certificate(), now)) {
          ending.add(record.owner().get());
        }
      }
      looked += page.size();
      page = page(page.getLast().logIndex());
    }
    String seen = (page.isEmpty() ? "" : "the newest ") + looked + " looked at";
    if (ending.isEmpty()) {
      return new Result(seen, List.of());
    }
    String detail = ending.size() + " certificates end within 30 days, without a newer one";
    return new Result(seen, List.of(SystemFinding.CERTIFICATE_ENDS_SOON.on(names(ending), detail)));
  }

  private static boolean endsSoon(Certificate certificate, Instant now) {
    return certificate.notAfter().isAfter(now)
        && certificate.notAfter().isBefore(now.plus(OwnCertificates.SOON));
  }

  private static String names(List<Mailbox> ending) {
    String names =
        ending.stream()
            .distinct()
            .limit(NAMED)
            .map(Mailbox::toString)
            .collect(Collectors.joining(", "));
    return ending.stream().distinct().count() > NAMED ? names + " and others" : names;
  }

  private List<CertificateStore.Listed> page(long before) {
    return organization.store().certificates().page(before, AT_ONCE);
  }
}
