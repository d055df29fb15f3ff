package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * People's passwords for handing mail in, one each. Act and log entry are kept in one transaction,
 * durable on return. Safe for many threads and nodes.
 */
public interface PasswordStore {
  /**
   * Keeps a password, in place of the one that was there.
   *
   * @return the place in the log
   */
  long keep(SubmissionPassword password, LogEntry entry);

  /** False, and nothing logged, when there is none. */
  boolean remove(Mailbox mailbox, LogEntry entry);

  Optional<SubmissionPassword> find(Mailbox mailbox);
}
