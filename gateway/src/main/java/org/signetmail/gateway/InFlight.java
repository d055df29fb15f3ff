package org.signetmail.gateway;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * Which messages are on their way to whom at this moment, on this node: a client that lost patience
 * and comes again must not overtake itself. Safe for use by many threads.
 */
final class InFlight {
  private record Passage(String identity, Mailbox recipient) {}

  private final Set<Passage> passages = new HashSet<>();

  /** False, and nothing taken, when one of them is under way already. */
  synchronized boolean take(String identity, Collection<Mailbox> recipients) {
    if (recipients.stream().anyMatch(r -> passages.contains(new Passage(identity, r)))) {
      return false;
    }
    recipients.forEach(r -> passages.add(new Passage(identity, r)));
    return true;
  }

  synchronized void release(String identity, Collection<Mailbox> recipients) {
    recipients.forEach(r -> passages.remove(new Passage(identity, r)));
  }
}
