package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.OutsideAuthorityException;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.enrolment.OutsideRequest;
import org.signetmail.enrolment.emailreply.ChallengeCheck;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.ResponseMail;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.CommandRun;

/**
 * A person enrols with acme4j and the mails of RFC 8823 through Postfix, which signs with DKIM
 * under a key in DNS; the domain's CAA records decide too.
 */
class AcmeOverPostfixTest {
  private static final Mailbox ACME = Mailbox.of("acme@example.test");
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final String POLICY =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aPersonEnrolsThroughAMailExchangeAndWhoForgesOrRepeatsDoesNot() throws Exception {
    List<Integer> ports = SignetProcess.freePorts(4);
    KeyPair dkim = rsa();
    SigningExchange exchange = new SigningExchange(ACME, ports.get(1), dkim);
    SignetProcess signet =
        new SignetProcess(
            folder.resolve("home"), ports.get(2), POLICY, List.of(ports.get(0), ports.get(1)));
    try (Zone zone = new Zone();
        SmtpServer behind =
            SmtpServer.start(
                ServerSettings.loopback(ports.get(3), "exchange.example.test"),
                exchange,
                Spool.standard(),
                InstantSource.system());
        PostfixInstance postfix =
            PostfixInstance.start(folder.resolve("postfix"), ports.get(2), behind.port())) {
      zone.text("s1._domainkey.example.test", "v=DKIM1; p=" + base64(dkim))
          .caa("example.test", "issuemail", "other.test");
      String https = configured(signet.home(), zone.port());
      done(signet, "user", "add", ALICE.toString(), "--name=Alice Example");
      List<String> key = done(signet, "acme", "key", ALICE.toString()).text().lines().toList();
      SignetProcess.Running running = signet.start();
      try {
        Certificate root =
            Certificate.of(
                org.signetmail.pkix.Certificates.read(
                        Files.readAllBytes(signet.home().resolve("certificates/root.pem")), "root")
                    .getFirst()
                    .encoded());
        OutsideAuthority authority =
            OutsideAuthority.signIn(
                new AcmeAccount(
                    java.net.URI.create(https + "/acme/directory"),
                    List.of(root),
                    KeyPairs.signing(KeyAlgorithm.P_256, new SecureRandom()),
                    Optional.of(
                        new AcmeAccount.Binding(
                            key.get(0).split(" ")[1], key.get(1).split(" ")[1])),
                    AcmeAccount.Terms.NOT_AGREED));
        PlacedOrder order = authority.order(ALICE);
        PlacedOrder.EmailReply asked = order.challenge().orElseThrow();
        String good = answer(exchange, root, asked, authority.thumbprint());

        exchange.key = rsa();
        refused(exchange, postfix, good, 1); // signed under a key that is not the domain's
        exchange.key = dkim;
        refused(
            exchange, postfix, good.replace("MIME-V", "List-Id: <all.example.test>\r\nMIME-V"), 2);
        refused(exchange, postfix, good.replace("From: alice", "From: mallory"), 3);
        refused(
            exchange, postfix, good.replace("MIME-V", "Auto-Submitted: auto-replied\r\nMIME-V"), 4);
        submit(postfix, good);
        awaitAnswers(exchange, 5);
        assertEquals(250, exchange.answers.get(4).code(), exchange.answers::toString);
        refused(exchange, postfix, good, 6); // the same again

        authority.answered(asked);
        authority.awaitProof(asked, Duration.ofSeconds(20));
        OutsideRequest request =
            new OutsideRequest.Signing(
                ALICE,
                CertificationRequest.forSigning(
                    KeyPairs.signing(KeyAlgorithm.P_256, new SecureRandom()), "Alice", ALICE));
        OutsideAuthorityException forbidden =
            assertThrows(
                OutsideAuthorityException.class,
                () -> authority.certify(order.location(), request, Duration.ofSeconds(10)));
        assertTrue(
            String.valueOf(forbidden.getMessage()).contains("RFC 9495"), forbidden::toString);
        zone.caa("example.test", "issuemail", "example.test");
        List<Certificate> chain =
            authority.certify(order.location(), request, Duration.ofSeconds(10));
        assertEquals(List.of(ALICE), chain.getFirst().mailboxes());
      } finally {
        running.stop();
      }
    }
  }

  private static String answer(
      SigningExchange exchange, Certificate root, PlacedOrder.EmailReply asked, String thumbprint)
      throws Exception {
    byte[] mail =
        Objects.requireNonNull(
            exchange.kept.poll(30, TimeUnit.SECONDS), "no challenge came through Postfix");
    MessageReader reader =
        new MessageReader(
            List.of(),
            new PathValidator.Context(
                List.of(root),
                List.of(),
                RevocationEvidence.NONE,
                RevocationChecking.IF_AVAILABLE,
                PathValidator.PolicyInputs.ANY),
            Spool.standard(),
            MessageReader.Options.standard());
    try (Octets message = Octets.of(mail)) {
      ChallengeMail challenge =
          assertInstanceOf(
                  ChallengeMail.Judged.Accepted.class,
                  new ChallengeCheck(reader, Set.of())
                      .judge(message, new ChallengeCheck.Expected(ACME, ALICE), Instant.now()))
              .mail();
      return new String(
          ResponseMail.to(challenge, asked.token(), thumbprint, Instant.now(), "one").octets(),
          StandardCharsets.US_ASCII);
    }
  }

  private static void refused(
      SigningExchange exchange, PostfixInstance postfix, String mail, int number) throws Exception {
    submit(postfix, mail);
    awaitAnswers(exchange, number);
    assertEquals(550, exchange.answers.get(number - 1).code(), exchange.answers::toString);
  }

  private static void submit(PostfixInstance postfix, String mail) throws Exception {
    try (RelayClient relay =
            new RelayClient(RelaySettings.plain("127.0.0.1", postfix.port(), "client.test"));
        Octets message = Octets.of(mail.getBytes(StandardCharsets.US_ASCII))) {
      relay.send(
          new Envelope(
              Optional.of(ALICE), List.of(new Envelope.Recipient(ACME, List.of())), List.of()),
          message);
    }
  }

  private static void awaitAnswers(SigningExchange exchange, int count) throws Exception {
    for (int attempt = 0; exchange.answers.size() < count; attempt++) {
      assertTrue(attempt < 300, "the answer did not come through Postfix");
      Thread.sleep(100);
    }
  }

  /** Has its DNS asked at the zone; where its HTTPS listener is. */
  private static String configured(Path home, int dns) throws Exception {
    Path file = home.resolve("signet.yaml");
    String text = Files.readString(file);
    Matcher listener = Pattern.compile("https: \"127\\.0\\.0\\.1:(\\d+)\"").matcher(text);
    assertTrue(listener.find(), text);
    String url = "https://localhost:" + listener.group(1);
    Files.writeString(
        file,
        text.replace("\nmail:\n", "\nmail:\n  resolver: \"127.0.0.1:" + dns + "\"\n")
            .replaceFirst("(?m)^acme:.*$", "acme:\n  url: \"" + url + "\""));
    return url;
  }

  private static CommandRun done(SignetProcess signet, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.add("--home=" + signet.home());
    return Product.done(all);
  }

  private static KeyPair rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String base64(KeyPair key) {
    return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
  }
}
