package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.HopSettings;
import org.signetmail.app.home.MailSettings;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.NextHop;
import org.signetmail.gateway.Routes;
import org.signetmail.gateway.StsPolicyStore;
import org.signetmail.lookup.MailResolver;
import org.signetmail.smtp.MxClient;
import org.signetmail.smtp.MxSettings;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.StsPolicies;

/**
 * The servers that mail goes on to, as {@code signet.yaml} has them. Closing says goodbye to all of
 * them. Safe for use by many threads.
 */
public final class NextHops implements Closeable {
  private static final int SMTP = 25;
  private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ASKED_EVERY = Duration.ofMinutes(5);

  private final Home home;
  private final Configuration configuration;
  private final StsPolicyStore stsPolicies;
  private final String hostname;
  private final Map<HopSettings, NextHop> opened = new HashMap<>();
  private final List<RelayClient> servers = new ArrayList<>();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private @Nullable Thread watch;
  private final Routes outbound;
  private final Routes inbound;
  private final Routes byRecipient;

  private NextHops(Home home, Configuration configuration, StsPolicyStore stsPolicies)
      throws IOException {
    this.home = home;
    this.configuration = configuration;
    this.stsPolicies = stsPolicies;
    this.hostname = hostname(configuration);
    MailSettings mail = configuration.mail();
    NextHop out = open(mail.outbound());
    NextHop in = open(mail.inbound());
    Map<String, NextHop> routes = new HashMap<>();
    Map<String, NextHop> own = new HashMap<>();
    configuration.domains().forEach(domain -> own.put(domain, in));
    for (Map.Entry<String, HopSettings> route : mail.routes().entrySet()) {
      routes.put(route.getKey(), open(route.getValue()));
    }
    own.putAll(routes);
    this.byRecipient = new Routes(own, out);
    // By MX our own domains would lead back to us.
    this.outbound =
        (mail.outbound().isMx() ? byRecipient : new Routes(routes, out)).reportingTo(byRecipient);
    this.inbound = new Routes(routes, in).reportingTo(byRecipient);
  }

  /**
   * Reads what the configuration names; connects to nobody yet.
   *
   * @param stsPolicies remembers what domains said of their servers
   * @throws org.signetmail.app.Failure when a file that it names is not what it should be
   */
  public static NextHops open(Home home, Configuration configuration, StsPolicyStore stsPolicies)
      throws IOException {
    return new NextHops(home, configuration, stsPolicies);
  }

  /** What we call ourselves. */
  public static String hostname(Configuration configuration) {
    return "signet." + configuration.domains().getFirst();
  }

  /**
   * Asks each server what it takes, now and then again, until this is closed: what we announce
   * stays below it. A server that is away is asked again later.
   */
  public NextHops watched() {
    watch =
        Thread.ofVirtual()
            .name("next-hops")
            .start(() -> {
              try {
                while (true) {
                  servers.forEach(NextHops::ask);
                  Thread.sleep(ASKED_EVERY);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
              }
            });
    return this;
  }

  private static void ask(RelayClient server) {
    try {
      server.ask();
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(NextHops.class)
          .warn("next hop: {}; mail waits with its senders", e.getMessage());
    }
  }

  /** For mail of our own people. */
  public NextHop outbound() {
    return outbound;
  }

  /** For mail from outside. */
  public NextHop inbound() {
    return inbound;
  }

  /** For our own words: to our own people inwards, to others outwards. */
  public NextHop byRecipient() {
    return byRecipient;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
    for (AutoCloseable one : closing) {
      try {
        one.close();
      } catch (Exception e) {
        org.slf4j.LoggerFactory.getLogger(NextHops.class).warn("while stopping: {}", e.toString());
      }
    }
  }

  private NextHop open(HopSettings settings) throws IOException {
    NextHop known = opened.get(settings);
    if (known != null) {
      return known;
    }
    NextHop hop = settings.isMx() ? mx(settings) : server(settings);
    opened.put(settings, hop);
    return hop;
  }

  private RelayClient server(HopSettings settings) throws IOException {
    RelayClient server = closed(new RelayClient(HopAccess.relay(settings, home, hostname)));
    servers.add(server);
    return server;
  }

  private MxClient mx(HopSettings settings) throws IOException {
    MailDns dns = dns(configuration.mail());
    StsPolicies policies =
        new StsPolicies(dns, closed(new StsWebHosts()), stsPolicies, InstantSource.system());
    RelaySettings each =
        settings
            .relay(new Endpoint("mx", SMTP), hostname)
            .withTls(settings.tls(), HopAccess.context(settings, home));
    return closed(
        new MxClient(
            new MxSettings(
                each,
                settings.timeouts().connect().multipliedBy(2),
                Set.of(hostname),
                this::isOurselves),
            dns,
            policies));
  }

  /** What is asked where mail goes. */
  public static MailResolver dns(MailSettings mail) {
    return mail.resolver()
        .map(server -> MailResolver.believing(server.socketAddress(), DNS_PATIENCE))
        .orElseGet(() -> MailResolver.ofPlatform(DNS_PATIENCE));
  }

  private boolean isOurselves(InetSocketAddress server) {
    Configuration.Listen listen = configuration.listen();
    try {
      return (server.getPort() == listen.smtpInbound().address().port()
              || server.getPort() == listen.smtpOutbound().address().port())
          && NetworkInterface.getByInetAddress(server.getAddress()) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  private <T extends AutoCloseable> T closed(T one) {
    closing.add(one);
    return one;
  }
}
