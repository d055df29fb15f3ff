package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Sealed passwords of recipients without a certificate, one each. What a method returned from is
 * durable, its log entry in the same transaction. Safe for use by many threads and many nodes.
 */
public interface FormPasswordStore {
  /** Keeps a password where the recipient has none; the one that is there afterwards. */
  FormPassword keepFirst(FormPassword password, LogEntry entry);

  /** Keeps a password in place of whatever was there. */
  void replace(FormPassword password, LogEntry entry);

  /** Forgets this very password; false, and nothing logged, when it is not there any more. */
  boolean remove(FormPassword password, LogEntry entry);

  /** Writes down that this very password was told to one of our people, who passes it on. */
  void told(FormPassword password, Mailbox person);

  Optional<FormPassword> find(Mailbox recipient);

  /** All, by recipient. */
  List<FormPassword> all();
}
