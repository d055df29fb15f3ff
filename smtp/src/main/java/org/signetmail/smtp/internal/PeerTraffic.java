package org.signetmail.smtp.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.signetmail.smtp.ServerLimits;

/**
 * How much each client brings to one server: connections, messages, recipients. A client is an IPv4
 * address or the first 64 bits of an IPv6 address, which is what one machine has to itself. Safe
 * for many threads.
 */
final class PeerTraffic {
  private static final int MOST = 50_000; // a bucket is about 150 octets
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int most;
  private final Map<InetAddress, Integer> connected = new ConcurrentHashMap<>();
  private final RateLimit<InetAddress> messages;
  private final RateLimit<InetAddress> recipients;

  PeerTraffic(ServerLimits.Traffic limits, LongSupplier nanoTime) {
    this.most = limits.connections();
    this.messages = new RateLimit<>(limits.messages(), MINUTE, MOST, nanoTime);
    this.recipients = new RateLimit<>(limits.recipients(), MINUTE, MOST, nanoTime);
  }

  /** Counts a connection in, for {@link #leave}; false when it is one too many. */
  boolean enter(InetAddress peer) {
    boolean[] room = {true};
    connected.compute(
        key(peer),
        (key, count) -> {
          int before = count == null ? 0 : count;
          room[0] = before < most;
          return room[0] ? Integer.valueOf(before + 1) : count;
        });
    return room[0];
  }

  void leave(InetAddress peer) {
    connected.computeIfPresent(key(peer), (key, count) -> count > 1 ? count - 1 : null);
  }

  /** Counts a message; false when it is one too many. */
  boolean message(InetAddress peer) {
    return messages.take(key(peer));
  }

  /** Counts a recipient; false when it is one too many. */
  boolean recipient(InetAddress peer) {
    return recipients.take(key(peer));
  }

  static InetAddress key(InetAddress peer) {
    byte[] octets = peer.getAddress();
    if (octets.length == 4) {
      return peer;
    }
    Arrays.fill(octets, 8, octets.length, (byte) 0);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 octets are an address", e);
    }
  }
}
