package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;

/**
 * What a gateway says of itself and which way its mail flows.
 *
 * @param hostname in trace fields and reports
 * @param traceKey with which it knows its own work again: the same on all nodes of an organisation,
 *     32 random octets that survive a restart
 * @param returns to whom reports about opened mail go, in the place of who wrote it; empty where
 *     they go to the sender
 */
public record GatewaySettings(
    Facts.Direction direction, String hostname, byte[] traceKey, Optional<Mailbox> returns) {
  /** Of a gateway whose reports about opened mail go to the sender. */
  public GatewaySettings(Facts.Direction direction, String hostname, byte[] traceKey) {
    this(direction, hostname, traceKey, Optional.empty());
  }

  public GatewaySettings {
    traceKey = traceKey.clone();
    if (traceKey.length < 16) {
      throw new IllegalArgumentException("trace key: has fewer than 16 octets; use 32 random ones");
    }
  }
}
