package org.signetmail.app.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.directory.CertificateSource;
import org.signetmail.directory.LookupLimits;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.DecisionRecord;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.GatewayEvents;
import org.signetmail.gateway.GatewayPorts;
import org.signetmail.gateway.GatewaySettings;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.Judge;
import org.signetmail.gateway.KeyRing;
import org.signetmail.gateway.MailSightings;
import org.signetmail.gateway.NextHop;
import org.signetmail.gateway.Readers;
import org.signetmail.gateway.SubmissionAgent;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.Access;
import org.signetmail.smtp.ServerLimits;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person's agent at work: takes mail from that person's mail program on this machine, signs it
 * with the person's own key, encrypts it, and hands it to the company's submission server while the
 * mail program waits. Up when {@link #start} returns. Thread-safe.
 */
public final class Agent implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final long IN_MEMORY = 64 << 10;
  private static final Duration JOURNAL_KEPT = Duration.ofDays(14);

  /** A person waits: longer than this, and the mail program asks whether to try again. */
  private static final LookupLimits LIMITS =
      new LookupLimits(
          Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(30), 10_000);

  private final SmtpServer server;

  private Agent(SmtpServer server) {
    this.server = server;
  }

  /**
   * Where an agent looks for others' certificates.
   *
   * @param sources in order of rank
   */
  public record Others(List<CertificateSource> sources, Supplier<PathValidator.Context> trust) {
    public Others {
      sources = List.copyOf(sources);
    }
  }

  /**
   * Starts to listen.
   *
   * @param listen a loopback address
   * @throws IOException when the port is taken
   */
  public static Agent start(
      InetSocketAddress listen,
      OwnKeys person,
      Others others,
      Supplier<Policy> policy,
      NextHop submission,
      AgentFolder folder)
      throws IOException {
    if (!listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "--listen " + listen + ": an agent signs for whoever reaches it; listen on 127.0.0.1");
    }
    InstantSource clock = InstantSource.system();
    folder.journal().forget(clock.instant().minus(JOURNAL_KEPT));
    List<CertificateSource> sources = new ArrayList<>();
    sources.add(new Own(person.readers()));
    sources.addAll(others.sources());
    ServerLimits limits = ServerLimits.STANDARD.withConnections(50);
    Spool spool =
        new Spool(
            Path.of(System.getProperty("java.io.tmpdir")), IN_MEMORY, limits.messageOctets() * 2);
    GatewayPorts ports =
        new GatewayPorts(
            policy,
            person,
            new CertificateDirectory(sources, others.trust(), LIMITS, clock),
            submission,
            folder.journal(),
            spool,
            new SecureRandom(),
            clock,
            new GatewayPorts.Extras(
                new Told(),
                Affiliations.NONE,
                Readers.UNKNOWN,
                Primitives.standard(),
                DecisionRecord.NONE,
                Judge.NONE,
                Harvester.NONE,
                KeyRing.EMPTY,
                Optional.empty(),
                MailSightings.NONE));
    String hostname = "agent." + domains(person.mailboxes()).iterator().next();
    Gateway gateway =
        new Gateway(
            new GatewaySettings(Facts.Direction.OUTBOUND, hostname, folder.traceKey()), ports);
    ServerSettings settings =
        new ServerSettings(
            listen, hostname, limits, Optional.empty(), Access.OPEN, Optional.empty());
    return new Agent(
        SmtpServer.start(settings, new SubmissionAgent(person.mailboxes(), gateway), spool, clock));
  }

  private static Set<String> domains(Collection<Mailbox> mailboxes) {
    return mailboxes.stream().map(Mailbox::domain).collect(Collectors.toCollection(TreeSet::new));
  }

  public int port() {
    return server.port();
  }

  /** Lets mail that is under way come to its end. */
  @Override
  public void close() {
    server.close();
  }

  /** The person's own certificates: mail to oneself is encrypted too. */
  private record Own(List<Certificate> certificates) implements CertificateSource {
    @Override
    public String name() {
      return "own keys";
    }

    @Override
    public List<Certificate> find(Mailbox mailbox) {
      return certificates.stream().filter(one -> one.mailboxes().contains(mailbox)).toList();
    }
  }

  /** What the person can read where the agent runs: no addresses. */
  private static final class Told implements GatewayEvents {
    @Override
    public void sent(Facts.Direction direction, Treatment treatment, int recipients) {
      LOG.info(
          "sent {}{} to {}",
          treatment.sign() == Treatment.Sign.YES ? "signed" : "not signed by the agent",
          treatment.encrypt() == Treatment.Encrypt.NO ? ", not encrypted" : ", encrypted",
          recipients == 1 ? "1 recipient" : recipients + " recipients");
    }

    @Override
    public void trouble(String line) {
      LOG.warn("{}", line);
    }
  }
}
