package org.signetmail.smtp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.StsPolicyStore;

/**
 * The MTA-STS policies of domains, kept for as long as each says (RFC 8461 §5.1): one that was
 * fetched holds even while DNS or the policy's host says nothing, and after a restart, so that who
 * is on the way cannot take it back. Safe for use by many threads.
 */
public final class StsPolicies {
  private static final int MOST = 10_000;
  private static final Duration REFRESHED = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
  private static final Pattern RECORD =
      Pattern.compile(
          "v=STSv1[ \\t]*;(?:[^;]*;)*?[ \\t]*id[ \\t]*=[ \\t]*([A-Za-z0-9]{1,32})[ \\t]*(?:;.*)?");

  private final MailDns dns;
  private final StsPolicyHost host;
  private final StsPolicyStore store;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Failure> failed = new ConcurrentHashMap<>();

  /**
   * @param store remembers what memory does not
   */
  public StsPolicies(MailDns dns, StsPolicyHost host, StsPolicyStore store, InstantSource clock) {
    this.dns = dns;
    this.host = host;
    this.store = store;
    this.clock = clock;
  }

  private record Kept(String id, StsPolicy policy, Instant fetched) {
    boolean holds(Instant now) {
      return now.isBefore(fetched.plus(policy.maxAge()));
    }
  }

  private record Failure(String id, Instant at) {}

  /** The policy of a domain that holds now; empty when it has none, or says {@code none}. */
  public Optional<StsPolicy> of(String domain) {
    Instant now = clock.instant();
    Optional<String> id = id(domain);
    Kept known = known(domain);
    if (id.isPresent() && (known == null || isOld(known, id.get(), now))) {
      known = fetched(domain, id.get(), known, now);
    }
    if (known == null || !known.holds(now)) {
      return Optional.empty();
    }
    return Optional.of(known.policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
  }

  /**
   * Of a domain that was not asked about since the start, what the store has. When the store is
   * away that is an exception, and mail for the domain waits.
   */
  private @Nullable Kept known(String domain) {
    Kept known = kept.get(domain);
    return known != null ? known : store.find(domain).map(StsPolicies::read).orElse(null);
  }

  private static Kept read(StsPolicyStore.Kept stored) {
    return new Kept(stored.id(), StsPolicy.parse(stored.text()), stored.fetched());
  }

  private static boolean isOld(Kept known, String id, Instant now) {
    return !known.id.equals(id) || !known.holds(now) || now.isAfter(known.fetched.plus(REFRESHED));
  }

  private @Nullable Kept fetched(String domain, String id, @Nullable Kept before, Instant now) {
    Failure failure = failed.get(domain);
    if (failure != null && failure.id.equals(id) && now.isBefore(failure.at.plus(AFTER_FAILURE))) {
      return before;
    }
    try {
      byte[] text = host.fetch(domain);
      Kept fresh = new Kept(id, StsPolicy.parse(text), now);
      makeRoom(now);
      kept.put(domain, fresh);
      failed.remove(domain);
      store.keep(new StsPolicyStore.Kept(domain, id, text, now, now.plus(fresh.policy.maxAge())));
      return fresh;
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger(StsPolicies.class.getName())
          .log(
              System.Logger.Level.WARNING,
              () -> "MTA-STS: the policy of " + domain + " could not be had: " + e.getMessage());
      failed.put(domain, new Failure(id, now));
      return before;
    }
  }

  /** What is over goes first; then all of it, which the store still has. */
  private void makeRoom(Instant now) {
    failed.values().removeIf(failure -> now.isAfter(failure.at.plus(AFTER_FAILURE)));
    if (kept.size() >= MOST) {
      kept.values().removeIf(one -> !one.holds(now));
    }
    if (kept.size() >= MOST) {
      kept.clear();
    }
  }

  /** Of the one record at {@code _mta-sts}; none when there are several (RFC 8461 §3.1). */
  private Optional<String> id(String domain) {
    try {
      List<String> records =
          dns.texts("_mta-sts." + domain).records().stream()
              .filter(text -> text.startsWith("v=STSv1"))
              .toList();
      if (records.size() != 1) {
        return Optional.empty();
      }
      Matcher record = RECORD.matcher(records.getFirst());
      return record.matches() ? Optional.of(record.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // what is kept still holds
    }
  }
}
