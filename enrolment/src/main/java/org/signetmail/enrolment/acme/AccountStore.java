package org.signetmail.enrolment.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * Accounts, and what they are bound to. Durable on return; each method is one transaction; safe for
 * many threads and nodes.
 */
public interface AccountStore {
  /**
   * Adds an account, and takes the external account that it is bound with, if it is bound: of many
   * at once with one, one gets it.
   */
  Added add(Account account, LogEntry entry);

  Optional<Account> find(String id);

  /** By the thumbprint of its key. */
  Optional<Account> ofKey(String thumbprint);

  /** Puts another in place of the same revision. */
  Changed change(Account account);

  /** The same for an act of power, which the log has. */
  Changed change(Account account, LogEntry entry);

  /** In order of identifier, after {@code after} (exclusive; empty string starts). */
  List<Account> page(String after, int limit);

  /** Keeps an external account, with its leaf in the log. */
  long keep(ExternalAccount binding, LogEntry entry);

  Optional<ExternalAccount> external(String id);

  /** Those that can still make an account, oldest first; at most so many. */
  List<ExternalAccount> open(Instant now, int limit);

  /** Forgets external accounts that ended before, and never made an account. */
  int forget(Instant before);

  /** What came of an addition. */
  enum Added {
    DONE,
    /** The key has an account. */
    KEY_TAKEN,
    /** The external account has made one before, or is none. */
    BINDING_TAKEN
  }

  /** What came of a change. */
  enum Changed {
    DONE,
    /** The key has another account. */
    KEY_TAKEN,
    /** Somebody changed it meanwhile. */
    STALE
  }
}
