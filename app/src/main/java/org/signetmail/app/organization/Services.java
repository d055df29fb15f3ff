package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.signetmail.app.client.ServedClientFiles;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.trace.Traces;
import org.signetmail.ca.OcspResponder;
import org.signetmail.directory.Purses;
import org.signetmail.gateway.GatewayPorts;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreWatch;
import org.signetmail.web.AuthorityPages;
import org.signetmail.web.CertificateSearchPages;
import org.signetmail.web.EnrolmentLimits;
import org.signetmail.web.FrontPage;
import org.signetmail.web.HealthPages;
import org.signetmail.web.HttpServer;
import org.signetmail.web.LogPages;
import org.signetmail.web.MetricsPages;
import org.signetmail.web.OcspPages;
import org.signetmail.web.OutagePages;
import org.signetmail.web.Pages;
import org.signetmail.web.TimeStampPages;
import org.signetmail.web.WatchedPages;

/**
 * An organisation's system at work: mail, web, clockwork. Up when {@link #start} returns; {@link
 * #close} lets mail that is under way come to its end, and stops. Everything it holds is closed in
 * the opposite order, whichever part failed to start.
 */
public final class Services implements Closeable {
  private static final long IN_MEMORY = 64 << 10;

  private final Organization organization;
  private final Map<String, String> environment;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private int smtpOutboundPort;
  private int smtpInboundPort;
  private int httpsPort;
  private int httpPort;
  private int ldapPort;

  private Services(Organization organization, Map<String, String> environment) {
    this.organization = organization;
    this.environment = environment;
  }

  /** Starts all services of an opened organisation; closing it stays with the caller. */
  public static Services start(Organization organization) throws IOException {
    return start(organization, System.getenv());
  }

  /**
   * @param environment may name a collector of traces
   */
  static Services start(Organization organization, Map<String, String> environment)
      throws IOException {
    Services services = new Services(organization, environment);
    try {
      services.start();
      return services;
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  public int smtpOutboundPort() {
    return smtpOutboundPort;
  }

  public int smtpInboundPort() {
    return smtpInboundPort;
  }

  public int httpPort() {
    return httpPort;
  }

  public int httpsPort() {
    return httpsPort;
  }

  public int ldapPort() {
    return ldapPort;
  }

  /** Where everything is, for a person. */
  public String describe() {
    return "web https://localhost:%d/ and http://localhost:%d/\nmail out SMTP 127.0.0.1:%d, mail in SMTP 127.0.0.1:%d, next hop %s\ndirectory LDAP %s, at port %d"
        .formatted(
            httpsPort,
            httpPort,
            smtpOutboundPort,
            smtpInboundPort,
            organization.configuration().mail().describe(),
            organization.configuration().directory().ldap().host(),
            ldapPort);
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        org.slf4j.LoggerFactory.getLogger(Services.class).warn("while stopping: {}", e.toString());
      }
    }
  }

  private void start() throws IOException {
    Configuration configuration = organization.configuration();
    String hostname = NextHops.hostname(configuration);
    NextHops hops =
        keep(
            NextHops.open(organization.home(), configuration, organization.store().stsPolicies())
                .watched());
    LivePolicy policy = new LivePolicy(organization);
    Optional<Traces> traces =
        Traces.areAsked(environment) ? Optional.of(keep(Traces.of(environment))) : Optional.empty();
    traces.ifPresent(all -> {
      organization.store().watch(all.store());
      keep(() -> organization.store().watch(StoreWatch.NONE));
    });
    Metrics metrics = new Metrics(organization, traces);
    Spool spool =
        new Spool(
            Path.of(System.getProperty("java.io.tmpdir")),
            IN_MEMORY,
            configuration.mail().maximumSize() * 2);
    Primitives primitives = Primitives.standard();
    org.slf4j.LoggerFactory.getLogger(Services.class).info("cryptography by {}", primitives);
    GatewayPorts ports =
        new GatewayPorts(
            policy,
            organization.mailing().seals()::sealFor,
            organization.directory(),
            hops.outbound(),
            organization.store().journal(),
            spool,
            organization.random(),
            organization.clock(),
            new GatewayPorts.Extras(
                metrics,
                organization.mailing().affiliations(),
                organization.mailing().readers(),
                primitives,
                new DecisionFiles(organization.home().decisions()),
                new CountedJudge(new MailJudge(organization, spool, primitives), metrics::judged),
                organization.mailing().harvester(),
                organization.mailing().keyRing(),
                Optional.of(organization.mailing().formPasswords()),
                keep(new RolloutSightings(organization))));
    SSLContext tls = ServerTls.context(organization);
    MailServers servers = new MailServers(organization, tls, hostname, traces);
    GatewayPorts inbound = ports.to(hops.inbound());
    SmtpServer outbound = keep(servers.startOutbound(ports, inbound));
    metrics.count(Facts.Direction.OUTBOUND, outbound);
    smtpOutboundPort = outbound.port();
    AcmeServer acme = keep(AcmeServer.of(organization, hops.byRecipient(), spool));
    SmtpServer taking = keep(servers.startInbound(inbound, acme::before));
    metrics.count(Facts.Direction.INBOUND, taking);
    smtpInboundPort = taking.port();
    OcspResponder responder = organization.certifying().ocspResponder();
    DirectoryHost directory = new DirectoryHost(organization);
    Purses purses = directory.purses();
    ldapPort = keep(directory.start(tls, purses, metrics.registry())).port();
    List<Pages> pages = pages(metrics, responder, purses, acme, policy);
    traces.ifPresent(all -> pages.add(new WatchedPages(all.requests())));
    web(tls, pages);
    keep(new Clockwork(organization, hops.byRecipient(), policy, responder)).start();
  }

  private void web(SSLContext tls, List<Pages> pages) throws IOException {
    Configuration.Listen listen = organization.configuration().listen();
    HttpServer server =
        keep(
            HttpServer.start(
                listen.https().socketAddress(),
                listen.http().socketAddress(),
                tls,
                organization.configuration().enrolment().clientCertificates(),
                pages));
    httpsPort = server.httpsPort();
    httpPort = server.httpPort();
  }

  private List<Pages> pages(
      Metrics metrics,
      OcspResponder responder,
      Purses purses,
      AcmeServer acme,
      Supplier<Policy> policy)
      throws IOException {
    List<Pages> pages = new ArrayList<>(pages(metrics, responder, purses));
    pages.add(new ConsoleHouse(organization).pages(metrics, policy));
    acme.pages().ifPresent(pages::add);
    return pages;
  }

  private List<Pages> pages(Metrics metrics, OcspResponder responder, Purses purses)
      throws IOException {
    String root = AuthorityPages.name(organization.root().keyId());
    String issuing = AuthorityPages.name(organization.issuing().keyId());
    List<FrontPage.Link> links =
        List.of(
            new FrontPage.Link(
                "/ca/" + root + ".cer",
                "Root certificate",
                "what partners trust; SHA-256 " + grouped(organization.root().fingerprint())),
            new FrontPage.Link(
                "/ca/" + issuing + ".cer",
                "Issuing certificate",
                "the authority that signs people's certificates"),
            new FrontPage.Link(
                "/crl/" + issuing + ".crl", "Revocation list", "which certificates ended early"),
            new FrontPage.Link(
                "/log/checkpoint",
                "Log checkpoint",
                "the signed state of the public log; keep a copy"),
            new FrontPage.Link("/log/vkey", "Log key", "checks checkpoints and proofs"),
            new FrontPage.Link("/health/ready", "Health", "whether this system can work now"));
    List<Pages> pages =
        new ArrayList<>(
            EnrolmentPages.of(
                organization,
                new EnrolmentLimits(organization.store().attempts(), organization.clock())));
    Collections.addAll(
        pages,
        new Portal(organization)
            .pages(links, keep(SignIn.of(organization))), // over HTTPS it has the first page
        new FrontPage(organization.configuration().organization(), links),
        new HealthPages(
            List.of(
                new StoreCheck(organization),
                new ClockCheck(organization.time()),
                new DirectoryCheck(ldap()))),
        new OutagePages(StoreUnavailable.class),
        new MetricsPages(metrics.registry()),
        new AuthorityPages(
            organization.authorities(), organization.store().aside().crls(), organization.clock()),
        new OcspPages(responder, organization.clock()),
        new TimeStampPages(organization.certifying().timeStampAuthority()),
        new CertificateSearchPages(
            organization.store().aside().certificates(),
            organization.authorities(),
            purses,
            organization.clock()),
        ServedClientFiles.pages(organization),
        new LogPages(organization.log()));
    return pages;
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  /** A fingerprint as people compare it: groups of four. */
  private static String grouped(String hex) {
    return hex.replaceAll("(.{4})(?!$)", "$1 ");
  }

  private InetSocketAddress ldap() {
    return new InetSocketAddress(organization.configuration().directory().ldap().host(), ldapPort);
  }
}
