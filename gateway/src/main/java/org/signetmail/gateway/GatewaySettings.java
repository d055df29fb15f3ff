package org.signetmail.gateway;

import org.signetmail.policy.Facts;

/**
 * What a gateway says of itself and which way its mail flows.
 *
 * @param hostname in trace fields and reports
 * @param traceKey with which it knows its own work again: the same on all nodes of an organisation,
 *     32 random octets that survive a restart
 */
public record GatewaySettings(Facts.Direction direction, String hostname, byte[] traceKey) {
  public GatewaySettings {
    traceKey = traceKey.clone();
    if (traceKey.length < 16) {
      throw new IllegalArgumentException("trace key: has fewer than 16 octets; use 32 random ones");
    }
  }
}
