package org.signetmail.directory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What each client may still ask, under {@link AskingLimits}. A client is an IPv4 address or an
 * IPv6 /64, which is what one person has. Shared by all ways in to a directory. Safe for use by
 * many threads.
 *
 * <p>A purse may go below nothing: what an answer costs is known after it was made. The debt is
 * what the next question waits for. So no client learns faster than its purse fills, however many
 * connections it opens.
 */
public final class Purses {
  /** Beyond so many clients the one that asked longest ago is forgotten, and starts anew. */
  private static final int MOST_CLIENTS = 100_000;

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final AskingLimits limits;
  private final Predicate<InetAddress> free;
  private final LongSupplier nanoTime;
  private final Map<String, Purse> purses =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Purse> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private record Purse(double content, long at) {}

  /**
   * @param free clients who ask without limit: our own mail servers
   * @param nanoTime as {@link System#nanoTime}
   */
  public Purses(AskingLimits limits, Predicate<InetAddress> free, LongSupplier nanoTime) {
    this.limits = limits;
    this.free = free;
    this.nanoTime = nanoTime;
  }

  public AskingLimits limits() {
    return limits;
  }

  /** Whether nothing is counted for a client. */
  public boolean isFree(InetAddress client) {
    return free.test(client);
  }

  /**
   * Takes the price of a question.
   *
   * @return how long to wait before it is answered; empty when it is refused, and then nothing was
   *     taken
   */
  public Optional<Duration> ask(InetAddress client) {
    if (free.test(client)) {
      return Optional.of(Duration.ZERO);
    }
    synchronized (purses) {
      Purse purse = now(client);
      double after = purse.content() - AskingLimits.QUESTION;
      Duration wait = Duration.ofNanos((long) (Math.max(0, -after) * MINUTE / limits.perMinute()));
      if (wait.compareTo(limits.patience()) > 0) {
        return Optional.empty();
      }
      purses.put(key(client), new Purse(after, purse.at()));
      return Optional.of(wait);
    }
  }

  /** Takes what an answer cost beyond its question. */
  public void pay(InetAddress client, int price) {
    if (price == 0 || free.test(client)) {
      return;
    }
    synchronized (purses) {
      Purse purse = now(client);
      purses.put(key(client), new Purse(purse.content() - price, purse.at()));
    }
  }

  /** After how long a client that was refused may ask again. */
  public Duration again(InetAddress client) {
    synchronized (purses) {
      double missing = Math.max(0, AskingLimits.QUESTION - now(client).content());
      return Duration.ofNanos((long) (missing * MINUTE / limits.perMinute()));
    }
  }

  private Purse now(InetAddress client) {
    long at = nanoTime.getAsLong();
    Purse before = purses.get(key(client));
    if (before == null) {
      return new Purse(limits.purse(), at);
    }
    double come = (at - before.at()) * (limits.perMinute() / MINUTE);
    return new Purse(Math.min(limits.purse(), before.content() + come), at);
  }

  private static String key(InetAddress client) {
    byte[] octets = client.getAddress();
    return Arrays.toString(client instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
  }
}
