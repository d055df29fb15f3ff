package org.signetmail.enrolment;

import org.signetmail.pkix.Mailbox;

/**
 * The organisation's own directory of people, which knows their passwords. Nothing of it is kept
 * here. Safe for use by many threads.
 */
@FunctionalInterface
public interface DirectoryPasswords {
  /** What the directory says. */
  sealed interface Answer {
    /**
     * The password is that of the one entry with this mailbox.
     *
     * @param name the person's, as the entry has it; empty when it has none
     */
    record Right(String name) implements Answer {}

    /** It is not, or there is no such entry, or more than one. */
    record Wrong() implements Answer {}

    /** The directory could not be asked. */
    record Unreachable() implements Answer {}
  }

  /**
   * @param password as it was typed; an empty one is wrong whatever the directory says of it (RFC
   *     4513 §5.1.2)
   */
  Answer check(Mailbox mailbox, String password);
}
