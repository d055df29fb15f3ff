package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailListener;
import org.signetmail.app.home.MailSettings;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.Peers;
import org.signetmail.smtp.ServerLimits;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;

/** The mail listeners of a running system, as signet.yaml has them. */
class MailListenersTest {
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  @TempDir Path folder;

  /** What the next hop got, as text. */
  private static final class Hop implements MailHandler {
    private volatile String last = "";

    @Override
    public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
      try (var in = message.stream()) {
        last = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        return Answer.OK;
      } catch (IOException e) {
        return new Answer(451, "4.3.0", "try again");
      }
    }
  }

  @Test
  void peopleLogInUnderTlsAndSendAsThemselvesAndStrangersReachOurDomainsOnly() throws Exception {
    Hop hop = new Hop();
    MailListener outbound =
        new MailListener(
            ANY_PORT,
            MailListener.Tls.REQUIRED,
            MailListener.Auth.OFFERED,
            Peers.NOBODY,
            MailListener.Senders.ANY,
            Peers.NOBODY,
            Peers.NOBODY,
            Peers.NOBODY);
    MailListener inbound =
        new MailListener(
            ANY_PORT,
            MailListener.Tls.OFFERED,
            MailListener.Auth.OFF,
            Peers.NOBODY,
            MailListener.Senders.ANY,
            Peers.NOBODY,
            Peers.NOBODY,
            Peers.NOBODY);
    try (SmtpServer next =
            SmtpServer.start(
                ServerSettings.loopback(0, "hop.test"),
                hop,
                Spool.standard(),
                InstantSource.system());
        Organization organization = made(next.port(), outbound, inbound, Optional.empty());
        Services services = Services.start(organization)) {
      put(organization, Person.State.ACTIVE);
      String password = new String(organization.mailing().submissionPasswords().set(ALICE));
      SSLContext trust = trusting(organization.root().x509());
      try (Talk talk = new Talk(services.smtpOutboundPort())) {
        talk.expect("EHLO c", "250");
        talk.expect("MAIL FROM:<alice@example.test>", "530 5.7.0 say STARTTLS");
        assertEquals("CN=localhost, O=Example Corp", talk.toTls(trust));
        talk.expect("EHLO c", "250");
        talk.expect("MAIL FROM:<alice@example.test>", "530 5.7.0 log in");
        talk.expect("AUTH PLAIN " + plain("alice@example.test", "guess"), "535");
        talk.expect("AUTH PLAIN " + plain("alice@example.test", password), "235");
        talk.expect("MAIL FROM:<bob@example.test>", "553");
        assertTrue(talk.mail("alice@example.test", "bob@example.test").startsWith("553 5.7.1"));
        assertEquals("", hop.last, "nothing went on in another's name");
        assertTrue(talk.mail("alice@example.test", "Alice <alice@example.test>").startsWith("250"));
      }
      assertTrue(hop.last.contains(" with ESMTPSA id "), hop.last);
      put(organization, Person.State.SUSPENDED);
      try (Talk talk = new Talk(services.smtpOutboundPort())) {
        talk.expect("EHLO c", "250");
        talk.toTls(trust);
        talk.expect("EHLO c", "250");
        talk.expect("AUTH PLAIN " + plain("alice@example.test", password), "535");
      }
      try (Talk talk = new Talk(services.smtpInboundPort())) {
        assertFalse(talk.expect("EHLO c", "250").contains("AUTH"));
        talk.expect("MAIL FROM:<x@far.test>", "250");
        talk.expect("RCPT TO:<alice@example.test>", "250");
        talk.expect("RCPT TO:<y@far.test>", "550 5.7.1");
      }
    }
  }

  @Test
  void theCertificateThatIsNamedIsShownOnSmtpAndWhatIsNoneIsSaid() throws Exception {
    Path pki = Files.createDirectories(folder.resolve("pki"));
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mx.example.test",
                "-addext",
                "subjectAltName=DNS:mx.example.test",
                "-keyout",
                pki.resolve("mx.key").toString(),
                "-out",
                pki.resolve("mx.pem").toString())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    assertEquals(0, openssl.waitFor());
    Configuration.TlsFiles files =
        new Configuration.TlsFiles(
            pki.resolve("mx.pem").toString(), pki.resolve("mx.key").toString());
    try (Organization organization =
            made(
                25,
                MailListener.outbound(ANY_PORT),
                MailListener.inbound(ANY_PORT),
                Optional.of(files));
        Services services = Services.start(organization);
        Talk talk = new Talk(services.smtpInboundPort())) {
      X509Certificate shown =
          org.signetmail.pkix.Certificates.read(Files.readAllBytes(pki.resolve("mx.pem")), "mx.pem")
              .getFirst()
              .x509();
      talk.expect("EHLO c", "250");
      assertEquals("CN=mx.example.test", talk.toTls(trusting(shown)));
    }
    Files.writeString(pki.resolve("mx.key"), "nothing");
    try (Organization organization = Organization.open(home(), InstantSource.system())) {
      Failure failure =
          org.junit.jupiter.api.Assertions.assertThrows(
              Failure.class, () -> Services.start(organization));
      assertTrue(String.valueOf(failure.getMessage()).contains("mx.key"), failure::getMessage);
    }
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private static void put(Organization organization, Person.State state) {
    Person alice = new Person(ALICE, "Alice", Set.of(), state, Instant.now());
    organization
        .store()
        .people()
        .put(alice, PersonLeaf.of(alice, Instant.now(), organization.random()));
  }

  private Organization made(
      int hop, MailListener outbound, MailListener inbound, Optional<Configuration.TlsFiles> files)
      throws IOException {
    Configuration configuration =
        new Configuration(
            "Example Corp",
            List.of("example.test"),
            "jdbc:sqlite:signet.db",
            new Configuration.Archive(3, 2),
            "http://127.0.0.1:8080",
            new Configuration.Listen(
                ANY_PORT, ANY_PORT, outbound, inbound, files, ServerLimits.STANDARD),
            new MailSettings(new Endpoint("127.0.0.1", hop), 50_000_000),
            "policy.yaml",
            "example.test/signet");
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home(), Policy.example().getBytes(StandardCharsets.UTF_8));
    return Organization.open(home(), InstantSource.system());
  }

  private static SSLContext trusting(X509Certificate root) throws Exception {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", root);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static String plain(String name, String password) {
    return Base64.getEncoder()
        .encodeToString(("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** A client, line by line. */
  private static final class Talk implements AutoCloseable {
    private Socket socket;
    private BufferedReader in;

    private Talk(int port) throws IOException {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
      this.in = reader(socket);
      reply();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
      socket.setSoTimeout(20_000);
      return new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private String reply() throws IOException {
      StringBuilder reply = new StringBuilder();
      String line = in.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        reply.append(line).append('\n');
        line = in.readLine();
      }
      return reply.append(line).toString();
    }

    private String say(String text) throws IOException {
      socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
      return reply();
    }

    private String expect(String line, String start) throws IOException {
      String reply = say(line);
      assertTrue(reply.startsWith(start), line + " → " + reply);
      return reply;
    }

    private String mail(String sender, String from) throws IOException {
      expect("MAIL FROM:<" + sender + ">", "250");
      expect("RCPT TO:<bob@example.test>", "250");
      expect("DATA", "354");
      String mail =
          """
          From: %s
          Date: Mon, 23 Nov 2026 12:00:00 +0000
          Message-ID: <1@example.test>
          Subject: x

          text
          .
          """
              .formatted(from);
      return say(mail.replace("\n", "\r\n").strip());
    }

    /** Whom the server's certificate names. */
    private String toTls(SSLContext trust) throws IOException {
      expect("STARTTLS", "220");
      SSLSocket tls =
          (SSLSocket)
              trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
      tls.startHandshake();
      socket = tls;
      in = reader(tls);
      return ((X509Certificate) tls.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
