package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.DnsAnswer;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.MailExchange;
import org.signetmail.gateway.TlsAssociation;
import org.signetmail.smtp.MxSettings;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Tls;
import org.signetmail.smtp.StsPolicies;
import org.signetmail.smtp.StsPolicy;

/**
 * Finds out where the mail of a domain goes (RFC 5321 §5.1), and what each server must show: DANE
 * before MTA-STS before the settings. Safe for use by many threads.
 */
public final class MxPlanner {
  private static final int MOST_HOSTS = 10;
  private static final int MOST_ADDRESSES = 20;
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  private final MxSettings settings;
  private final MailDns dns;
  private final StsPolicies policies;

  public MxPlanner(MxSettings settings, MailDns dns, StsPolicies policies) {
    this.settings = settings;
    this.dns = dns;
    this.policies = policies;
  }

  /** A server of a domain, and where it is. */
  private record Host(MailExchange exchange, DnsAnswer<InetAddress> addresses) {}

  /**
   * @throws IOException when it cannot be said now: DNS does not answer, or no server may be used
   */
  MxPlan plan(String domain) throws IOException {
    DnsAnswer<MailExchange> answer = dns.exchanges(domain);
    long life = Math.min(answer.life().toNanos(), LONGEST_LIFE.toNanos());
    long ends = System.nanoTime() + life;
    if (answer.existence() == DnsAnswer.Existence.NO_NAME) {
      return refused(550, "5.1.2", domain + ": there is no such domain (RFC 5321 §5.1)", ends);
    }
    if (answer.records().size() == 1 && answer.records().getFirst().host().isEmpty()) {
      return refused(556, "5.1.10", domain + ": takes no mail (RFC 7505 §3)", ends);
    }
    List<String> troubles = new ArrayList<>();
    List<Host> hosts = withoutOurselves(hosts(domain, answer, troubles));
    if (hosts.isEmpty() && troubles.isEmpty()) {
      return refused(
          554,
          "5.4.6",
          domain + ": DNS names ourselves as its server (RFC 5321 §5.1); a route is missing",
          ends);
    }
    Optional<StsPolicy> policy =
        policies.of(domain).filter(one -> one.mode() == StsPolicy.Mode.ENFORCE);
    List<RelaySettings> servers = new ArrayList<>();
    boolean anywhere = false;
    for (Host host : hosts) {
      anywhere |= !host.addresses.records().isEmpty();
      try {
        RelaySettings server = secured(domain, host, answer.isSecure(), policy);
        for (InetAddress address : host.addresses.records()) {
          if (servers.size() < MOST_ADDRESSES) {
            servers.add(server.at(server.host(), address));
          }
        }
      } catch (IOException e) {
        troubles.add(String.valueOf(e.getMessage()));
      }
    }
    if (!anywhere && troubles.isEmpty()) {
      return refused(
          550, "5.4.4", domain + ": has no server with an address (RFC 5321 §5.1)", ends);
    }
    if (servers.isEmpty()) {
      throw new IOException(String.join("; ", troubles));
    }
    return new MxPlan.Servers(servers, ends);
  }

  private static MxPlan refused(int code, String status, String text, long ends) {
    return new MxPlan.Refused(new Answer(code, status, text), ends);
  }

  /** By preference, equal ones in any order; the domain itself where it names none. */
  private List<Host> hosts(String domain, DnsAnswer<MailExchange> answer, List<String> troubles) {
    List<MailExchange> exchanges = new ArrayList<>(answer.records());
    exchanges.removeIf(exchange -> exchange.host().isEmpty());
    if (answer.records().isEmpty()) {
      exchanges.add(new MailExchange(0, domain));
    }
    Collections.shuffle(exchanges);
    exchanges.sort(Comparator.comparingInt(MailExchange::preference));
    List<Host> hosts = new ArrayList<>();
    for (MailExchange exchange : exchanges) {
      if (hosts.size() == MOST_HOSTS) {
        break;
      }
      try {
        hosts.add(new Host(exchange, dns.addresses(exchange.host())));
      } catch (IOException e) {
        troubles.add(String.valueOf(e.getMessage()));
      }
    }
    return hosts;
  }

  /** Nor those who would only hand it to us (RFC 5321 §5.1). */
  private List<Host> withoutOurselves(List<Host> hosts) {
    int own =
        hosts.stream()
            .filter(this::isOurselves)
            .mapToInt(host -> host.exchange.preference())
            .min()
            .orElse(Integer.MAX_VALUE);
    return hosts.stream().filter(host -> host.exchange.preference() < own).toList();
  }

  private boolean isOurselves(Host host) {
    return settings.ownNames().contains(host.exchange.host().toLowerCase(Locale.ROOT))
        || host.addresses.records().stream()
            .anyMatch(address ->
                settings.ourselves().test(new InetSocketAddress(address, settings.each().port())));
  }

  /** How one server is spoken to; its name is the one that TLS asks for. */
  private RelaySettings secured(
      String domain, Host host, boolean secureMx, Optional<StsPolicy> policy) throws IOException {
    String name = host.exchange.host();
    RelaySettings each = settings.each();
    // The name at the end of aliases first, then the one that MX has (RFC 7672 §2.2.2).
    Set<String> bases = new LinkedHashSet<>(List.of(host.addresses.canonical(), name));
    boolean unusable = false;
    for (String base : secureMx && host.addresses.isSecure() ? bases : Set.<String>of()) {
      DnsAnswer<TlsAssociation> answer = dns.associations(base, each.port());
      List<TlsAssociation> usable =
          answer.isSecure() ? DaneTrust.usable(answer.records()) : List.of();
      if (!usable.isEmpty()) {
        DaneTrust trust = new DaneTrust(usable, new HashSet<>(List.of(base, name, domain)));
        return each.at(base).withTls(Tls.REQUIRED, Optional.of(TlsClient.context(trust)));
      }
      unusable |= answer.isSecure() && !answer.records().isEmpty();
    }
    if (policy.isPresent()) {
      if (!policy.get().allows(name)) {
        throw new IOException(name + ": is not in the domain's MTA-STS policy (RFC 8461 §4.1)");
      }
      return each.at(name).withTls(Tls.REQUIRED, each.tlsContext());
    }
    // There is TLS, and nobody says by whom: enough unless more is asked for (RFC 7672 §2.2).
    return unusable && each.tls() != Tls.REQUIRED
        ? each.at(name).withTls(Tls.REQUIRED, Optional.of(TlsClient.anybody()))
        : each.at(name);
  }
}
