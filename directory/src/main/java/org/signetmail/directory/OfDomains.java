package org.signetmail.directory;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * A source that hears of some domains' mailboxes only: each question tells who writes to whom. Safe
 * for use by many threads where the source is.
 *
 * @param domains lower case, as A-labels; empty means all
 */
public record OfDomains(CertificateSource source, Set<String> domains)
    implements CertificateSource {
  public OfDomains {
    domains = Set.copyOf(domains);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) throws IOException {
    return domains.isEmpty() || domains.contains(mailbox.domain())
        ? source.find(mailbox)
        : List.of();
  }
}
