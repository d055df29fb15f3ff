package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * What a person gets back: certificates, all of them public. The keys never left, or lie in the
 * archive.
 *
 * @param issuers the authority that signed both, and those above it as far as known, without the
 *     root
 */
public record Credentials(
    Mailbox mailbox, Certificate signing, Certificate encryption, List<Certificate> issuers) {
  public Credentials {
    issuers = List.copyOf(issuers);
  }
}
