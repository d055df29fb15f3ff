package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;
import static org.signetmail.smtp.House.DAVE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.gateway.SealedKeyRing;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Keys lie sealed, each for its holder, and are gone when they were taken out. */
class SealedKeyRingTest {
  private static final RingHolder BOBS = new RingHolder.Person(BOB);

  private final House house = new House(BOB, CAROL);
  private final Held store = new Held();
  private final SealedKeyRing ring = new SealedKeyRing(store, new byte[32], house.random);

  @Test
  void opensForItsHolderAndNobodyElse() {
    add(BOBS, BOB);
    add(new RingHolder.Domain("Example.test"), CAROL);
    assertEquals(List.of(identity(BOB).key().id(), identity(CAROL).key().id()), keys(BOB));
    assertEquals(List.of(identity(CAROL).key().id()), keys(DAVE), "the domain's");
    assertEquals(List.of(), keys(Mailbox.of("eve@elsewhere.test")));
    assertTrue(ring.opens(identity(BOB).certificate()));
    assertFalse(ring.opens(house.encryption(BOB, house.now)), "another of the same person");
    assertTrue(store.remove(BOBS, identity(BOB).key().id(), entry()));
    assertEquals(List.of(identity(CAROL).key().id()), keys(BOB), "at once");
  }

  @Test
  void aKeyThatIsMovedToAnotherHolderOrUnderAnotherSecretStaysShut() {
    add(BOBS, BOB);
    KeyRingStore.Entry bobs = store.entries.getFirst();
    store.entries.add(
        new KeyRingStore.Entry(
            new RingHolder.Person(DAVE), bobs.certificate(), bobs.sealed(), bobs.since()));
    assertThrows(IllegalStateException.class, () -> ring.keysFor(DAVE));
    byte[] secret = new byte[32];
    secret[0] = 1;
    SealedKeyRing other = new SealedKeyRing(store, secret, house.random);
    IllegalStateException shut =
        assertThrows(IllegalStateException.class, () -> other.keysFor(BOB));
    assertTrue(String.valueOf(shut.getMessage()).contains("does not open"));
    assertEquals(1, keys(BOB).size());
  }

  @Test
  void aCertificateOverAnotherKeyDoesNotComeIn() {
    EncryptionKey key = (EncryptionKey) identity(BOB).key();
    assertThrows(
        IllegalArgumentException.class,
        () -> ring.add(BOBS, key, identity(CAROL).certificate(), Instant.EPOCH, entry()));
    assertEquals(List.of(), store.entries);
  }

  private void add(RingHolder holder, Mailbox whose) {
    DecryptionIdentity one = identity(whose);
    ring.add(holder, (EncryptionKey) one.key(), one.certificate(), Instant.EPOCH, entry());
  }

  private List<KeyId> keys(Mailbox recipient) {
    return ring.keysFor(recipient).stream().map(one -> one.key().id()).toList();
  }

  private DecryptionIdentity identity(Mailbox mailbox) {
    return Objects.requireNonNull(house.readers.get(mailbox));
  }

  private static LogEntry entry() {
    return LogEntry.of(EntryType.RING_KEY_ADDED, Instant.parse("2026-11-23T12:00:00Z"));
  }

  /** A store in memory. */
  private static final class Held implements KeyRingStore {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public long add(Entry entry, LogEntry log) {
      entries.add(entry);
      return entries.size() - 1L;
    }

    @Override
    public boolean remove(RingHolder holder, KeyId key, LogEntry log) {
      return entries.removeIf(one -> one.holder().equals(holder) && one.key().equals(key));
    }

    @Override
    public List<Entry> of(RingHolder holder) {
      return entries.stream().filter(one -> one.holder().equals(holder)).toList();
    }

    @Override
    public List<Entry> entries() {
      return List.copyOf(entries);
    }
  }
}
