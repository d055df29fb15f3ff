package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Answers.answer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.ForwardedClient;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.RelaySettings.Protocol;
import org.signetmail.smtp.RelaySettings.Tls;

/** Next hops that speak LMTP, take chunks, want TLS or a login. */
@Timeout(60)
class NextHopKindsTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");
  private static final Mailbox DAVE = Mailbox.of("dave@example.test");

  @Test
  void lmtpAnswersForEachRecipientItTook() throws Exception {
    for (List<String> offer : List.of(List.of("PIPELINING"), List.of("X"), List.of("CHUNKING"))) {
      Iterator<String> ends =
          List.of("250 2.1.5 bob has it\r\n452 4.2.2 carol is full", "250 2.0.0 kept").iterator();
      try (ScriptedHop hop =
              new ScriptedHop(line ->
                  line.contains("dave")
                      ? "550 5.1.1 no dave"
                      : line.equals(".") || line.endsWith(" LAST")
                          ? ends.next()
                          : ScriptedHop.offering(offer.toArray(String[]::new)).apply(line));
          RelayClient client = new RelayClient(to(hop).withProtocol(Protocol.LMTP))) {
        Map<Mailbox, Answer> answers = client.send(to(BOB, DAVE, CAROL), text("X: y\r\n\r\n"));
        assertEquals("250 2.1.5 bob has it", answer(answers, BOB).toString(), offer.toString());
        assertEquals("550 5.1.1 no dave", answer(answers, DAVE).toString());
        assertEquals("452 4.2.2 carol is full", answer(answers, CAROL).toString());
        assertEquals(250, answer(client.send(to(BOB), text("X: y\r\n\r\n")), BOB).code());
        assertEquals("LHLO signet.example.test", hop.heard.getFirst());
        assertEquals(1, hop.sockets.size(), "still in step");
      }
    }
  }

  @Test
  void lmtpThatEndsInTheMiddleOfItsAnswers() throws Exception {
    try (ScriptedHop hop =
            new ScriptedHop(line -> {
              if (line.equals(".")) {
                return "250 2.1.5 bob has it";
              }
              return line.equals("RSET") ? null : ScriptedHop.offering("PIPELINING").apply(line);
            });
        RelayClient client =
            new RelayClient(
                to(hop)
                    .withProtocol(Protocol.LMTP)
                    .withTimeouts(
                        new RelaySettings.Timeouts(
                            java.time.Duration.ofSeconds(5),
                            java.time.Duration.ofSeconds(5),
                            java.time.Duration.ofMillis(300))))) {
      Map<Mailbox, Answer> answers = client.send(to(BOB, CAROL), text("X: y\r\n\r\n"));
      assertEquals(250, answer(answers, BOB).code());
      assertEquals("4.4.2", answer(answers, CAROL).status());
    }
  }

  @Test
  void lmtpKnowsNoHelo() throws Exception {
    try (ScriptedHop hop = new ScriptedHop(l -> l.startsWith("LHLO") ? "500 what?" : "250 ok");
        RelayClient client = new RelayClient(to(hop).withProtocol(Protocol.LMTP))) {
      IOException e = assertThrows(IOException.class, () -> client.send(to(BOB), text("X: y\r\n")));
      assertTrue(String.valueOf(e.getMessage()).contains("LHLO refused"), e.getMessage());
    }
  }

  @Test
  void chunksAreTheOctetsAndNothingElse() throws Exception {
    byte[] sent =
        ("X: y\r\n\r\n.\r\n..\r\n\r\n.x\r\n" + "z".repeat(990)).getBytes(StandardCharsets.UTF_8);
    try (ScriptedHop hop = new ScriptedHop(ScriptedHop.offering("PIPELINING", "CHUNKING"));
        RelayClient client = new RelayClient(to(hop));
        RelayClient without = new RelayClient(to(hop).ignoring(Set.of("chunking")))) {
      client.send(
          to(BOB),
          Octets.of(
              (new String(sent, StandardCharsets.UTF_8) + "\r\n")
                  .getBytes(StandardCharsets.UTF_8)));
      assertArrayEquals(
          (new String(sent, StandardCharsets.UTF_8) + "\r\n").getBytes(StandardCharsets.UTF_8),
          hop.chunks.getFirst());
      assertFalse(hop.heard.contains("DATA"));
      client.send(to(BOB), text("a\nb\rc")); // no lone line end passes, by BDAT neither
      assertEquals("a\r\nb\r\nc\r\n", new String(hop.chunks.getLast(), StandardCharsets.UTF_8));
      without.send(to(BOB), text("X: y\r\n"));
      assertTrue(hop.heard.contains("DATA"));
      assertEquals(2, hop.chunks.size());
    }
  }

  @Test
  void largeMessageGoesInChunksAndMayBeRefusedEarly() throws Exception {
    byte[] large = ("x".repeat(998) + "\r\n").repeat(3_500).getBytes(StandardCharsets.US_ASCII);
    Function<String, String> taking = ScriptedHop.offering("PIPELINING", "CHUNKING");
    try (ScriptedHop hop = new ScriptedHop(taking);
        ScriptedHop full =
            new ScriptedHop(l -> l.startsWith("BDAT") ? "452 4.3.1 disk full" : taking.apply(l));
        RelayClient client = new RelayClient(to(hop));
        RelayClient refused = new RelayClient(to(full))) {
      assertEquals(250, answer(client.send(to(BOB), Octets.of(large)), BOB).code());
      assertEquals(4, hop.chunks.size());
      assertEquals(large.length, hop.chunks.stream().mapToInt(c -> c.length).sum());
      assertEquals("4.3.1", answer(refused.send(to(BOB), Octets.of(large)), BOB).status());
      assertEquals(1, full.chunks.size(), "not sent to its end");
      assertTrue(full.heard.contains("RSET"));
    }
  }

  /** What TLS comes to, for each way of asking and each server. */
  @Test
  void tlsAsAskedFor() throws Exception {
    Authority authority = new Authority("Roots");
    SSLContext good = authority.server("localhost").context();
    SSLContext named = authority.server("other.example.test").context();
    SSLContext foreign = new Authority("Others").server("localhost").context();
    record Case(String name, Tls tls, SSLContext server, boolean offered, String expected) {}
    for (Case one :
        List.of(
            new Case("never", Tls.NEVER, good, true, "clear"),
            new Case("if offered", Tls.IF_OFFERED, good, true, "tls"),
            new Case("if offered, anybody", Tls.IF_OFFERED, foreign, true, "tls"),
            new Case("if offered, not there", Tls.IF_OFFERED, good, false, "clear"),
            new Case("required", Tls.REQUIRED, good, true, "tls"),
            new Case("required, other name", Tls.REQUIRED, named, true, "no TLS"),
            new Case("required, other root", Tls.REQUIRED, foreign, true, "no TLS"),
            new Case("required, not there", Tls.REQUIRED, good, false, "offers no STARTTLS"))) {
      Function<String, String> script =
          one.offered ? ScriptedHop.offering("STARTTLS") : ScriptedHop.offering("HELP");
      try (ScriptedHop hop = new ScriptedHop(one.server, script)) {
        assertEquals(
            one.expected,
            came(to(hop).withTls(one.tls, Optional.of(authority.trusting()))),
            one.name);
      }
    }
  }

  private static String came(RelaySettings settings) {
    try {
      return HopProbe.of(settings).security().isPresent() ? "tls" : "clear";
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return Stream.of("no TLS", "offers no STARTTLS")
          .filter(message::startsWith)
          .findFirst()
          .orElse(message);
    }
  }

  @Test
  void whereTlsIsOptionalItsFailureIsNotTheEnd() throws Exception {
    try (ScriptedHop hop =
            new ScriptedHop(l ->
                l.equals("STARTTLS") ? "454 4.7.0 no" : ScriptedHop.offering("STARTTLS").apply(l));
        RelayClient client = new RelayClient(to(hop).withTls(Tls.IF_OFFERED, Optional.empty()))) {
      assertEquals(250, answer(client.send(to(BOB), text("X: y\r\n\r\n")), BOB).code());
      assertEquals(2, hop.sockets.size());
    }
  }

  @Test
  void whatIsSaidBeforeTlsIsNotBelieved() throws Exception {
    Authority authority = new Authority("Roots");
    for (Tls tls : List.of(Tls.IF_OFFERED, Tls.REQUIRED)) {
      try (ScriptedHop hop =
              new ScriptedHop(
                  authority.server("localhost").context(),
                  l ->
                      l.equals("STARTTLS")
                          ? "220 go\r\n250-hop\r\n250 AUTH PLAIN"
                          : ScriptedHop.offering("STARTTLS").apply(l));
          RelayClient client =
              new RelayClient(to(hop).withTls(tls, Optional.of(authority.trusting())))) {
        IOException e =
            assertThrows(IOException.class, () -> client.send(to(BOB), text("X: y\r\n\r\n")));
        assertTrue(String.valueOf(e.getMessage()).contains("says more before TLS"), e.getMessage());
        assertFalse(hop.heard.stream().anyMatch(l -> l.startsWith("MAIL")));
      }
    }
  }

  @Test
  void loginGoesOverTlsOnly() throws Exception {
    Authority authority = new Authority("Roots");
    SSLContext server = authority.server("localhost").context();
    Login login = new Login("alice", "se\u00e7ret");
    assertFalse(login.toString().contains("ret"), login::toString);
    record Case(String offer, String right, boolean taken) {}
    String plain = "AUTH PLAIN " + encoded("\0alice\0se\u00e7ret");
    for (Case one :
        List.of(
            new Case("AUTH LOGIN PLAIN", plain, true),
            new Case("AUTH=PLAIN", plain, true),
            new Case("AUTH LOGIN", encoded("se\u00e7ret"), true),
            new Case("AUTH PLAIN", "AUTH PLAIN other", false),
            new Case("AUTH CRAM-MD5", plain, false))) {
      try (ScriptedHop hop =
              new ScriptedHop(
                  server,
                  l ->
                      l.equals(one.right)
                          ? "235 2.7.0 welcome"
                          : l.startsWith("AUTH PLAIN")
                              ? "535 5.7.8 who?"
                              : l.equals("AUTH LOGIN") || l.equals(encoded("alice"))
                                  ? "334 VXNlcm5hbWU6"
                                  : ScriptedHop.offering("STARTTLS", one.offer).apply(l));
          RelayClient client =
              new RelayClient(
                  to(hop)
                      .withTls(Tls.REQUIRED, Optional.of(authority.trusting()))
                      .withLogin(login))) {
        if (one.taken) {
          assertEquals(250, answer(client.send(to(BOB), text("X: y\r\n\r\n")), BOB).code());
        } else {
          IOException e =
              assertThrows(IOException.class, () -> client.send(to(BOB), text("X: y\r\n\r\n")));
          assertFalse(String.valueOf(e.getMessage()).contains("ret"), e.getMessage());
          assertFalse(hop.heard.stream().anyMatch(l -> l.startsWith("MAIL")));
        }
        assertTrue(
            hop.heard.indexOf("STARTTLS") >= 0
                && hop.heard.subList(0, hop.heard.indexOf("STARTTLS")).stream()
                    .noneMatch(l -> l.startsWith("AUTH")));
      }
    }
    try (ScriptedHop hop = new ScriptedHop(ScriptedHop.offering("AUTH PLAIN"));
        RelayClient client =
            new RelayClient(to(hop).withTls(Tls.IF_OFFERED, Optional.empty()).withLogin(login))) {
      assertThrows(IOException.class, () -> client.send(to(BOB), text("X: y\r\n\r\n")));
      assertFalse(hop.heard.stream().anyMatch(l -> l.startsWith("AUTH")));
      assertThrows(IllegalArgumentException.class, () -> to(hop).withLogin(login));
    }
  }

  @Test
  void aNextHopThatAsksIsToldWhoTheClientWas() throws Exception {
    ForwardedClient client =
        new ForwardedClient(
            Map.of(
                ForwardedClient.Attribute.ADDR, "192.0.2.7",
                ForwardedClient.Attribute.HELO, "a b=c+\u00fc",
                ForwardedClient.Attribute.PORT, "77"));
    Envelope told = new Envelope(Optional.empty(), to(BOB).recipients(), List.of(), client);
    for (String pipelining : List.of("PIPELINING", "HELP")) {
      try (ScriptedHop hop =
              new ScriptedHop(ScriptedHop.offering("XFORWARD NAME ADDR PROTO HELO", pipelining));
          ScriptedHop other = new ScriptedHop(ScriptedHop.offering(pipelining));
          RelayClient asked = new RelayClient(to(hop));
          RelayClient silent = new RelayClient(to(other))) {
        assertEquals(250, answer(asked.send(told, text("X: y\r\n\r\n")), BOB).code());
        assertEquals(
            List.of(
                "XFORWARD NAME=[UNAVAILABLE] ADDR=192.0.2.7",
                "XFORWARD PROTO=[UNAVAILABLE] HELO=a+20b+3Dc+2B+C3+BC",
                "MAIL FROM:<>"),
            hop.heard.subList(1, 4));
        assertEquals(250, answer(asked.send(to(BOB), text("X: y\r\n\r\n")), BOB).code());
        assertEquals(2, hop.heard.stream().filter(l -> l.startsWith("XF")).count());
        silent.send(told, text("X: y\r\n\r\n"));
        assertTrue(other.heard.stream().noneMatch(l -> l.startsWith("XF")));
      }
    }
  }

  @Test
  void tlsFromTheFirstOctet() throws Exception {
    Authority authority = new Authority("Roots");
    ServerSocketFactory sockets = authority.server("localhost").context().getServerSocketFactory();
    try (ServerSocket listener =
        sockets.createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < 2; i++) {
              try (Socket socket = listener.accept()) {
                socket.getOutputStream().write("220 hop\r\n".getBytes(StandardCharsets.UTF_8));
                socket.getInputStream().readNBytes("EHLO signet.example.test\r\n".length());
                socket.getOutputStream().write("250 hop\r\n".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                // the client did not trust it
              }
            }
          });
      RelaySettings settings =
          RelaySettings.plain("localhost", listener.getLocalPort(), "signet.example.test");
      assertEquals("no TLS", came(settings.withTls(Tls.FROM_START, Optional.empty())));
      assertEquals(
          "tls", came(settings.withTls(Tls.FROM_START, Optional.of(authority.trusting()))));
    }
  }

  /** What is said in front follows what is said behind. */
  @Test
  void whatIsAnnouncedIsBelowWhatTheNextHopTakes() throws Exception {
    String leave =
        """
        outbound: { default: { deliver: { sign: no, encrypt: no } } }
        inbound: { default: { deliver: { sign: no, encrypt: no } } }
        """;
    try (ScriptedHop hop = new ScriptedHop(ScriptedHop.offering("SIZE 10240000"));
        RelayClient client = new RelayClient(to(hop))) {
      for (Facts.Direction direction : Facts.Direction.values()) {
        try (SmtpServer front =
            SmtpServer.start(
                ServerSettings.loopback(0, "signet.example.test"),
                new House().gateway(direction, client, leave),
                Spool.standard(),
                Clock.systemUTC())) {
          RelaySettings asking = RelaySettings.plain("127.0.0.1", front.port(), "c.example.test");
          if (client.largest().isEmpty()) {
            assertEquals(
                ServerLimits.STANDARD.messageOctets(), HopProbe.of(asking).size().orElseThrow());
            client.ask();
          }
          long announced = HopProbe.of(asking).size().orElseThrow();
          assertEquals(
              direction == Facts.Direction.OUTBOUND
                  ? (10_240_000 - 65_536) * 100L / 137
                  : 10_240_000 - 65_536,
              announced);
        }
      }
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RelaySettings to(ScriptedHop hop) {
    return RelaySettings.plain("localhost", hop.port(), "signet.example.test");
  }

  private static Envelope to(Mailbox... recipients) {
    return new Envelope(
        Optional.of(Mailbox.of("alice@example.test")),
        Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
        List.of());
  }

  private static Octets text(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
