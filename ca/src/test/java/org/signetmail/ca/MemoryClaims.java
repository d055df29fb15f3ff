package org.signetmail.ca;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Keeps the port's promises within one process. */
public final class MemoryClaims implements Claims {
  private record Claim(String holder, Instant until) {}

  private final Map<String, Claim> claims = new HashMap<>();

  @Override
  public synchronized boolean claim(String task, String holder, Instant now, Duration lease) {
    Claim claim =
        claims.merge(
            task,
            new Claim(holder, now.plus(lease)),
            (old, mine) -> old.holder().equals(holder) || !old.until().isAfter(now) ? mine : old);
    return claim.holder().equals(holder);
  }

  @Override
  public synchronized void release(String task, String holder) {
    claims.computeIfPresent(task, (name, claim) -> claim.holder().equals(holder) ? null : claim);
  }
}
