package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.KeyName;
import org.signetmail.ca.OcspResponder;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.GatewayPorts;
import org.signetmail.gateway.GatewaySettings;
import org.signetmail.gateway.Readers;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.ServerLimits;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.web.AuthorityPages;
import org.signetmail.web.CertificateSearchPages;
import org.signetmail.web.FrontPage;
import org.signetmail.web.HealthPages;
import org.signetmail.web.HttpServer;
import org.signetmail.web.LogPages;
import org.signetmail.web.MetricsPages;
import org.signetmail.web.OcspPages;
import org.signetmail.web.Pages;
import org.signetmail.web.ReadinessCheck;
import org.signetmail.web.TimeStampPages;

/**
 * An organisation's system at work: mail, web, clockwork. Up when {@link #start} returns; {@link
 * #close} lets mail that is under way come to its end, and stops. Everything it holds is closed in
 * the opposite order, whichever part failed to start.
 */
public final class Services implements Closeable {
  private static final long IN_MEMORY = 64 << 10;

  private final Organization organization;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private int smtpOutboundPort;
  private int smtpInboundPort;
  private int httpsPort;
  private int httpPort;

  private Services(Organization organization) {
    this.organization = organization;
  }

  /** Starts all services of an opened organisation; closing it stays with the caller. */
  public static Services start(Organization organization) throws IOException {
    Services services = new Services(organization);
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

  public int httpPort() {
    return httpPort;
  }

  public int httpsPort() {
    return httpsPort;
  }

  /** Where everything is, for a person. */
  public String describe() {
    return "web https://localhost:%d/ and http://localhost:%d/\nmail out SMTP 127.0.0.1:%d, mail in SMTP 127.0.0.1:%d, next hop %s"
        .formatted(
            httpsPort,
            httpPort,
            smtpOutboundPort,
            smtpInboundPort,
            organization.configuration().mail().nextHop());
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
    String hostname = "signet." + configuration.domains().getFirst();
    Endpoint hop = configuration.mail().nextHop();
    RelayClient nextHop =
        keep(new RelayClient(RelaySettings.plain(hop.host(), hop.port(), hostname)));
    LivePolicy policy = new LivePolicy(organization);
    Metrics metrics = new Metrics(organization);
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
            organization.seals()::sealFor,
            organization.directory(),
            nextHop,
            organization.store().journal(),
            spool,
            organization.random(),
            organization.clock(),
            new GatewayPorts.Extras(
                metrics,
                organization.affiliations(),
                Readers.UNKNOWN,
                primitives,
                new DecisionFiles(organization.home().decisions())));
    smtpOutboundPort =
        mail(Facts.Direction.OUTBOUND, configuration.listen().smtpOutbound(), hostname, ports);
    smtpInboundPort =
        mail(Facts.Direction.INBOUND, configuration.listen().smtpInbound(), hostname, ports);
    OcspResponder responder = organization.ocspResponder();
    web(metrics, responder);
    keep(new Clockwork(organization, nextHop, policy, responder)).start();
  }

  private int mail(Facts.Direction direction, Endpoint listen, String hostname, GatewayPorts ports)
      throws IOException {
    byte[] traceKey = organization.vault().derive("trace of mail");
    Gateway gateway = new Gateway(new GatewaySettings(direction, hostname, traceKey), ports);
    ServerLimits limits =
        ServerLimits.STANDARD.withMessageOctets(organization.configuration().mail().maximumSize());
    ServerSettings settings =
        new ServerSettings(listen.socketAddress(), hostname, limits, Optional.empty());
    return keep(SmtpServer.start(settings, gateway, ports.spool(), organization.clock())).port();
  }

  private void web(Metrics metrics, OcspResponder responder) throws IOException {
    Configuration.Listen listen = organization.configuration().listen();
    HttpServer server =
        keep(
            HttpServer.start(
                listen.https().socketAddress(),
                listen.http().socketAddress(),
                ServerTls.context(organization.vault().signing(KeyName.TLS)),
                pages(metrics, responder)));
    httpsPort = server.httpsPort();
    httpPort = server.httpPort();
  }

  private List<Pages> pages(Metrics metrics, OcspResponder responder) throws IOException {
    String root = AuthorityPages.name(organization.root().keyId());
    String issuing = AuthorityPages.name(organization.issuing().keyId());
    return List.of(
        new FrontPage(
            organization.configuration().organization(),
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
                    "/crl/" + issuing + ".crl",
                    "Revocation list",
                    "which certificates ended early"),
                new FrontPage.Link(
                    "/log/checkpoint",
                    "Log checkpoint",
                    "the signed state of the public log; keep a copy"),
                new FrontPage.Link("/log/vkey", "Log key", "checks checkpoints and proofs"),
                new FrontPage.Link("/health/ready", "Health", "whether this system can work now"))),
        new HealthPages(List.of(new StoreCheck(organization))),
        new MetricsPages(metrics.registry()),
        new AuthorityPages(
            organization.authorities(), organization.store().crls(), organization.clock()),
        new OcspPages(responder, organization.clock()),
        new TimeStampPages(organization.timeStampAuthority()),
        new CertificateSearchPages(
            organization.store().certificates(), organization.authorities(), organization.clock()),
        new LogPages(organization.log()));
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  /** A fingerprint as people compare it: groups of four. */
  private static String grouped(String hex) {
    return hex.replaceAll("(.{4})(?!$)", "$1 ");
  }

  /** The store answers. */
  private record StoreCheck(Organization organization) implements ReadinessCheck {
    @Override
    public String name() {
      return "store";
    }

    @Override
    public Optional<String> problem() {
      try {
        long size = organization.store().log().size();
        return size > 0 ? Optional.empty() : Optional.of("is empty; restore a backup");
      } catch (RuntimeException e) {
        return Optional.of("does not answer; see the log and check disk or database");
      }
    }
  }
}
