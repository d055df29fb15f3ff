package org.signetmail.app.rollout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.Failure;
import org.signetmail.app.home.HopSettings;
import org.signetmail.app.organization.HopAccess;
import org.signetmail.app.organization.NextHops;
import org.signetmail.app.organization.Organization;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.MailExchange;
import org.signetmail.rollout.MailServer;
import org.signetmail.smtp.HopProbe;
import org.signetmail.smtp.RelaySettings;

/**
 * Asks our own mail servers what they can do: the next hops of the configuration, and those that
 * DNS names for our domains. Each is greeted and left; nothing is sent.
 */
public final class ServerInventory {
  private static final int SMTP = 25;
  private static final int MOST = 20; // servers of one domain
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Organization organization;
  private final String hostname;
  private final MailDns dns;
  private final int port;

  public ServerInventory(Organization organization) {
    this(organization, NextHops.dns(organization.configuration().mail()), SMTP);
  }

  /**
   * @param port on which the servers that DNS names take mail
   */
  public ServerInventory(Organization organization, MailDns dns, int port) {
    this.organization = organization;
    this.dns = dns;
    this.port = port;
    this.hostname = NextHops.hostname(organization.configuration());
  }

  /** All of them, each once. */
  public List<MailServer> take() {
    Map<String, MailServer> servers = new LinkedHashMap<>();
    nextHops().forEach(server -> servers.put(server.host(), server));
    for (String domain : organization.configuration().domains()) {
      exchanges(domain, servers);
    }
    return List.copyOf(servers.values());
  }

  /** Those that the configuration names, without DNS. */
  List<MailServer> nextHops() {
    Map<String, MailServer> servers = new LinkedHashMap<>();
    for (HopSettings hop : organization.configuration().mail().all()) {
      if (!hop.isMx()) {
        servers.computeIfAbsent(hop.toString(), host -> hop(hop, host));
      }
    }
    return List.copyOf(servers.values());
  }

  private MailServer hop(HopSettings hop, String host) {
    try {
      return ask("next hop", host, HopAccess.relay(hop, organization.home(), hostname));
    } catch (IOException | Failure e) {
      return silent("next hop", host, e);
    }
  }

  private void exchanges(String domain, Map<String, MailServer> servers) {
    String role = "MX of " + domain;
    try {
      List<MailExchange> found = new ArrayList<>(dns.exchanges(domain).records());
      found.sort(Comparator.comparingInt(MailExchange::preference));
      for (MailExchange exchange : found.stream().limit(MOST).toList()) {
        String host = exchange.host() + ":" + port;
        servers.computeIfAbsent(
            host,
            name ->
                ask(
                    role,
                    name,
                    RelaySettings.plain(exchange.host(), port, hostname)
                        .withTls(RelaySettings.Tls.IF_OFFERED, Optional.empty())));
      }
    } catch (IOException e) {
      servers.put(domain, silent(role, domain, e));
    }
  }

  private static MailServer ask(String role, String host, RelaySettings settings) {
    try {
      HopProbe probe =
          HopProbe.of(
              settings.withTimeouts(new RelaySettings.Timeouts(PATIENCE, PATIENCE, PATIENCE)));
      return new MailServer(
          role,
          host,
          MailServer.Answer.ANSWERED,
          probe.greeting(),
          probe.keywords(),
          probe.security());
    } catch (IOException e) {
      return silent(role, host, e);
    }
  }

  private static MailServer silent(String role, String host, Exception why) {
    return new MailServer(
        role,
        host,
        MailServer.Answer.SILENT,
        String.valueOf(why.getMessage()),
        List.of(),
        Optional.empty());
  }
}
