package org.signetmail.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;

class TrustTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private Instant time = NOW;
  private byte[] crl = {1};
  private final Trust trust =
      new Trust(
          List.of(),
          List.of(),
          () -> List.of(crl.clone()),
          RevocationChecking.REQUIRED,
          Duration.ofSeconds(5),
          () -> time);

  @Test
  void sameCrlIsTheSameContext() {
    PathValidator.Context first = trust.get();
    time = NOW.plusSeconds(60);

    assertSame(first, trust.get());
  }

  @Test
  void newCrlIsNoticedInTime() {
    PathValidator.Context first = trust.get();
    crl = new byte[] {2};
    time = NOW.plusSeconds(4);
    assertSame(first, trust.get());

    time = NOW.plusSeconds(5);
    assertNotSame(first, trust.get());
    assertArrayEquals(new byte[] {2}, trust.get().crls().iterator().next());
  }

  @Test
  void newCrlIsNoticedAtOnceWhenTold() {
    PathValidator.Context first = trust.get();
    crl = new byte[] {2};
    trust.refresh();

    assertNotSame(first, trust.get());
  }
}
