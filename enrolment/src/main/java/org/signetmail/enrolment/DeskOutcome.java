package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;

/** What became of a request for one certificate at {@link CertificateDesk}. */
public sealed interface DeskOutcome {

  /**
   * The certificate is there; or it was there, for a request that came again.
   *
   * @param issuers the authority that signed it, and those above it as far as known, without the
   *     root
   * @param origin whether it came of this very request
   */
  record Issued(Certificate certificate, List<Certificate> issuers, Origin origin)
      implements DeskOutcome {
    /** Since when the certificate is there. */
    public enum Origin {
      NEW,
      BEFORE
    }

    public Issued {
      issuers = List.copyOf(issuers);
    }
  }

  /**
   * A key was made, archived and certified for the person. Whoever has this value hands the key
   * over and forgets it.
   */
  record Made(EncryptionKey key, ArchiveReceipt receipt, Issued issued) implements DeskOutcome {}

  /** An administrator is to decide first; the same request later tells. */
  record Waiting(PendingRequest request) implements DeskOutcome {}

  /**
   * Nothing shows that the request is the mailbox's. Says neither whether the person is known nor
   * what was wrong, because whoever asks is a stranger.
   */
  record Unproven() implements DeskOutcome {}

  /** The person is who they say, and gets nothing for other reasons. */
  record Refused(List<Finding> findings) implements DeskOutcome {
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
