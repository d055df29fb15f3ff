package org.signetmail.smtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How mail is delivered to the servers that DNS names.
 *
 * @param each how every one of them is spoken to: its port, our name, connections to one domain,
 *     times; {@link RelaySettings.Tls#REQUIRED} where mail goes to nobody who cannot show who they
 *     are
 * @param budget of time for finding a server that takes a message
 * @param ownNames of ourselves, lower case: mail is never sent there
 * @param ourselves whether we listen at an address
 */
public record MxSettings(
    RelaySettings each,
    Duration budget,
    Set<String> ownNames,
    Predicate<InetSocketAddress> ourselves) {
  public MxSettings {
    ownNames = Set.copyOf(ownNames);
    // Where our mail comes from is for neighbours, not for everybody.
    Set<String> ignored = new HashSet<>(each.ignored());
    ignored.add("XFORWARD");
    each = each.ignoring(ignored);
    if (each.tls() != RelaySettings.Tls.IF_OFFERED && each.tls() != RelaySettings.Tls.REQUIRED) {
      throw new IllegalArgumentException(
          "mx: is spoken to with STARTTLS (RFC 7672 §2.2); set tls to if-offered or required");
    }
  }
}
