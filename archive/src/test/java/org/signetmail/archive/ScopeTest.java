package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.Mailbox;

class ScopeTest {
  private static final Scope MARCH = Scope.of("2026-03-01,2026-03-31,eve@example.test,a@b.test");

  @Test
  void aDayIsAllOfIt() {
    assertEquals(Instant.parse("2026-03-01T00:00:00Z"), MARCH.from());
    assertEquals(Instant.parse("2026-04-01T00:00:00Z"), MARCH.until());
    assertTrue(MARCH.covers(Instant.parse("2026-03-31T23:59:59Z")));
    assertFalse(MARCH.covers(Instant.parse("2026-04-01T00:00:00Z")));
    assertFalse(MARCH.covers(Instant.parse("2026-02-28T23:59:59Z")));
  }

  @Test
  void oneMailboxAmongMoreIsEnough() {
    assertTrue(
        MARCH.coversAny(List.of(Mailbox.of("x@example.test"), Mailbox.of("EVE@example.test"))));
    assertFalse(MARCH.coversAny(List.of(Mailbox.of("x@example.test"))));
    assertFalse(MARCH.coversAny(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-28,2026-03-31,eve@example.test",
        "2026-03-01,2026-04-01,eve@example.test",
        "2026-03-01,2026-03-31,bob@example.test",
        "2026-03-01,2026-03-31,eve@example.test,bob@example.test"
      })
  void whatIsWiderInAnyWayDoesNotLieWithin(String wider) {
    assertFalse(MARCH.contains(Scope.of(wider)));
  }

  @Test
  void whatIsNarrowerLiesWithin() {
    assertTrue(MARCH.contains(MARCH));
    assertTrue(MARCH.contains(Scope.of("2026-03-02,2026-03-03,a@b.test")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01",
        "2026-03-01,2026-03-31",
        "2026-03-31,2026-03-01,a@b.test",
        "March,April,a@b.test",
        "2026-03-01,2026-03-31,nobody",
        "2026-03-01,2026-03-31,"
      })
  void whatIsNoScopeIsSaidInOneLine(String written) {
    var problem = assertThrows(IllegalArgumentException.class, () -> Scope.of(written));
    assertEquals(1, String.valueOf(problem.getMessage()).lines().count());
  }
}
