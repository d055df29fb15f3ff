package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.directory.HarvestedCertificates.Harvested;
import org.signetmail.directory.Partner;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.Capabilities;

/**
 * What recipients' programs are known to open, the best evidence first: mail that this gateway will
 * open itself; what the holder announced in signed mail (RFC 8551 §2.5.2); what the certificate
 * says (RFC 4262); what the partner said of its people. Of our own people's programs nothing is
 * known by their being ours: many read with one that opens no AuthEnvelopedData. Safe for use by
 * many threads.
 *
 * @param opened whether mail to a certificate is opened here
 */
public record KnownReaders(
    HarvestedCertificates harvested,
    Supplier<List<Partner>> partners,
    Predicate<Certificate> opened)
    implements Readers {
  @Override
  public Capabilities of(Certificate recipient) {
    if (opened.test(recipient)) {
      return Capabilities.OURS;
    }
    Optional<Capabilities> announced =
        harvested
            .about(recipient)
            .filter(one -> !one.reads().isEmpty())
            .map(KnownReaders::capabilities);
    if (announced.isPresent()) {
      return announced.get();
    }
    Capabilities certified = Capabilities.in(recipient);
    if (!certified.words().isEmpty()) {
      return certified;
    }
    return recipient.mailboxes().stream()
        .flatMap(mailbox -> partners.get().stream().filter(one -> one.covers(mailbox)))
        .map(Partner::reads)
        .filter(reads -> !reads.isEmpty())
        .findFirst()
        .map(Capabilities::known)
        .orElse(Capabilities.UNKNOWN);
  }

  private static Capabilities capabilities(Harvested one) {
    Set<String> reads = one.reads();
    return new Capabilities(reads, one.announced());
  }
}
