package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.directory.HarvestedCertificates.Harvested;
import org.signetmail.directory.HarvestedSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/** What every {@link HarvestedCertificates} keeps to. */
abstract class HarvestedCertificatesContract extends StoreContract {
  private final Certificate certificate = TestCertificates.fresh("bob@example.test");

  @Test
  void givesBackWhatWasKept() {
    Harvested one =
        new Harvested(
            BOB,
            certificate,
            List.of(TestCertificates.fresh(), TestCertificates.fresh()),
            Set.of("aes256-GCM", "rsa-oaep"),
            Optional.of(NOON),
            NOON.plusSeconds(60));
    keep(one);
    assertEquals(List.of(one), store.harvested().of(Mailbox.of("BOB@example.test")));
    assertEquals(Optional.of(one), store.harvested().about(certificate));
    assertEquals(List.of(), store.harvested().of(ALICE));
    assertEquals(Optional.empty(), store.harvested().about(TestCertificates.fresh()));
    assertEquals(3, new HarvestedSource(store.harvested()).find(BOB).size());
    assertEquals(0, store.log().size());
  }

  @Test
  void whatWasHeardLaterCounts() {
    Harvested noon = heard(certificate, NOON, "aes256-CBC");
    Harvested later = heard(certificate, NOON.plusSeconds(1), "aes256-GCM");
    keep(noon);
    keep(later);
    keep(noon);
    keep(heard(certificate, NOON.plusSeconds(1), "aes128-CBC"));
    assertEquals(List.of(later), store.harvested().of(BOB));
  }

  @Test
  void aMailboxHasSoManyAndTheOldestGo() {
    for (int i = 0; i < HarvestedCertificates.MOST; i++) {
      keep(heard(TestCertificates.fresh(), NOON.plus(Duration.ofDays(i)), "aes256-CBC"));
    }
    keep(
        new Harvested(
            ALICE, TestCertificates.fresh(), List.of(), Set.of(), Optional.empty(), NOON));
    List<Harvested> before = store.harvested().of(BOB);
    Harvested next = heard(certificate, NOON.plus(Duration.ofDays(9)), "aes256-CBC");
    keep(next);
    List<Harvested> after = store.harvested().of(BOB);
    assertEquals(HarvestedCertificates.MOST, after.size());
    assertEquals(next, after.getFirst());
    assertEquals(before.subList(0, 3), after.subList(1, 4));
    keep(heard(TestCertificates.fresh(), NOON.minusSeconds(1), "aes256-CBC"));
    assertEquals(after, store.harvested().of(BOB), "older than all is not kept");
    assertEquals(1, store.harvested().of(ALICE).size(), "another's stay");
  }

  @Test
  void whatWasNotHeardOfForLongIsForgotten() {
    Harvested old = heard(certificate, NOON, "aes256-CBC");
    Harvested young = heard(TestCertificates.fresh(), NOON.plusSeconds(1), "aes256-CBC");
    keep(old);
    keep(young);
    assertEquals(0, store.harvested().forget(NOON));
    assertEquals(1, store.harvested().forget(NOON.plusSeconds(1)));
    assertEquals(List.of(young), store.harvested().of(BOB));
  }

  private void keep(Harvested one) {
    store.harvested().keep(one);
  }

  private static Harvested heard(Certificate certificate, Instant at, String word) {
    return new Harvested(BOB, certificate, List.of(), Set.of(word), Optional.of(at), at);
  }
}
