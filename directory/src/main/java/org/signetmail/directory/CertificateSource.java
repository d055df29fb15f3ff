package org.signetmail.directory;

import java.io.IOException;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * One place where certificates of a mailbox can be found: the own store, a partner's LDAP, DNS.
 * What it finds is not trusted for being found. Safe for use by many threads.
 */
public interface CertificateSource {
  /** Shown to people as the origin of a certificate: {@code own store}. */
  String name();

  /**
   * @return every certificate found, in any order, revoked or expired ones too; empty when there is
   *     none. Certificates of authorities among them may help on the way to a trusted root, and are
   *     no answers.
   * @throws IOException when the source could not be asked
   */
  List<Certificate> find(Mailbox mailbox) throws IOException;
}
