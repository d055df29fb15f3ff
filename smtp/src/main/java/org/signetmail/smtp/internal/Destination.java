package org.signetmail.smtp.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.MxSettings;
import org.signetmail.smtp.RelaySettings;

/** One domain to which mail is delivered, with its connections. Safe for use by many threads. */
public final class Destination implements NextHop {
  /** After which nothing is known of it any more. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final String domain;
  private final MxSettings settings;
  private final MxPlanner planner;
  private final Watchdog watchdog;
  private final RelayPool pool;
  private volatile long lastUsed = System.nanoTime();
  private volatile @Nullable MxPlan plan;

  public Destination(String domain, MxSettings settings, MxPlanner planner, Watchdog watchdog) {
    this.domain = domain;
    this.settings = settings;
    this.planner = planner;
    this.watchdog = watchdog;
    this.pool = new RelayPool(settings.each().connections(), settings.each().timeouts().connect());
  }

  @Override
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    lastUsed = System.nanoTime();
    try {
      return switch (plan()) {
        case MxPlan.Refused refused -> {
          Map<Mailbox, Answer> answers = new LinkedHashMap<>();
          envelope.recipients().forEach(r -> answers.put(r.mailbox(), refused.answer()));
          yield answers;
        }
        case MxPlan.Servers servers -> pool.send(envelope, message, ways(servers));
      };
    } catch (IOException e) {
      plan = null; // it may be another when the mail comes again
      throw new IOException("mail for " + domain + ": " + e.getMessage(), e);
    }
  }

  private MxPlan plan() throws IOException {
    MxPlan known = plan;
    if (known == null || known.ends() - System.nanoTime() < 0) {
      known = planner.plan(domain);
      plan = known;
    }
    return known;
  }

  private List<RelayPool.Way> ways(MxPlan.Servers servers) {
    long end = System.nanoTime() + settings.budget().toNanos();
    return servers.inOrder().stream()
        .<RelayPool.Way>map(server -> () -> open(server, end))
        .toList();
  }

  private RelayConnection open(RelaySettings server, long end) throws IOException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (!left.isPositive()) {
      throw new IOException("no server was found within " + settings.budget().toSeconds() + " s");
    }
    RelaySettings.Timeouts times = server.timeouts();
    try {
      return RelayConnection.open(
          server.withTimeouts(
              new RelaySettings.Timeouts(
                  shorter(times.connect(), left), times.reply(), times.accept())),
          watchdog);
    } catch (IOException e) {
      throw new IOException(server.host() + ": " + e.getMessage(), e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Ends connections that were kept too long; whether there is nothing more to know of it. */
  public boolean isForgotten() {
    return pool.sweep() && System.nanoTime() - lastUsed > FORGOTTEN.toNanos();
  }

  public void close() {
    pool.close();
  }
}
