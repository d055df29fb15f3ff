package org.signetmail.ca;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;

/** What became of a request for a certificate. */
public sealed interface Issuance {

  /**
   * What was noticed on the way; without an error in {@link Issued}, with one in {@link Refused}.
   */
  List<Finding> findings();

  /**
   * The certificate is signed, kept and logged.
   *
   * @param logIndex the leaf of the transparency log that says so
   */
  record Issued(CertificateRecord record, long logIndex, List<Finding> findings)
      implements Issuance {

    /** The certificate itself. */
    public Certificate certificate() {
      return record.certificate();
    }
  }

  /** Nothing was issued. */
  record Refused(List<Finding> findings) implements Issuance {}
}
