package org.signetmail.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.agent.Agent;
import org.signetmail.app.agent.AgentFolder;
import org.signetmail.app.agent.AgentPolicy;
import org.signetmail.app.agent.AgentTrust;
import org.signetmail.app.agent.FolderCertificates;
import org.signetmail.app.agent.StatusChecked;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.SearchedCertificates;
import org.signetmail.app.organization.StatusClient;
import org.signetmail.directory.CertificateSource;
import org.signetmail.lookup.LdapCertificateSource;
import org.signetmail.lookup.LdapSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet agent}: signs and encrypts what a person's own mail program sends. */
@Command(
    name = "agent",
    header = {
      "Example: signet agent --key alice.p12 --relay submission://mail.example.com --login alice"
          + " --trust root.pem --search https://signet.example.com:8443",
      ""
    },
    description = {
      "Takes mail from your mail program on this machine, signs it with your own key, encrypts it"
          + " to",
      "whom it finds a certificate for, and hands it to your company's submission server. Up when"
          + " it",
      "prints 'ready'; SIGTERM stops it. Options may stand in a file, one a line: signet agent"
          + " @FILE."
    },
    sortOptions = false)
final class AgentCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofDays(30);
  private static final int LDAPS = 636;

  @Mixin private Keys keys = new Keys();
  @Mixin private RelayOptions relay = new RelayOptions();

  @Option(
      names = "--trust",
      paramLabel = "ROOT",
      description = "Roots under which others' certificates are used; none, and nobody's is.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--certs",
      paramLabel = "FILE",
      description = "Certificates that help to find a path, trusted for nothing.")
  private List<Path> helping = new ArrayList<>();

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "Revocation lists; enforced, and read again when they change.")
  private List<Path> lists = new ArrayList<>();

  @Option(
      names = "--revocation",
      paramLabel = "HOW",
      description =
          "Whether the status of others' certificates is asked for where they say: required,"
              + " if-available (default), off.")
  private String revocation = "if-available";

  @Option(
      names = "--certificates",
      paramLabel = "PLACE",
      description = "A file or a folder with others' certificates, PEM or DER; may be repeated.")
  private List<Path> places = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "URL",
      description =
          "The organisation's certificate store (RFC 4387): https://signet.example.com:8443.")
  private List<URI> stores = new ArrayList<>();

  @Option(
      names = "--ldap",
      paramLabel = "URL",
      description = "A directory: ldaps://ldap.example.com/ou=people,dc=example,dc=com (RFC 4516).")
  private List<URI> directories = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "policy.yaml, its outbound rules; when left out all is signed, and encrypted if"
              + " possible.")
  private @Nullable Path policy;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "For your mail program, on this machine only; 127.0.0.1:2587.")
  private String listen = "127.0.0.1:2587";

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "What the agent keeps; ~/.signet-agent when left out.")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = endpoint();
    RelaySettings way = relay.settings();
    AgentPolicy rules = AgentPolicy.of(Optional.ofNullable(policy));
    Agent.Person person =
        new Agent.Person(
            keys.signers(),
            keys.readersIfAny().stream().map(DecryptionIdentity::certificate).toList());
    warnAbout(person);
    AgentTrust trust = new AgentTrust(roots, helping, above(person), lists);
    List<CertificateSource> sources = sources();
    try (Termination end = new Termination();
        AgentFolder held = AgentFolder.take(place(), new SecureRandom());
        RelayClient submission = new RelayClient(way);
        Agent agent =
            Agent.start(
                endpoint.socketAddress(),
                person,
                new Agent.Others(checked(sources, trust), trust),
                rules,
                submission,
                held)) {
      relay.problem().ifPresent(problem -> System.err.println("signet: " + problem));
      System.out.println("agent of " + names(person));
      System.out.println(
          "mail program: SMTP " + new Endpoint(endpoint.host(), agent.port()) + ", no encryption");
      System.out.println("submission server: " + relay);
      System.out.println("ready");
      end.await();
    } finally {
      close(sources);
    }
    return ExitCode.DONE.number();
  }

  private Endpoint endpoint() {
    Endpoint endpoint;
    try {
      endpoint = Endpoint.of(listen);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--listen " + e.getMessage());
    }
    if (!endpoint.socketAddress().getAddress().isLoopbackAddress()) {
      throw Failure.usage(
          "--listen "
              + listen
              + ": is not this machine alone, and the agent signs; write 127.0.0.1");
    }
    return endpoint;
  }

  private Path place() {
    return folder != null
        ? folder
        : Path.of(System.getProperty("user.home")).resolve(".signet-agent");
  }

  private static List<Certificate> above(Agent.Person person) {
    return person.signers().stream()
        .flatMap(one -> one.path().stream().skip(1))
        .distinct()
        .toList();
  }

  private static String names(Agent.Person person) {
    return String.join(", ", person.mailboxes().stream().map(Mailbox::toString).sorted().toList());
  }

  /** Certificates that end. */
  private static void warnAbout(Agent.Person person) {
    if (person.mailboxes().isEmpty()) {
      throw new Failure(
          ExitCode.UNREADABLE,
          "--key: its certificate names no mailbox (RFC 8550 §3); have one issued that names"
              + " yours");
    }
    Instant now = Instant.now();
    for (SigningIdentity one : person.signers()) {
      Instant end = one.certificate().notAfter();
      if (end.isBefore(now)) {
        System.err.println(
            "signet: certificate of "
                + one.certificate().displayName()
                + ": expired at "
                + end
                + "; it signs no more, renew it");
      } else if (end.isBefore(now.plus(SOON))) {
        System.err.println(
            "signet: certificate of "
                + one.certificate().displayName()
                + ": ends at "
                + end
                + "; renew it before");
      }
    }
  }

  /** Files first, then the organisation's store, then directories. */
  private List<CertificateSource> sources() throws IOException {
    List<CertificateSource> sources = new ArrayList<>();
    if (roots.isEmpty()) {
      if (!places.isEmpty() || !stores.isEmpty() || !directories.isEmpty()) {
        throw Failure.usage(
            "agent: without a root nobody's certificate can be used; give --trust ROOT");
      }
      return sources;
    }
    if (!places.isEmpty()) {
      sources.add(new FolderCertificates(places));
    }
    for (URI store : stores) {
      sources.add(searched(store));
    }
    for (URI directory : directories) {
      sources.add(new LdapCertificateSource(ldap(directory)));
    }
    return sources;
  }

  private List<CertificateSource> checked(List<CertificateSource> sources, AgentTrust trust) {
    RevocationChecking checking = checking();
    return sources.stream()
        .<CertificateSource>map(source ->
            new StatusChecked(
                source, trust, new StatusClient(PATIENCE), checking, InstantSource.system()))
        .toList();
  }

  private CertificateSource searched(URI store) throws IOException {
    if (!BoundedHttp.reaches(store)) {
      throw Failure.usage(
          "--search " + store + ": is no address; write https://signet.example.com");
    }
    String path = store.getPath() == null ? "" : store.getPath();
    URI search = path.isEmpty() || path.equals("/") ? store.resolve("/certificates/search") : store;
    Optional<Path> root = relay.tlsTrust();
    return new SearchedCertificates(
        search,
        root.isPresent()
            ? new BoundedHttp(PATIENCE, Input.tlsUnder(root.get()))
            : new BoundedHttp(PATIENCE));
  }

  private static LdapSettings ldap(URI url) {
    if (!"ldaps".equals(url.getScheme()) || url.getHost() == null || url.getPath().length() < 2) {
      throw Failure.usage(
          "--ldap "
              + url
              + ": is no directory over TLS; write ldaps://ldap.example.com/ou=people,dc=example,"
              + "dc=com (RFC 4516)");
    }
    return new LdapSettings(
        "directory " + url.getHost(),
        url.getHost(),
        url.getPort() > 0 ? url.getPort() : LDAPS,
        LdapSettings.Transport.TLS,
        url.getPath().substring(1),
        Set.of(),
        PATIENCE);
  }

  private RevocationChecking checking() {
    return switch (revocation) {
      case "required" -> RevocationChecking.REQUIRED;
      case "if-available" -> RevocationChecking.IF_AVAILABLE;
      case "off" -> RevocationChecking.OFF;
      default ->
          throw Failure.usage(
              "--revocation " + revocation + ": one of required, if-available, off");
    };
  }

  private static void close(List<CertificateSource> sources) throws Exception {
    for (CertificateSource source : sources) {
      if (source instanceof AutoCloseable open) {
        open.close();
      }
    }
  }
}
