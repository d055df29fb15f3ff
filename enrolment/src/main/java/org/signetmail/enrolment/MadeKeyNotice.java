package org.signetmail.enrolment;

import java.time.Instant;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * Tells people that an encryption key was made and archived for them on somebody's request. On its
 * way when it returns; for many threads.
 */
@FunctionalInterface
public interface MadeKeyNotice {
  void tell(Mailbox owner, Certificate certificate, Instant at);
}
