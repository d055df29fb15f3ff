package org.signetmail.app.mail;

import java.util.List;
import java.util.Optional;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Direction;

/**
 * Which way kept mail once flowed.
 *
 * @param domains whose mailboxes are ours; empty when nobody knows
 * @param asked the direction that a person named
 */
public record MailFlow(List<String> domains, Optional<Direction> asked) {
  public MailFlow {
    domains = List.copyOf(domains);
  }

  /** Outbound is what one of ours wrote. */
  public Direction direction(MessageHeader header) {
    return asked.orElseGet(() ->
        domains.isEmpty() || header.from().filter(this::isOurs).isPresent()
            ? Direction.OUTBOUND
            : Direction.INBOUND);
  }

  boolean isOurs(Mailbox mailbox) {
    return domains.contains(mailbox.domain());
  }
}
