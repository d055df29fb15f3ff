package org.signetmail.enrolment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * What somebody asks the desk for, and with what right.
 *
 * @param request PKCS#10 as it came
 * @param mailboxes that the request names
 */
record Wanted(
    Mailbox mailbox, Kind kind, KeyId key, byte[] request, List<Mailbox> mailboxes, Proof proof) {

  /** Whether the right is used up by this. */
  boolean isCode() {
    return proof instanceof Proof.MailReply;
  }

  /** The same as a request that an administrator decides about. */
  PendingRequest waiting(Instant now) {
    return new PendingRequest(
        key,
        kind,
        mailbox,
        request,
        PendingRequest.State.WAITING,
        now.truncatedTo(ChronoUnit.SECONDS),
        Optional.empty());
  }
}
