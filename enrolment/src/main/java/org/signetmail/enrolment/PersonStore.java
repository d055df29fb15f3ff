package org.signetmail.enrolment;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * The people of the organisation. What is put is kept with its log entry in one transaction.
 * Durable on return; safe for many threads and nodes.
 */
public interface PersonStore {
  /**
   * Adds, or replaces what is known of the same mailbox.
   *
   * @param entry as {@link PersonLeaf} makes it
   */
  void put(Person person, LogEntry entry);

  Optional<Person> find(Mailbox mailbox);

  /**
   * Keeps an invitation for one key: of many at once with one code, one gets it, and may come again
   * when it was cut off. Over when the person changes.
   *
   * @param person as the code was made for
   * @param signing the key that certificates are asked for
   * @return whether it is kept for this key
   */
  boolean redeem(Person person, KeyId signing);

  /** Frees the invitation that this key has, for nothing came of it. */
  void giveBack(Person person, KeyId signing);

  /**
   * In order of address, after {@code after} (exclusive; empty string starts), at most {@code
   * limit}.
   */
  List<Person> page(String after, int limit);

  long count();
}
