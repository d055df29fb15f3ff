package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.signetmail.app.home.AcmeSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.enrolment.emailreply.ChallengeCheck;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.ResponseMail;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.policy.Policy;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;

/**
 * A running system with an ACME server, two people, and the mail server next door: it keeps their
 * mailboxes, and what it says of DKIM counts.
 */
final class AcmeHouse implements Closeable {
  static final Mailbox ACME = Mailbox.of("acme@example.test");
  static final Mailbox ALICE = Mailbox.of("alice@example.test");
  static final Mailbox BOB = Mailbox.of("bob@example.test");

  /** What the mail server next door writes over mail that it took from our own people. */
  static final String AUTHENTIC =
      """
      Authentication-Results: mx.example.test; dkim=pass header.d=example.test
      DKIM-Signature: v=1; d=example.test; s=a; bh=x; b=y; h=From:Sender:Reply-To:To:CC:Subject:
       Date:In-Reply-To:References:Message-ID:Content-Type:Content-Transfer-Encoding
      """
          .replace("\n", "\r\n");

  final Organization organization;
  final String base;
  final Services services;
  private final MaildirSink mailboxes;
  private final SmtpServer nextHop;

  AcmeHouse(Path folder, AcmeRules.Binding binding, int ordersAnHour) throws IOException {
    mailboxes = new MaildirSink(folder.resolve("mail"));
    nextHop =
        SmtpServer.start(
            ServerSettings.loopback(0, "mx.example.test"),
            mailboxes,
            Spool.standard(),
            InstantSource.system());
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    base = "https://localhost:" + port;
    Endpoint any = new Endpoint("127.0.0.1", 0);
    Configuration plain =
        RunningSystem.configuration(
            Configuration.Status.STANDARD, List.of(), "http://127.0.0.1:8080");
    Configuration configuration =
        new Configuration(
                plain.organization(),
                plain.domains(),
                plain.storeUrl(),
                plain.archive(),
                plain.publicUrl(),
                new Configuration.Listen(new Endpoint("127.0.0.1", port), any, any, any),
                new MailSettings(new Endpoint("127.0.0.1", nextHop.port()), 50_000_000),
                plain.policyFile(),
                plain.log(),
                plain.certificates(),
                plain.status(),
                plain.backup())
            .with(
                new AcmeSettings(
                    Optional.of(ACME),
                    Optional.of(base),
                    binding,
                    AcmeSettings.Caa.DANGEROUSLY_IGNORED,
                    Set.of(),
                    Set.of("mx.example.test"),
                    Duration.ofHours(24),
                    ordersAnHour,
                    10));
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    organization = Organization.open(home, InstantSource.system());
    services = Services.start(organization);
    organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of("staff"));
    organization.enrolling().enrolment().invite(BOB, "Bob Example", Set.of("guests"));
  }

  URI directory() {
    return URI.create(base + "/acme/directory");
  }

  /** The newest challenge in a mailbox, as a mail program of RFC 8823 takes it. */
  ChallengeMail challenge(Mailbox to, int number) throws Exception {
    for (int attempt = 0; mailboxes.messages(to).size() < number; attempt++) {
      if (attempt == 100) {
        throw new AssertionError("no challenge came to " + to);
      }
      Thread.sleep(100);
    }
    MessageReader reader =
        new MessageReader(
            List.of(),
            organization.trust(RevocationChecking.IF_AVAILABLE),
            Spool.standard(),
            MessageReader.Options.standard());
    Path newest = mailboxes.messages(to).get(number - 1);
    try (Octets mail = Octets.of(newest)) {
      ChallengeMail.Judged judged =
          new ChallengeCheck(reader, Set.of())
              .judge(mail, new ChallengeCheck.Expected(ACME, to), Instant.now());
      return assertInstanceOf(ChallengeMail.Judged.Accepted.class, judged).mail();
    }
  }

  int mails(Mailbox to) throws IOException {
    return mailboxes.messages(to).size();
  }

  /** The right answer, as text. */
  static String response(ChallengeMail challenge, TokenPart byHttps, String thumbprint) {
    return new String(
        ResponseMail.to(challenge, byHttps, thumbprint, Instant.now(), UUID.randomUUID().toString())
            .octets(),
        StandardCharsets.US_ASCII);
  }

  /** Hands mail in from outside. */
  Answer deliver(Optional<Mailbox> from, String mail) throws IOException {
    try (RelayClient relay =
            new RelayClient(
                RelaySettings.plain("127.0.0.1", services.smtpInboundPort(), "mx.example.test"));
        Octets message = Octets.of(mail.getBytes(StandardCharsets.US_ASCII))) {
      return Objects.requireNonNull(
          relay
              .send(
                  new Envelope(from, List.of(new Envelope.Recipient(ACME, List.of())), List.of()),
                  message)
              .get(ACME));
    }
  }

  @Override
  public void close() throws IOException {
    services.close();
    organization.close();
    nextHop.close();
  }
}
