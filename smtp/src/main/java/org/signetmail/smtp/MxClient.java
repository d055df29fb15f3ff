package org.signetmail.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailDns;
import org.signetmail.gateway.NextHop;
import org.signetmail.gateway.Routes;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.internal.Destination;
import org.signetmail.smtp.internal.MxPlanner;
import org.signetmail.smtp.internal.Watchdog;

/**
 * Delivers mail to the servers that DNS names for the domain of each recipient (RFC 5321 §5): in
 * the order of their preference, the next one when a server cannot be spoken to, never ourselves.
 * Each domain has its own connections, which are used again.
 *
 * <p>TLS is authenticated by DANE where DNSSEC has TLSA records (RFC 7672), else by an MTA-STS
 * policy (RFC 8461), else by the settings; where none of them asks for it, it is used if offered. A
 * server that fails what is asked of it gets nothing. Safe for use by many threads.
 */
public final class MxClient implements NextHop, AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(10);

  private final MxSettings settings;
  private final MxPlanner planner;
  private final Watchdog watchdog;
  private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
  private final Thread sweeper;

  public MxClient(MxSettings settings, MailDns dns, StsPolicies policies) {
    this.settings = settings;
    this.planner = new MxPlanner(settings, dns, policies);
    this.watchdog = new Watchdog("mx", settings.each().timeouts().reply());
    this.sweeper = Thread.ofVirtual().name("mx-sweeper").start(this::sweep);
  }

  @Override
  public Map<NextHop, Envelope> ways(Envelope envelope) {
    Map<String, List<Envelope.Recipient>> parts = new LinkedHashMap<>();
    for (Envelope.Recipient recipient : envelope.recipients()) {
      parts
          .computeIfAbsent(recipient.mailbox().domain(), domain -> new ArrayList<>())
          .add(recipient);
    }
    Map<NextHop, Envelope> ways = new LinkedHashMap<>();
    parts.forEach((domain, recipients) ->
        ways.put(
            destinations.computeIfAbsent(
                domain, name -> new Destination(name, settings, planner, watchdog)),
            envelope.to(recipients)));
    return ways;
  }

  @Override
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    return Routes.handOver(ways(envelope), message);
  }

  /** Says goodbye on connections that are kept; messages under way end as they would. */
  @Override
  public void close() {
    sweeper.interrupt();
    destinations.values().forEach(Destination::close);
    watchdog.close();
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        destinations.values().removeIf(Destination::isForgotten);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }
}
