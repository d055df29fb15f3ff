package org.signetmail.enrolment;

import org.signetmail.pkix.Mailbox;

/**
 * The organisation's own directory of people, which knows their passwords. Nothing of it is kept
 * here. Safe for use by many threads.
 */
@FunctionalInterface
public interface DirectoryPasswords {
  /** What the directory says. */
  enum Answer {
    /** The password is that of the one entry with this mailbox. */
    RIGHT,
    /** It is not, or there is no such entry, or more than one. */
    WRONG,
    /** The directory could not be asked. */
    UNREACHABLE
  }

  /**
   * @param password as it was typed; an empty one is wrong whatever the directory says of it (RFC
   *     4513 §5.1.2)
   */
  Answer check(Mailbox mailbox, String password);
}
