package org.signetmail.smtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.signetmail.smtp.ServerLimits;

/** Buckets fill with time, are apart for each client, and are forgotten in bounded memory. */
class ClientRatesTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private final AtomicLong now = new AtomicLong(-5); // nanoTime may be negative

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aBucketIsFullAtFirstAndFillsEvenly() {
    RateLimit<String> limit = new RateLimit<>(6, Duration.ofMinutes(1), 10, now::get);
    assertEquals(6, IntStream.range(0, 20).filter(i -> limit.take("a")).count());
    assertFalse(limit.has("a"));
    assertTrue(limit.take("b"), "another's");
    pass(Duration.ofSeconds(9));
    assertFalse(limit.take("a"));
    pass(Duration.ofSeconds(1));
    assertTrue(limit.take("a"));
    assertFalse(limit.take("a"));
    pass(Duration.ofHours(1));
    assertEquals(6, IntStream.range(0, 20).filter(i -> limit.take("a")).count());
  }

  @Test
  void whoWasSeenLongestAgoIsForgottenFirst() {
    RateLimit<Integer> limit = new RateLimit<>(1, Duration.ofMinutes(1), 3, now::get);
    for (int i = 0; i < 3; i++) {
      assertTrue(limit.take(i));
    }
    assertFalse(limit.take(0));
    assertTrue(limit.take(3));
    assertFalse(limit.take(0), "was seen a moment ago");
    assertTrue(limit.take(1), "was forgotten");
  }

  @Test
  void anIpv6ClientIsItsNetwork() {
    PeerTraffic traffic = new PeerTraffic(new ServerLimits.Traffic(2, 1, 1, 1), now::get);
    InetAddress here = InetAddress.ofLiteral("2001:db8:1:2::1");
    InetAddress there = InetAddress.ofLiteral("2001:db8:1:2:ffff::9");
    InetAddress elsewhere = InetAddress.ofLiteral("2001:db8:1:3::1");
    assertTrue(traffic.message(here));
    assertFalse(traffic.message(there));
    assertTrue(traffic.message(elsewhere));
    assertTrue(traffic.recipient(ONE));
    assertTrue(traffic.recipient(OTHER));
    assertTrue(traffic.enter(here));
    assertTrue(traffic.enter(there));
    assertFalse(traffic.enter(here));
    traffic.leave(there);
    assertTrue(traffic.enter(here));
  }

  @Test
  void anAccountIsBarredForStrangersAndNotForWhoProvedThemselves() {
    LoginThrottle throttle = new LoginThrottle(3, now::get);
    throttle.succeeded(ONE, "alice@example.test");
    for (int i = 0; i < 30; i++) {
      throttle.failed(InetAddress.ofLiteral("198.51.100." + i), "Alice@example.test");
    }
    assertTrue(throttle.bars(OTHER, "alice@example.test"));
    assertFalse(throttle.bars(OTHER, "bob@example.test"));
    assertFalse(throttle.bars(ONE, "ALICE@example.test"));
    pass(Duration.ofHours(1));
    assertFalse(throttle.bars(OTHER, "alice@example.test"));
  }
}
