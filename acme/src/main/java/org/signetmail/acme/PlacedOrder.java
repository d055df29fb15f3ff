package org.signetmail.acme;

import java.net.URI;
import java.util.Optional;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/**
 * An order for one mailbox's certificate at an authority (RFC 8555 §7.1.3).
 *
 * @param location of the order
 * @param challenge to be answered first; empty when the authority knows the mailbox already
 */
public record PlacedOrder(URI location, Optional<EmailReply> challenge) {
  /**
   * What the authority says of its challenge (RFC 8823 §3 (3)).
   *
   * @param authorization where its outcome can be asked for
   * @param location where the authority is told that the response was sent
   * @param from whom the mail will be from
   * @param token the second part
   */
  public record EmailReply(URI authorization, URI location, Mailbox from, TokenPart token) {}
}
