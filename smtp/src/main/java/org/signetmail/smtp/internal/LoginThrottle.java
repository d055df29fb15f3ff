package org.signetmail.smtp.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Failures to log in, of each client and of each account. Who has too many is not heard for a
 * while, right or wrong; an account stays open for clients that have proven themselves for it, so
 * that a stranger's guesses do not lock its owner out. Safe for many threads.
 */
final class LoginThrottle {
  private static final int MOST = 20_000;
  private static final int ACCOUNT_FACTOR = 10;
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int LONGEST_NAME = 320; // octets of an address; longer names are none

  private record Known(InetAddress peer, String account) {}

  private final RateLimit<InetAddress> peers;
  private final RateLimit<String> accounts;
  private final Set<Known> known =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Known, Boolean> eldest) {
              return size() > MOST;
            }
          });

  /**
   * @param failures of one client that are forgotten over an hour
   */
  LoginThrottle(int failures, LongSupplier nanoTime) {
    this.peers = new RateLimit<>(failures, MEMORY, MOST, nanoTime);
    this.accounts = new RateLimit<>(failures * ACCOUNT_FACTOR, MEMORY, MOST, nanoTime);
  }

  boolean bars(InetAddress peer, String account) {
    synchronized (known) {
      if (known.contains(known(peer, account))) {
        return false;
      }
    }
    return !peers.has(PeerTraffic.key(peer)) || !accounts.has(name(account));
  }

  void failed(InetAddress peer, String account) {
    peers.take(PeerTraffic.key(peer));
    accounts.take(name(account));
  }

  void succeeded(InetAddress peer, String account) {
    synchronized (known) {
      known.add(known(peer, account));
    }
  }

  private static Known known(InetAddress peer, String account) {
    return new Known(PeerTraffic.key(peer), name(account));
  }

  private static String name(String account) {
    String name = account.length() > LONGEST_NAME ? account.substring(0, LONGEST_NAME) : account;
    return name.toLowerCase(Locale.ROOT);
  }
}
