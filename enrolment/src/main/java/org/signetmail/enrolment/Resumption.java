package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.ca.CertificateRecord;

/**
 * Somebody is back from a suspension.
 *
 * @param person as they are now
 * @param released the certificates whose hold was taken back
 */
public record Resumption(Person person, List<CertificateRecord> released) {
  public Resumption {
    released = List.copyOf(released);
  }
}
