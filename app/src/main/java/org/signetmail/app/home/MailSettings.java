package org.signetmail.app.home;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.signetmail.gateway.ReprocessingSettings;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * Where mail goes on to, from the group {@code mail} of {@code signet.yaml}.
 *
 * @param outbound takes mail of our own people
 * @param inbound takes mail from outside
 * @param routes servers for recipients' domains, in either direction; a name may be {@code
 *     *.example.com}
 * @param resolver of DNS that checks DNSSEC and is believed in it; empty for the platform's, which
 *     is not
 * @param decrypt where people send old mail to be opened; empty where nowhere
 * @param returns where reports about opened mail go, to be passed on without any of it; empty where
 *     they go to who sent it
 * @param gatewayMode for whom the gateway opens mail
 * @param maximumSize octets of one message
 */
public record MailSettings(
    HopSettings outbound,
    HopSettings inbound,
    Map<String, HopSettings> routes,
    Optional<Endpoint> resolver,
    Optional<ReprocessingSettings> decrypt,
    Optional<Mailbox> returns,
    GatewayMode gatewayMode,
    long maximumSize) {
  private static final long MEGABYTE = 1_000_000;
  private static final String DOMAIN =
      "(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

  public MailSettings {
    routes = Map.copyOf(routes);
  }

  /** One server for all. */
  public MailSettings(Endpoint nextHop, long maximumSize) {
    this(
        HopSettings.of(nextHop),
        HopSettings.of(nextHop),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        GatewayMode.NOBODY,
        maximumSize);
  }

  static MailSettings read(YamlMapping mail) throws YamlProblem {
    mail.allow(
        "next-hop",
        "outbound-next-hop",
        "inbound-next-hop",
        "routes",
        "resolver",
        "decrypt",
        "returns",
        "gateway-mode",
        "maximum-size");
    Optional<HopSettings> both = HopSettings.read(mail, "next-hop");
    HopSettings outbound = direction(mail, "outbound-next-hop", both);
    HopSettings inbound = direction(mail, "inbound-next-hop", both);
    if (inbound.isMx()) {
      throw new YamlProblem(
          mail.placeOf(both.isPresent() ? "next-hop" : "inbound-next-hop"),
          "mail from outside cannot go on by mx: DNS names ourselves for our domains",
          "add 'inbound-next-hop: host:port' with the server that keeps the mailboxes");
    }
    return new MailSettings(
        outbound,
        inbound,
        routes(mail.group("routes")),
        mail.optional("resolver", Endpoint::of),
        DecryptAddress.read(mail),
        mail.optional("returns", Mailbox::of),
        GatewayMode.read(mail),
        mail.optional("maximum-size", ConfigurationValues::size).orElse(50 * MEGABYTE));
  }

  private static HopSettings direction(YamlMapping mail, String name, Optional<HopSettings> both)
      throws YamlProblem {
    Optional<HopSettings> own = HopSettings.read(mail, name).or(() -> both);
    if (own.isEmpty()) {
      throw new YamlProblem(
          mail.place(), "'next-hop' is missing", "add 'next-hop: 127.0.0.1:25', or '" + name + "'");
    }
    return own.get();
  }

  private static Map<String, HopSettings> routes(YamlMapping group) throws YamlProblem {
    Map<String, HopSettings> routes = new LinkedHashMap<>();
    for (String domain : group.entries().keySet()) {
      if (!domain.matches(DOMAIN)) {
        throw new YamlProblem(
            group.placeOf(domain),
            "'" + domain + "' is no domain in lower case",
            "write \"example.com\" or \"*.example.com\"");
      }
      HopSettings.read(group, domain).ifPresent(hop -> routes.put(domain, hop));
    }
    return routes;
  }

  /** For a person, in one line. */
  public String describe() {
    return outbound.equals(inbound) ? outbound.toString() : outbound + " out, " + inbound + " in";
  }

  /** Every next hop, once. */
  public Set<HopSettings> all() {
    Set<HopSettings> all = new LinkedHashSet<>();
    all.add(outbound);
    all.add(inbound);
    all.addAll(routes.values());
    return all;
  }

  /** The group's lines that say where mail goes, as {@code init} writes them. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (outbound.equals(inbound)) {
      text.append("  next-hop:").append(outbound.text("  "));
      text.append(routes.isEmpty() ? "        # takes what we have treated" : "");
    } else {
      text.append("  outbound-next-hop:").append(outbound.text("  "));
      text.append("\n  inbound-next-hop:").append(inbound.text("  "));
    }
    if (!routes.isEmpty()) {
      text.append("\n  routes:");
      new TreeMap<>(routes)
          .forEach((domain, hop) ->
              text.append("\n    \"").append(domain).append("\":").append(hop.text("    ")));
    }
    decrypt.ifPresent(address -> text.append(DecryptAddress.text(address)));
    returns.ifPresent(address -> text.append("\n  returns: \"").append(address).append('"'));
    text.append(gatewayMode.text());
    resolver.ifPresent(server -> text.append("\n  resolver: \"").append(server).append("\""));
    return text.append("\n  maximum-size: ").append(maximumSize / MEGABYTE).append("MB").toString();
  }
}
