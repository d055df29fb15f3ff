package org.signetmail.directory;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * One of our people, as a directory shows them to others.
 *
 * @param name as their certificate has it
 * @param certificates to encrypt to, valid and not revoked, the newest first; never empty
 */
public record ListedPerson(Mailbox mailbox, String name, List<Certificate> certificates) {
  public ListedPerson {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          mailbox + ": has no certificate to encrypt to, so no directory shows them");
    }
  }
}
