package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CrlPartition;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.CrlStore.Base;
import org.signetmail.ca.CrlStore.Crl;
import org.signetmail.ca.CrlStore.CrlHead;
import org.signetmail.ca.CrlStore.CrlKey;
import org.signetmail.ca.CrlStore.Form;

/** What every {@link CrlStore} keeps to. */
abstract class CrlStoreContract extends StoreContract {

  @Test
  void numbersGrowForEachIssuer() {
    BigInteger first = store.crls().nextNumber(ISSUER);
    assertTrue(store.crls().nextNumber(ISSUER).compareTo(first) > 0);
    assertEquals(first, store.crls().nextNumber(OTHER_ISSUER));
  }

  @Test
  void nobodyGetsANumberTwice() throws Exception {
    List<Callable<BigInteger>> work = new ArrayList<>();
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 60; i++) {
        CrlStore crls = i % 2 == 0 ? store.crls() : second.crls();
        work.add(() -> crls.nextNumber(ISSUER));
      }
      TreeSet<BigInteger> numbers = new TreeSet<>();
      for (Future<BigInteger> future : executor.invokeAll(work)) {
        numbers.add(future.get());
      }
      assertEquals(60, numbers.size());
    }
  }

  @Test
  void theCurrentCrlNeverGoesBack() {
    assertEquals(Optional.empty(), store.crls().current(ISSUER));
    Crl five = crl(5);
    store.crls().publish(ISSUER, List.of(five));
    store.crls().publish(ISSUER, List.of(crl(4)));
    store.crls().publish(ISSUER, List.of(crl(5)));
    Crl current = store.crls().current(ISSUER).orElseThrow();
    assertEquals(five.number(), current.number());
    assertEquals(five.head(), current.head());
    assertArrayEquals(five.encoded(), current.encoded());
    assertEquals(BigInteger.valueOf(6), store.crls().nextNumber(ISSUER));

    Crl six = crl(6);
    store.crls().publish(ISSUER, List.of(six));
    assertArrayEquals(six.encoded(), store.crls().current(ISSUER).orElseThrow().encoded());
    assertEquals(Optional.empty(), store.crls().current(OTHER_ISSUER));
  }

  @Test
  void eachListOfAnIssuerIsKeptForItself() {
    CrlKey part = new CrlKey(new CrlPartition(3, 16), Form.COMPLETE);
    CrlKey delta = new CrlKey(new CrlPartition(3, 16), Form.DELTA);
    store.crls().publish(ISSUER, List.of(crl(7), crl(part, 7), crl(delta, 8)));
    store.crls().publish(ISSUER, List.of(crl(part, 9)));

    assertEquals(BigInteger.valueOf(7), store.crls().current(ISSUER).orElseThrow().number());
    assertEquals(BigInteger.valueOf(9), store.crls().current(ISSUER, part).orElseThrow().number());
    assertEquals(BigInteger.valueOf(8), store.crls().current(ISSUER, delta).orElseThrow().number());
    assertEquals(
        Set.of(crl(7).head(), crl(part, 9).head(), crl(delta, 8).head()),
        Set.copyOf(store.crls().heads(ISSUER)));
    assertEquals(List.of(), store.crls().heads(OTHER_ISSUER));
    assertEquals(BigInteger.valueOf(10), store.crls().nextNumber(ISSUER));
  }

  @Test
  void aTaskIsOneNodesUntilItGivesItBackOrItsTimeIsOver() {
    Duration minute = Duration.ofMinutes(1);
    try (Store second = Store.open(url())) {
      assertTrue(store.claims().claim("crl", "one", NOON, minute));
      assertFalse(second.claims().claim("crl", "two", NOON.plusSeconds(59), minute));
      assertTrue(store.claims().claim("crl", "one", NOON.plusSeconds(59), minute), "again");
      assertTrue(second.claims().claim("other", "two", NOON, minute));
      second.claims().release("crl", "two");
      assertFalse(second.claims().claim("crl", "two", NOON.plusSeconds(118), minute));
      assertTrue(second.claims().claim("crl", "two", NOON.plusSeconds(119), minute), "over");
      second.claims().release("crl", "two");
      assertTrue(store.claims().claim("crl", "one", NOON, minute));
    }
  }

  static Crl crl(long number) {
    return crl(CrlKey.WHOLE, number);
  }

  private static Crl crl(CrlKey key, long number) {
    BigInteger value = BigInteger.valueOf(number);
    Base base = new Base(BigInteger.TWO, NOON.minusSeconds(60), 17);
    return new Crl(new CrlHead(key, value, NOON, NOON.plusSeconds(3600), 42, base), octets(300));
  }
}
