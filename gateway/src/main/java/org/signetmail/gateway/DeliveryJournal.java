package org.signetmail.gateway;

import java.time.Instant;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * Remembers what the next hop accepted of a message that was split, so that a retry by the client
 * completes it without doubles. Durable on return; safe for many threads and nodes.
 */
public interface DeliveryJournal {
  /** Recipients of this message, by its identity, for whom the next hop has said 250 before. */
  Set<Mailbox> accepted(String messageIdentity);

  void accept(String messageIdentity, Set<Mailbox> recipients, Instant at);

  /** Everything older than {@code before} is forgotten. */
  void forget(Instant before);
}
