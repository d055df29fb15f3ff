package org.signetmail.enrolment.cmp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Transactions of CMP. Durable on return, each call one transaction of the store; safe for many
 * threads and nodes. Nothing of it is worth a backup.
 */
public interface TransactionStore {
  /**
   * Keeps a new one.
   *
   * @return whether its name was not in use
   */
  boolean begin(Transaction transaction);

  Optional<Transaction> find(String id);

  /**
   * Puts one in place of what it was.
   *
   * @return whether it still was that: of two at once, one changes it
   */
  boolean change(Transaction before, Transaction after);

  /** Whose confirmation did not come in time, and whose certificates are being ended. */
  List<Transaction> overdue(Instant now, int most);

  /**
   * Forgets those whose time is over and that hold no certificate.
   *
   * @return how many there were
   */
  int forget(Instant now);
}
