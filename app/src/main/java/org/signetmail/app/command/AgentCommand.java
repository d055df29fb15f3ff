package org.signetmail.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.agent.Agent;
import org.signetmail.app.agent.AgentFolder;
import org.signetmail.app.agent.AgentPolicy;
import org.signetmail.app.agent.KeyRenewal;
import org.signetmail.app.agent.OwnKeys;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.EstClient;
import org.signetmail.app.http.ShownIdentity;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
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
          + " --trust root.pem --search https://signet.example.com:8443"
          + " --renew https://signet.example.com:8443",
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

  @Mixin private Keys keys = new Keys();
  @Mixin private RelayOptions relay = new RelayOptions();
  @Mixin private AgentLookup lookup = new AgentLookup();

  @Option(
      names = "--renew",
      paramLabel = "URL",
      description =
          "The organisation's server for enrolment (EST, RFC 7030): your signing key is made anew"
              + " before its certificate ends, and its file written again.")
  private @Nullable URI renew;

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
    OwnKeys person =
        new OwnKeys(
            keys.signers(),
            keys.readersIfAny().stream().map(DecryptionIdentity::certificate).toList(),
            InstantSource.system());
    warnAbout(person);
    try (AgentLookup found = lookup;
        Termination end = new Termination();
        AgentFolder held = AgentFolder.take(place(), new SecureRandom());
        RelayClient submission = new RelayClient(way);
        Agent agent =
            Agent.start(
                endpoint.socketAddress(),
                person,
                found.others(above(person), relay.tlsTrust()),
                rules,
                submission,
                held);
        Closeable _ = renewal(person, held)) {
      relay.problem().ifPresent(problem -> System.err.println("signet: " + problem));
      System.out.println("agent of " + names(person));
      System.out.println(
          "mail program: SMTP " + new Endpoint(endpoint.host(), agent.port()) + ", no encryption");
      System.out.println("submission server: " + relay);
      System.out.println("ready");
      end.await();
    }
    return ExitCode.DONE.number();
  }

  /** Under way from here on; nothing where it was not asked for. */
  private Closeable renewal(OwnKeys person, AgentFolder held) throws IOException {
    URI server = renew;
    if (server == null) {
      return () -> {};
    }
    if (!"https".equals(server.getScheme()) || server.getHost() == null) {
      throw Failure.usage(
          "--renew " + server + ": is no server over TLS; write https://signet.example.com");
    }
    Optional<Path> root = relay.tlsTrust();
    byte[] roots = root.isPresent() ? Input.smallFile(root.get(), "a certificate") : new byte[0];
    KeyRenewal renewal =
        new KeyRenewal(
            person,
            keys.files(),
            identity -> new EstClient(server, shown(identity, root, roots)),
            held,
            new SecureRandom(),
            line -> System.err.println("signet: " + line),
            InstantSource.system());
    renewal.start();
    return renewal;
  }

  private static BoundedHttp shown(SigningIdentity identity, Optional<Path> root, byte[] roots) {
    ShownIdentity own = new ShownIdentity(identity);
    try {
      return new BoundedHttp(
          PATIENCE,
          root.isPresent()
              ? TlsTrust.under(roots, root.get().toString(), own)
              : TlsTrust.ofPlatform(own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static List<Certificate> above(OwnKeys person) {
    return person.signers().stream()
        .flatMap(one -> one.path().stream().skip(1))
        .distinct()
        .toList();
  }

  private static String names(OwnKeys person) {
    return String.join(", ", person.mailboxes().stream().map(Mailbox::toString).sorted().toList());
  }

  /** Certificates that end. */
  private void warnAbout(OwnKeys person) {
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
      } else if (renew == null && end.isBefore(now.plus(SOON))) {
        System.err.println(
            "signet: certificate of "
                + one.certificate().displayName()
                + ": ends at "
                + end
                + "; renew it before, or give --renew URL");
      }
    }
  }
}
