package org.signetmail.smtp.internal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.ServerSettings;

/** What all sessions of one server share. */
public final class ServerContext {
  private final ServerSettings settings;
  private final MailHandler handler;
  private final Spool spool;
  private final InstantSource clock;
  private final Watchdog watchdog;
  private final Mailbox postmaster;
  private final PeerTraffic traffic;
  private final LoginThrottle throttle;

  public ServerContext(
      ServerSettings settings,
      MailHandler handler,
      Spool spool,
      InstantSource clock,
      Watchdog watchdog) {
    this.settings = settings;
    this.handler = handler;
    this.spool = spool;
    this.clock = clock;
    this.watchdog = watchdog;
    this.postmaster = Mailbox.of("postmaster@" + settings.hostname());
    this.traffic = new PeerTraffic(settings.limits().traffic(), System::nanoTime);
    this.throttle =
        new LoginThrottle(settings.limits().traffic().loginFailures(), System::nanoTime);
  }

  public ServerSettings settings() {
    return settings;
  }

  public MailHandler handler() {
    return handler;
  }

  Spool spool() {
    return spool;
  }

  public InstantSource clock() {
    return clock;
  }

  public Watchdog watchdog() {
    return watchdog;
  }

  /** Whom everybody may write to, whatever the domain (RFC 5321 §4.5.1). */
  Mailbox postmaster() {
    return postmaster;
  }

  PeerTraffic traffic() {
    return traffic;
  }

  LoginThrottle throttle() {
    return throttle;
  }

  /** The lines of the answer to EHLO (RFC 5321 §4.1.1.1): what this client may use now. */
  List<String> offer(Client client) {
    List<String> lines = new ArrayList<>();
    lines.add(settings.hostname());
    lines.add("PIPELINING");
    long limit = settings.limits().messageOctets();
    lines.add("SIZE " + Math.min(limit, handler.largest().orElse(limit)));
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("DSN");
    lines.add("CHUNKING");
    if (settings.tls().isPresent() && !client.isSecured()) {
      lines.add("STARTTLS");
    }
    if (client.mayLogIn()) {
      lines.add("AUTH PLAIN LOGIN");
    }
    if (client.isIn(settings.access().xclient())) {
      lines.add("XCLIENT " + ClientAttributes.XCLIENT);
    }
    if (client.isIn(settings.access().xforward())) {
      lines.add("XFORWARD " + ClientAttributes.XFORWARD);
    }
    lines.add("ENHANCEDSTATUSCODES");
    return lines;
  }
}
