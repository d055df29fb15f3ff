package org.signetmail.web.console;

import org.signetmail.enrolment.Invitation;

/** Sends invitations on their way; safe for many threads. */
@FunctionalInterface
public interface InvitationPost {
  /**
   * Returns once the letter is kept; it goes out afterwards.
   *
   * @param name by which the letter greets
   */
  void send(Invitation invitation, String name);
}
