package org.signetmail.enrolment;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/** Brings a code to a mailbox, and nowhere else. On its way when it returns; for many threads. */
@FunctionalInterface
public interface LoginMail {
  /**
   * @param code a secret for some minutes
   */
  void send(Mailbox to, String code, Instant expires);
}
