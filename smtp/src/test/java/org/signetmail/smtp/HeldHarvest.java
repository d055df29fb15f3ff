package org.signetmail.smtp;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/** What came with signed mail, in memory. */
final class HeldHarvest implements HarvestedCertificates {
  private final List<Harvested> all = new CopyOnWriteArrayList<>();

  @Override
  public void keep(Harvested one) {
    List<Harvested> before =
        all.stream()
            .filter(other ->
                other.mailbox().equals(one.mailbox())
                    && other.certificate().equals(one.certificate()))
            .toList();
    if (before.stream().allMatch(other -> other.heard().isBefore(one.heard()))) {
      all.removeAll(before);
      all.add(one);
    }
  }

  @Override
  public List<Harvested> of(Mailbox mailbox) {
    return all.stream()
        .filter(one -> one.mailbox().equals(mailbox))
        .sorted(Comparator.comparing(Harvested::heard).reversed())
        .toList();
  }

  @Override
  public int forget(Instant heardBefore) {
    int before = all.size();
    all.removeIf(one -> one.heard().isBefore(heardBefore));
    return before - all.size();
  }

  @Override
  public Optional<Harvested> about(Certificate certificate) {
    return all.stream()
        .filter(one -> one.certificate().equals(certificate))
        .max(Comparator.comparing(Harvested::heard));
  }
}
