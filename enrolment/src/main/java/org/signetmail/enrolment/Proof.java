package org.signetmail.enrolment;

import org.signetmail.enrolment.acme.ProvenMailbox;
import org.signetmail.pkix.Certificate;
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
   * The person gave back a code that was sent to the mailbox when the session began in which they
   * ask, or signed in at the organisation's own directory or identity provider. Of use for one set
   * of certificates.
   */
  record MailboxShown(MailboxControl control) implements Proof {}

  /**
   * The request is signed by a key that the person has a valid signing certificate for. Only for
   * somebody who is enrolled already: a renewal.
   */
  record CurrentKey() implements Proof {}

  /**
   * The person showed in this very exchange that they hold the key of a certificate of theirs: by
   * TLS client authentication, or by a signature around the request. Only for somebody who is
   * enrolled already; the key of the request may be another (RFC 7030 §4.2.2, RFC 8894 §3.3.1.2).
   *
   * @param shown whose key was shown; whether it is valid, ours and theirs is looked up
   */
  record CurrentCertificate(Certificate shown) implements Proof {}

  /**
   * The mailbox answered the challenge of an ACME order (RFC 8823 §3).
   *
   * @param proven a witness, made by the order whose challenge was answered
   */
  record EmailReplyChallenge(ProvenMailbox proven) implements Proof {}
}
