package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Mailbox;

/** What happens to the journal when the store beneath has no room, or is away. */
class SteadyJournalTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Disk disk = new Disk();
  private final SteadyJournal journal = new SteadyJournal(disk, GatewayEvents.NONE);

  @Test
  void whatCouldNotBeWrittenIsKnownAllTheSame() {
    journal.accept("m", Set.of(ALICE), NOON);
    disk.full = true;
    journal.accept("m", Set.of(BOB), NOON);
    assertEquals(Set.of(ALICE, BOB), journal.accepted("m"));
    assertEquals(Set.of(ALICE), disk.accepted("m"));
  }

  @Test
  void itIsWrittenWhenThereIsRoomAgain() {
    disk.full = true;
    journal.accept("one", Set.of(ALICE), NOON);
    journal.accept("one", Set.of(BOB), NOON);
    journal.accept("two", Set.of(BOB), NOON);
    disk.full = false;
    journal.accept("three", Set.of(ALICE), NOON);
    assertEquals(Set.of(ALICE, BOB), disk.accepted("one"));
    assertEquals(Set.of(BOB), disk.accepted("two"));
    assertEquals(Set.of(ALICE), disk.accepted("three"));
  }

  @Test
  void whatCannotBeReadIsNotGuessed() {
    disk.away = true;
    assertThrows(IllegalStateException.class, () -> journal.accepted("m"));
  }

  /** A journal whose disk can be full, and whose database can be away. */
  private static final class Disk implements DeliveryJournal {
    private final Map<String, Set<Mailbox>> rows = new HashMap<>();
    private boolean full;
    private boolean away;

    @Override
    public Set<Mailbox> accepted(String messageIdentity) {
      if (away) {
        throw new IllegalStateException("away");
      }
      return new HashSet<>(rows.getOrDefault(messageIdentity, Set.of()));
    }

    @Override
    public void accept(String messageIdentity, Set<Mailbox> recipients, Instant at) {
      if (full) {
        throw new IllegalStateException("full");
      }
      rows.computeIfAbsent(messageIdentity, one -> new HashSet<>()).addAll(recipients);
    }

    @Override
    public void forget(Instant before) {
      rows.clear();
    }
  }
}
