package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.signetmail.app.home.AcmeSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.enrolment.acme.Finalization;
import org.signetmail.enrolment.acme.IssueMail;
import org.signetmail.enrolment.acme.Nonces;
import org.signetmail.enrolment.acme.OrderStore;
import org.signetmail.enrolment.acme.Orders;
import org.signetmail.enrolment.acme.RenewalWindows;
import org.signetmail.enrolment.acme.Replies;
import org.signetmail.enrolment.acme.Revocations;
import org.signetmail.gateway.MailHandler;
import org.signetmail.gateway.NextHop;
import org.signetmail.lookup.MailResolver;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Spool;
import org.signetmail.store.Store;
import org.signetmail.web.Pages;
import org.signetmail.web.acme.AcmeDirectory;
import org.signetmail.web.acme.AcmePages;
import org.signetmail.web.acme.AcmeServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organisation's ACME server, put together: its pages, its mail in both directions, and the
 * clock that sends challenges and forgets what is over. Where the configuration has none, it does
 * nothing. Thread-safe.
 */
final class AcmeServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeServer.class);
  private static final Duration OVER_KEPT = Duration.ofDays(1);
  private static final Duration KEYS_KEPT = Duration.ofDays(30);
  private static final int REQUESTS_A_MINUTE = 600; // of one address

  /** What a configured server consists of. */
  private record Parts(
      Mailbox mailbox, AcmePages pages, AcmeMail mail, Replies replies, ResponseChecks checks) {}

  private final Organization organization;
  private final Optional<Parts> parts;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("acme").daemon().factory());

  private AcmeServer(Organization organization, Optional<Parts> parts) {
    this.organization = organization;
    this.parts = parts;
  }

  /**
   * The server that the configuration wants; its mail is on its way from now on.
   *
   * @param nextHop takes challenges
   */
  static AcmeServer of(Organization organization, NextHop nextHop, Spool spool) throws IOException {
    AcmeSettings settings = organization.configuration().acme();
    if (settings.mailbox().isEmpty()) {
      return new AcmeServer(organization, Optional.empty());
    }
    AcmeServer server =
        new AcmeServer(
            organization,
            Optional.of(parts(organization, settings, settings.mailbox().get(), nextHop, spool)));
    server.start();
    return server;
  }

  private static Parts parts(
      Organization organization,
      AcmeSettings settings,
      Mailbox mailbox,
      NextHop nextHop,
      Spool spool)
      throws IOException {
    Configuration configuration = organization.configuration();
    Store store = organization.store();
    MailResolver dns = NextHops.dns(configuration.mail());
    AcmeRules rules = settings.rules(configuration.domains());
    Set<String> identities =
        settings.identities().isEmpty()
            ? Set.of(configuration.domains().getFirst())
            : settings.identities();
    AcmeMail mail = new AcmeMail(organization, mailbox, nextHop);
    Orders orders =
        new Orders(
            store.acmeOrders(),
            store.people(),
            store.certificates(),
            mail,
            rules,
            organization.random(),
            organization.clock());
    Finalization finalization =
        new Finalization(
            orders,
            store.acmeOrders(),
            organization.enrolling().certificateDesk(),
            organization.authority(),
            store.certificates(),
            settings.caa() == AcmeSettings.Caa.CHECKED
                ? Optional.of(new IssueMail(dns, identities))
                : Optional.empty(),
            organization.clock());
    AcmeServices services =
        new AcmeServices(
            organization.enrolling().acmeAccounts(),
            organization.enrolling().acmeKeys(),
            orders,
            finalization,
            new Revocations(
                store.acmeOrders(),
                store.certificates(),
                organization.authority(),
                organization.clock()),
            new RenewalWindows(
                store.certificates(), organization.authority(), organization.clock()),
            new Nonces(
                organization.vault().derive("acme nonces"),
                store.acmeOrders(),
                organization.random(),
                organization.clock()));
    AcmeDirectory directory =
        new AcmeDirectory(
            settings.url().orElse("https://" + configuration.listen().https()),
            rules.binding(),
            identities,
            REQUESTS_A_MINUTE);
    return new Parts(
        mailbox,
        new AcmePages(directory, services, organization.clock()),
        mail,
        new Replies(store.acmeOrders(), organization.clock()),
        new ResponseChecks(
            organization, spool, settings.servers(), name -> dns.texts(name).records()));
  }

  /** What it answers over HTTPS. */
  Optional<Pages> pages() {
    return parts.map(Parts::pages);
  }

  /** What looks at mail that comes in, before whoever delivers it. */
  MailHandler before(MailHandler others) {
    return parts
        .<MailHandler>map(one ->
            new AcmeInbox(others, one.mailbox(), one.checks(), one.replies(), organization.clock()))
        .orElse(others);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void start() {
    every(Duration.ofSeconds(1), "challenges", () -> parts.orElseThrow().mail().sendWaiting());
    every(Duration.ofMinutes(10), "clean-up", this::forget);
  }

  private void forget() {
    Instant now = organization.now();
    OrderStore orders = organization.store().acmeOrders();
    orders.forget(now.minus(OVER_KEPT));
    organization.store().acmeAccounts().forget(now.minus(KEYS_KEPT));
  }

  private interface Job {
    void run() throws Exception;
  }

  private void every(Duration interval, String name, Job job) {
    var _ =
        clock.scheduleWithFixedDelay(
            () -> {
              try {
                job.run();
              } catch (Exception e) {
                LOG.warn(
                    "acme {}: {}; trying again in {} s",
                    name,
                    e.getMessage(),
                    interval.toSeconds());
              }
            },
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
