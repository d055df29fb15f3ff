package org.signetmail.gateway;

import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * A journal that holds in memory what the one beneath could not write down, and writes it when it
 * can: a full disk, or a database that is away, then makes nothing come twice as long as this
 * process lives. What cannot be read is an exception, and the message waits. Safe for many threads.
 */
final class SteadyJournal implements DeliveryJournal {
  /** Messages that were split and could not be written down; the oldest give way. */
  private static final int MOST = 50_000;

  private final DeliveryJournal durable;
  private final GatewayEvents events;
  private final Map<String, Unwritten> unwritten = new LinkedHashMap<>();

  private record Unwritten(Set<Mailbox> recipients, Instant at) {}

  SteadyJournal(DeliveryJournal durable, GatewayEvents events) {
    this.durable = durable;
    this.events = events;
  }

  @Override
  public Set<Mailbox> accepted(String messageIdentity) {
    Set<Mailbox> held = held(messageIdentity);
    Set<Mailbox> written = durable.accepted(messageIdentity);
    if (held.isEmpty()) {
      return written;
    }
    held.addAll(written);
    return held;
  }

  /** Never fails: what is not durable when it returns is held in memory. */
  @Override
  public void accept(String messageIdentity, Set<Mailbox> recipients, Instant at) {
    try {
      durable.accept(messageIdentity, recipients, at);
    } catch (RuntimeException e) {
      events.trouble("journal: what the next hop took is held in memory, not written down: " + e);
      hold(messageIdentity, recipients, at);
      return;
    }
    writeBack();
  }

  @Override
  public void forget(Instant before) {
    durable.forget(before);
  }

  private synchronized Set<Mailbox> held(String messageIdentity) {
    Unwritten found = unwritten.get(messageIdentity);
    return found == null ? Set.of() : new HashSet<>(found.recipients());
  }

  private synchronized void hold(String messageIdentity, Set<Mailbox> recipients, Instant at) {
    Set<Mailbox> all = new LinkedHashSet<>(held(messageIdentity));
    all.addAll(recipients);
    unwritten.put(messageIdentity, new Unwritten(all, at));
    if (unwritten.size() > MOST) {
      Iterator<String> oldest = unwritten.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The journal beneath works: it gets what it lacks. */
  private synchronized void writeBack() {
    Iterator<Map.Entry<String, Unwritten>> all = unwritten.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Unwritten> one = all.next();
      try {
        durable.accept(one.getKey(), one.getValue().recipients(), one.getValue().at());
      } catch (RuntimeException e) {
        events.trouble("journal: could not be written after all: " + e);
        return;
      }
      all.remove();
    }
  }
}
