package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.SubmissionLogins;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Spool;

/** People log in to hand mail in (RFC 4954): under TLS, as themselves, and not by guessing. */
@Timeout(60)
class SubmissionTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final String RIGHT = plain("", "alice@example.test", "correct horse");
  private static final SubmissionLogins LOGINS =
      (name, password) -> {
        if (name.equals("broken@example.test")) {
          throw new IllegalStateException("no database");
        }
        return name.equals("alice@example.test") && "correct horse".equals(new String(password))
            ? Optional.of(ALICE)
            : Optional.empty();
      };

  private static SSLContext shown;
  private static SSLContext trusted;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void certify() throws Exception {
    Authority authority = new Authority("Root");
    shown = authority.server("localhost").context();
    trusted = authority.trusting();
  }

  private SmtpServer start(ServerLimits.Traffic traffic) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "mx.example.test")
            .withLimits(ServerLimits.STANDARD.withTraffic(traffic))
            .withTls(shown)
            .withAccess(Access.relayFor(Peers.NOBODY))
            .withLogins(LOGINS),
        recorder,
        Spool.standard(),
        Clock.systemUTC());
  }

  private SmtpServer start() throws IOException {
    return start(ServerLimits.Traffic.STANDARD);
  }

  private static RawClient secured(SmtpServer server) throws IOException {
    RawClient client = new RawClient(server.port()).toTls(trusted);
    assertTrue(client.say("EHLO client.example").contains("250-AUTH PLAIN LOGIN\n"));
    return client;
  }

  @Test
  void nobodyLogsInInClear() throws Exception {
    try (SmtpServer server = start();
        RawClient client = new RawClient(server.port())) {
      client.reply();
      assertFalse(client.say("EHLO client.example").contains("AUTH"));
      assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("538 5.7.11 "));
      assertTrue(client.say("MAIL FROM:<alice@example.test>").startsWith("530 5.7.0 "));
    }
  }

  private record Exchange(String name, List<String> lines, List<Integer> codes) {}

  @TestFactory
  Stream<DynamicTest> anExchangeEndsAsTheStandardHasIt() {
    String name = base64("alice@example.test");
    String long12k = plain("", "alice@example.test", "x".repeat(9_184)); // a line of 12,285 octets
    return Stream.of(
            row("PLAIN with the command", List.of("AUTH PLAIN " + RIGHT), 235),
            row("PLAIN when asked", List.of("auth plain", RIGHT), 334, 235),
            row("LOGIN", List.of("AUTH LOGIN", name, base64("correct horse")), 334, 334, 235),
            row(
                "LOGIN with a name",
                List.of("AUTH LOGIN " + name, base64("correct horse")),
                334,
                235),
            row(
                "oneself by name",
                List.of(
                    "AUTH PLAIN "
                        + plain("alice@example.test", "alice@example.test", "correct horse")),
                235),
            row(
                "as another",
                List.of(
                    "AUTH PLAIN "
                        + plain("bob@example.test", "alice@example.test", "correct horse")),
                501),
            row(
                "wrong password",
                List.of("AUTH PLAIN " + plain("", "alice@example.test", "x")),
                535),
            row(
                "unknown name",
                List.of("AUTH PLAIN " + plain("", "carol@example.test", "correct horse")),
                535),
            row("no address", List.of("AUTH PLAIN " + plain("", "root", "toor")), 535),
            row(
                "store away",
                List.of("AUTH PLAIN " + plain("", "broken@example.test", "x"), "NOOP"),
                454,
                250),
            row("cancelled", List.of("AUTH PLAIN", "*", "NOOP"), 334, 501, 250),
            row(
                "LOGIN cancelled late",
                List.of("AUTH LOGIN", name, "*", "NOOP"),
                334,
                334,
                501,
                250),
            row("not base64", List.of("AUTH PLAIN ????"), 501),
            row("base64 cut short", List.of("AUTH PLAIN " + RIGHT.substring(1)), 501),
            row("nothing", List.of("AUTH PLAIN ="), 501),
            row("an empty line", List.of("AUTH PLAIN", ""), 334, 501),
            row("no NUL", List.of("AUTH PLAIN " + base64("alice")), 501),
            row("one NUL too many", List.of("AUTH PLAIN " + base64("\0a\0b\0c")), 501),
            row(
                "not UTF-8",
                List.of(
                    "AUTH PLAIN "
                        + Base64.getEncoder().encodeToString(new byte[] {0, 'a', 0, (byte) 0xff})),
                501),
            row(
                "control character in a name",
                List.of("AUTH LOGIN " + base64("a\r\nb"), base64("x")),
                334,
                501),
            row("no mechanism", List.of("AUTH"), 504),
            row("another mechanism", List.of("AUTH CRAM-MD5"), 504),
            row("the longest line", List.of("AUTH PLAIN " + long12k), 535),
            row("longer than the longest", List.of("AUTH PLAIN " + long12k + "AAAA"), 521),
            row("a longer answer", List.of("AUTH PLAIN", long12k + "A".repeat(16)), 334, 500),
            row("other commands stay short", List.of("NOOP " + "x".repeat(3_000)), 521),
            row("twice", List.of("AUTH PLAIN " + RIGHT, "AUTH PLAIN " + RIGHT), 235, 503),
            row(
                "within a message",
                List.of("AUTH PLAIN " + RIGHT, "MAIL FROM:<>", "AUTH PLAIN " + RIGHT),
                235,
                250,
                503),
            row("no more offers of TLS", List.of("STARTTLS"), 503))
        .map(e ->
            dynamicTest(
                e.name,
                () -> {
                  try (SmtpServer server = start();
                      RawClient client = secured(server)) {
                    assertEquals(e.codes, client.codes(e.lines));
                  }
                }));
  }

  private static Exchange row(String name, List<String> lines, Integer... codes) {
    return new Exchange(name, lines, List.of(codes));
  }

  @Test
  void whoLoggedInSendsAsThemselvesAndTheTraceSaysSo() throws Exception {
    try (SmtpServer server = start();
        RawClient client = secured(server)) {
      assertTrue(client.say("MAIL FROM:<alice@example.test>").startsWith("530 5.7.0 "));
      assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("235 2.7.0 "));
      assertFalse(client.say("EHLO client.example").contains("AUTH"));
      assertTrue(client.say("MAIL FROM:<bob@example.test>").startsWith("553 5.7.1 "));
      assertEquals(
          List.of(250, 250, 354),
          client.codes(List.of("MAIL FROM:<Alice@example.test>", "RCPT TO:<x@far.test>", "DATA")));
      assertTrue(client.say("Subject: x\r\n\r\n.").startsWith("250 "));
    }
    var arrival = recorder.messages.getFirst().arrival();
    assertEquals(Optional.of(ALICE), arrival.login());
    assertEquals("ESMTPSA", arrival.protocol());
  }

  @Test
  void guessingEndsWithTheConnectionAndThenWithTheAddress() throws Exception {
    String wrong = "AUTH PLAIN " + plain("", "alice@example.test", "guess");
    try (SmtpServer server = start(new ServerLimits.Traffic(50, 100, 100, 7))) {
      try (RawClient client = secured(server)) {
        assertEquals(
            List.of(535, 535, 535, 535, 421),
            client.codes(List.of(wrong, wrong, wrong, wrong, wrong)));
      }
      try (RawClient client = secured(server)) {
        assertEquals(List.of(535, 535, 454), client.codes(List.of(wrong, wrong, wrong)));
        assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("454 4.7.0 "));
      }
    }
  }

  @Test
  void whoProvedThemselvesIsNotLockedOutByOthersGuesses() throws Exception {
    String wrong = "AUTH PLAIN " + plain("", "alice@example.test", "guess");
    try (SmtpServer server = start(new ServerLimits.Traffic(50, 100, 100, 2))) {
      try (RawClient client = secured(server)) {
        assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("235 "));
      }
      try (RawClient client = secured(server)) {
        assertEquals(List.of(535, 535, 535), client.codes(List.of(wrong, wrong, wrong)));
        String bob = "AUTH PLAIN " + plain("", "bob@example.test", "guess");
        assertTrue(client.say(bob).startsWith("454 "), "for others the address is barred");
        assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("235 "));
      }
    }
  }

  @Test
  void peopleHaveARateAndListedHostsHaveNone() throws Exception {
    ServerLimits.Traffic few = new ServerLimits.Traffic(50, 2, 3, 20);
    try (SmtpServer server = start(few);
        RawClient client = secured(server)) {
      client.say("AUTH PLAIN " + RIGHT);
      assertEquals(
          List.of(250, 250, 250, 250, 451, 250, 250, 250, 451),
          client.codes(
              List.of(
                  "MAIL FROM:<>",
                  "RCPT TO:<a@far.test>",
                  "RCPT TO:<b@far.test>",
                  "RCPT TO:<c@far.test>",
                  "RCPT TO:<d@far.test>",
                  "RSET",
                  "MAIL FROM:<>",
                  "RSET",
                  "MAIL FROM:<>")));
    }
    try (SmtpServer server =
            SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test")
                    .withLimits(ServerLimits.STANDARD.withTraffic(few))
                    .withAccess(Access.relayFor(Peers.LOOPBACK)),
                recorder,
                Spool.standard(),
                Clock.systemUTC());
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      for (int i = 0; i < 10; i++) {
        assertEquals(List.of(250, 250), client.codes(List.of("MAIL FROM:<>", "RSET")));
      }
    }
  }

  @Test
  void strangersWriteToDomainsThatAreOpenAndToThePostmaster() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test")
                    .withLimits(
                        ServerLimits.STANDARD.withTraffic(new ServerLimits.Traffic(2, 9, 9, 9)))
                    .withAccess(
                        Access.relayFor(Peers.NOBODY)
                            .withDomains(java.util.Set.of("Example.TEST"))),
                recorder,
                Spool.standard(),
                Clock.systemUTC());
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      assertEquals(
          List.of(250, 250, 250, 550, 550),
          client.codes(
              List.of(
                  "MAIL FROM:<x@far.test>",
                  "RCPT TO:<b@EXAMPLE.test>",
                  "RCPT TO:<Postmaster>",
                  "RCPT TO:<b@far.test>",
                  "RCPT TO:<b@sub.example.test>")));
      try (RawClient two = new RawClient(server.port());
          RawClient three = new RawClient(server.port())) {
        assertEquals(220, two.code());
        assertTrue(three.reply().startsWith("421 4.7.0 too many connections from here"));
      }
    }
  }

  @Test
  void listedHostsSendInTheNameOfOurDomainsWhereTheRuleSaysSo() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test")
                    .withAccess(
                        Access.relayFor(Peers.LOOPBACK)
                            .withSenders(java.util.Set.of("example.test"))),
                recorder,
                Spool.standard(),
                Clock.systemUTC());
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      assertEquals(
          List.of(550, 550, 250, 250, 250),
          client.codes(
              List.of(
                  "MAIL FROM:<x@far.test>",
                  "MAIL FROM:<x@sub.example.test>",
                  "MAIL FROM:<>",
                  "RSET",
                  "MAIL FROM:<a@EXAMPLE.test>")));
    }
  }

  @Test
  void whereNobodyLogsInStrangersAreTurnedAway() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test")
                    .withAccess(Access.relayFor(Peers.of("192.0.2.0/24"))),
                recorder,
                Spool.standard(),
                Clock.systemUTC());
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      assertTrue(client.say("MAIL FROM:<a@example.test>").startsWith("550 5.7.1 "));
      assertTrue(client.say("AUTH PLAIN " + RIGHT).startsWith("503 5.5.1 "));
    }
  }

  private static String plain(String identity, String name, String password) {
    return base64(identity + "\0" + name + "\0" + password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
