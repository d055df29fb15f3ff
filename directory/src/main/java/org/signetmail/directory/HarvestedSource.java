package org.signetmail.directory;

import java.util.List;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * Signed mail as a source of certificates: what correspondents sent along, and with it the
 * authorities between them and their root. Safe for use by many threads.
 */
public record HarvestedSource(HarvestedCertificates harvested) implements CertificateSource {
  @Override
  public String name() {
    return "harvested";
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) {
    return harvested.of(mailbox).stream()
        .flatMap(one -> Stream.concat(Stream.of(one.certificate()), one.between().stream()))
        .toList();
  }
}
