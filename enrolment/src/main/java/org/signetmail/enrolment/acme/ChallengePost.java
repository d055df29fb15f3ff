package org.signetmail.enrolment.acme;

import java.time.Instant;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/** How a challenge reaches its mailbox (RFC 8823 §3.1). Safe for many threads. */
public interface ChallengePost {
  /** Whom challenges come from, and where answers go. */
  Mailbox from();

  /**
   * Sends a challenge; on its way, and not lost with the process, when this returns.
   *
   * @param until when an answer comes too late
   */
  void send(Mailbox to, TokenPart byMail, Instant at, Instant until);
}
