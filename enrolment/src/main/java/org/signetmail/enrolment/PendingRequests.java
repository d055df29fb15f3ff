package org.signetmail.enrolment;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Requests that administrators decide about, one for each key and kind. Durable on return; safe for
 * many threads and nodes.
 */
public interface PendingRequests {
  /** Keeps a new one; where there is one over this key and of this kind, that is given back. */
  PendingRequest ask(PendingRequest request);

  Optional<PendingRequest> find(KeyId key, CertificateProfile.Kind kind);

  /** Those that wait, oldest first, at most so many. */
  List<PendingRequest> waiting(int most);

  /**
   * Writes a decision down, of one that waits; its entry in the log in the same transaction.
   *
   * @param entry as {@link PendingRequest#leaf} makes it
   * @return whether it waited
   */
  boolean decide(PendingRequest decided, LogEntry entry);

  /** Forgets one that came to its end. */
  void remove(KeyId key, CertificateProfile.Kind kind);
}
