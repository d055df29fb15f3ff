package org.signetmail.enrolment;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * What becomes of people whom the organisation's directory or identity provider has just vouched
 * for, and who were never added here. Who left or is suspended is none of them. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface Newcomers {
  /** They stay outside until somebody adds them. */
  Newcomers REFUSED = (mailbox, name) -> Optional.empty();

  /**
   * Adds somebody as an administrator would, where that is wanted.
   *
   * @param name as the directory or the provider has it; empty when it says none
   * @return who they are here from now on; empty when they stay outside
   */
  Optional<Person> add(Mailbox mailbox, String name);
}
