package org.signetmail.enrolment;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * What is sent to a person's mailbox so that they can show control of it.
 *
 * @param code a secret until it is used; to be sent to the mailbox and nowhere else
 * @param expires from then on the code proves nothing
 */
public record Invitation(Mailbox mailbox, String code, Instant expires) {

  /** Without the code, which must not reach a log by accident. */
  @Override
  public String toString() {
    return "Invitation[" + mailbox + ", until " + expires + "]";
  }
}
