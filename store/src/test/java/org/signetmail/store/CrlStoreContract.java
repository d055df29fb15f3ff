package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.CrlStore.Crl;

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
    store.crls().publish(ISSUER, five);
    store.crls().publish(ISSUER, crl(4));
    store.crls().publish(ISSUER, crl(5));
    Crl current = store.crls().current(ISSUER).orElseThrow();
    assertEquals(five.number(), current.number());
    assertEquals(five.thisUpdate(), current.thisUpdate());
    assertEquals(five.nextUpdate(), current.nextUpdate());
    assertArrayEquals(five.encoded(), current.encoded());
    assertEquals(BigInteger.valueOf(6), store.crls().nextNumber(ISSUER));

    Crl six = crl(6);
    store.crls().publish(ISSUER, six);
    assertArrayEquals(six.encoded(), store.crls().current(ISSUER).orElseThrow().encoded());
    assertEquals(Optional.empty(), store.crls().current(OTHER_ISSUER));
  }

  private static Crl crl(long number) {
    return new Crl(BigInteger.valueOf(number), NOON, NOON.plusSeconds(3600), octets(300));
  }
}
