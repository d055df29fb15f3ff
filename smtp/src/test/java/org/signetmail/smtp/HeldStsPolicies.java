package org.signetmail.smtp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.gateway.StsPolicyStore;

/** Policies in memory. */
final class HeldStsPolicies implements StsPolicyStore {
  private final Map<String, Kept> held = new ConcurrentHashMap<>();

  @Override
  public Optional<Kept> find(String domain) {
    return Optional.ofNullable(held.get(domain));
  }

  @Override
  public void keep(Kept policy) {
    held.merge(
        policy.domain(),
        policy,
        (before, now) -> now.fetched().isAfter(before.fetched()) ? now : before);
  }

  @Override
  public int forget(Instant before) {
    int there = held.size();
    held.values().removeIf(one -> one.until().isBefore(before));
    return there - held.size();
  }
}
