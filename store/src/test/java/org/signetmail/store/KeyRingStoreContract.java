package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.KeyRingStore.Entry;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.EntryType;

/** What every {@link KeyRingStore} keeps to. */
abstract class KeyRingStoreContract extends StoreContract {
  private static final RingHolder BOBS = new RingHolder.Person(BOB);
  private static final RingHolder DOMAIN = new RingHolder.Domain("Example.TEST");

  @Test
  void givesBackWhatWasKeptByHolderTheNewestFirst() {
    Entry first = new Entry(BOBS, TestCertificates.fresh(), octets(100), NOON);
    Entry second = new Entry(BOBS, TestCertificates.fresh(), octets(100), NOON.plusSeconds(1));
    Entry domain = new Entry(DOMAIN, first.certificate(), octets(100), NOON);
    assertEquals(0, add(first));
    assertEquals(1, add(second));
    assertEquals(2, add(domain), "another holder may have the same key");
    same(List.of(second, first), store.keyRing().of(BOBS));
    same(List.of(domain), store.keyRing().of(new RingHolder.Domain("example.test")));
    same(List.of(domain, second, first), store.keyRing().entries());
    same(List.of(), store.keyRing().of(new RingHolder.Person(ALICE)));
  }

  @Test
  void aHolderHasAKeyOnce() {
    Entry entry = new Entry(BOBS, TestCertificates.fresh(), octets(100), NOON);
    add(entry);
    assertThrows(IllegalArgumentException.class, () -> add(entry));
    assertEquals(1, store.log().size());
  }

  @Test
  void aKeyThatSignsNeverComesIn() {
    Certificate certificate = TestCertificates.fresh();
    store.certificates().keep(signing(certificate), issued());
    Entry entry =
        new Entry(
            BOBS,
            TestCertificates.over(
                certificate.publicKey().getEncoded(), TestCertificates.freshSerial()),
            octets(100),
            NOON);
    assertThrows(IllegalArgumentException.class, () -> add(entry));
    same(List.of(), store.keyRing().entries());
    Entry other = new Entry(BOBS, TestCertificates.fresh(), octets(100), NOON);
    add(other);
    assertThrows(
        IllegalArgumentException.class,
        () -> store.certificates().keep(signing(other.certificate()), issued()),
        "nor does one of the ring ever sign");
  }

  @Test
  void whatWasTakenOutIsGoneAndOnRecord() {
    Entry entry = new Entry(BOBS, TestCertificates.fresh(), octets(100), NOON);
    add(entry);
    assertFalse(remove(DOMAIN, entry));
    assertEquals(1, store.log().size());
    assertTrue(remove(BOBS, entry));
    assertEquals(2, store.log().size());
    same(List.of(), store.keyRing().entries());
    add(entry);
  }

  private long add(Entry entry) {
    return store.keyRing().add(entry, entry(EntryType.RING_KEY_ADDED));
  }

  private boolean remove(RingHolder holder, Entry entry) {
    return store.keyRing().remove(holder, entry.key(), entry(EntryType.RING_KEY_REMOVED));
  }

  private static void same(List<Entry> wanted, List<Entry> found) {
    assertEquals(wanted.size(), found.size());
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(wanted.get(i).holder(), found.get(i).holder());
      assertEquals(wanted.get(i).certificate(), found.get(i).certificate());
      assertArrayEquals(wanted.get(i).sealed(), found.get(i).sealed());
      assertEquals(wanted.get(i).since(), found.get(i).since());
    }
  }
}
