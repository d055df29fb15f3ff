package org.signetmail.enrolment;

import org.signetmail.pkix.Mailbox;

/**
 * What shows that a request for certificates comes from the holder of the mailbox (S/MIME BR
 * §3.2.2). All ways in, portal, ACME, EST, command, come down to one of these; {@link Enrolment}
 * checks it.
 */
public sealed interface Proof {

  /**
   * An administrator knows the person, and says so under their own name.
   *
   * @param by who vouches: never the person enrolled
   */
  record AdministratorVouches(Mailbox by) implements Proof {}

  /**
   * The person gave back the code that was sent to the mailbox, within its time, once.
   *
   * @param code as it was typed: case, spaces and hyphens do not count
   */
  record MailReply(String code) implements Proof {}

  /**
   * The request is signed by a key that the person has a valid signing certificate for. Only for
   * somebody who is enrolled already: a renewal.
   */
  record CurrentKey() implements Proof {}
}
