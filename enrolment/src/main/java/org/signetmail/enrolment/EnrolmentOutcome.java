package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Finding;

/** What became of a request for certificates. */
public sealed interface EnrolmentOutcome {

  /** What was noticed; with an error in {@link Refused}. */
  List<Finding> findings();

  /**
   * The person has certificates.
   *
   * @param receipt for the owner: their encryption key is kept, and by how many (S/MIME BR: the
   *     subscriber is told of escrow)
   */
  record Enrolled(Credentials credentials, ArchiveReceipt receipt, List<Finding> findings)
      implements EnrolmentOutcome {
    public Enrolled {
      findings = List.copyOf(findings);
    }
  }

  /** No certificate was issued that is still valid. */
  record Refused(List<Finding> findings) implements EnrolmentOutcome {
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
