package org.signetmail.enrolment;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/** The people of the organisation. Durable on return; safe for many threads and nodes. */
public interface PersonStore {
  /** Adds, or replaces what is known of the same mailbox. */
  void put(Person person);

  Optional<Person> find(Mailbox mailbox);

  /**
   * In order of address, after {@code after} (exclusive; empty string starts), at most {@code
   * limit}.
   */
  List<Person> page(String after, int limit);

  long count();
}
