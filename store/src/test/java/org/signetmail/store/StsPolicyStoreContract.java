package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.StsPolicyStore;
import org.signetmail.gateway.StsPolicyStore.Kept;

/** What every {@link StsPolicyStore} keeps to. */
abstract class StsPolicyStoreContract extends StoreContract {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Instant LATER = NOON.plusSeconds(1);

  @Test
  void ofADomainTheLatestStays() {
    StsPolicyStore policies = store.stsPolicies();
    assertTrue(policies.find("partner.test").isEmpty());
    policies.keep(policy("partner.test", "2", LATER));
    policies.keep(policy("partner.test", "1", NOON));
    policies.keep(policy("other.test", "9", NOON));

    Kept kept = policies.find("partner.test").orElseThrow();
    assertEquals("2", kept.id());
    assertArrayEquals("policy 2".getBytes(StandardCharsets.UTF_8), kept.text());
    assertEquals(LATER, kept.fetched());
    assertEquals(LATER.plus(WEEK), kept.until());

    policies.keep(policy("partner.test", "3", LATER.plusSeconds(1)));
    assertEquals("3", policies.find("partner.test").orElseThrow().id());
    assertEquals("9", policies.find("other.test").orElseThrow().id());
  }

  @Test
  void whatHoldsNoLongerIsForgotten() {
    StsPolicyStore policies = store.stsPolicies();
    policies.keep(policy("partner.test", "1", NOON));
    policies.keep(policy("other.test", "1", LATER));
    assertEquals(0, policies.forget(NOON.plus(WEEK)));
    assertEquals(1, policies.forget(LATER.plus(WEEK)));
    assertTrue(policies.find("partner.test").isEmpty());
    assertTrue(policies.find("other.test").isPresent());
  }

  private static Kept policy(String domain, String id, Instant fetched) {
    byte[] text = ("policy " + id).getBytes(StandardCharsets.UTF_8);
    return new Kept(domain, id, text, fetched, fetched.plus(WEEK));
  }
}
