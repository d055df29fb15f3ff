package org.signetmail.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final AttemptLimit limit = new AttemptLimit(3, Duration.ofMinutes(1), () -> now);

  @Test
  void threeAtOnceThenOneAMinute() {
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), limit.wait("a"));
      limit.take("a");
    }
    assertEquals(Optional.of(Duration.ofMinutes(1)), limit.wait("a"));
    assertEquals(Optional.empty(), limit.wait("b"));
    now = now.plusSeconds(60);
    assertEquals(Optional.empty(), limit.wait("a"));
    limit.take("a");
    assertEquals(Optional.of(Duration.ofMinutes(1)), limit.wait("a"));
    now = now.plus(Duration.ofHours(1));
    limit.take("a");
    limit.take("a");
    assertTrue(limit.wait("a").isEmpty());
  }
}
