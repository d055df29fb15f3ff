package org.signetmail.enrolment.acme;

import org.signetmail.pkix.Mailbox;

/**
 * A witness that a mailbox answered the challenge of an order that is still in time (RFC 8823 §3):
 * only an {@link Order} makes one. Immutable.
 */
public final class ProvenMailbox {
  private final Mailbox mailbox;

  ProvenMailbox(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  public Mailbox mailbox() {
    return mailbox;
  }
}
