package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.pkix.Finding;

/**
 * What ended when a person left or was suspended. Archived keys stay: law and policy may want old
 * mail opened.
 *
 * @param ended certificates that were revoked by this, as they were before
 * @param findings certificates that could not be
 */
public record Departure(Person person, List<CertificateRecord> ended, List<Finding> findings) {
  public Departure {
    ended = List.copyOf(ended);
    findings = List.copyOf(findings);
  }
}
