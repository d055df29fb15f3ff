package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Answers.answer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** The client against our own server, and against next hops that can little or misbehave. */
@Timeout(60)
class RelayClientTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");

  private final Recorder recorder = new Recorder();
  private SmtpServer server;
  private RelayClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        SmtpServer.start(
            ServerSettings.loopback(0, "mx.example.test"),
            recorder,
            Spool.standard(),
            Clock.systemUTC());
    client =
        new RelayClient(RelaySettings.plain("127.0.0.1", server.port(), "signet.example.test"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHUNKING", "NOTHING"})
  void anyOctetsArriveAsTheyWere(String ignored) throws Exception {
    RelayClient relay =
        new RelayClient(
            RelaySettings.plain("127.0.0.1", server.port(), "signet.example.test")
                .ignoring(Set.of(ignored)));
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] sent = lines(random, 1 + random.nextInt(2_000));
      assertEquals(250, answer(relay.send(to(BOB), Octets.of(sent)), BOB).code());
      assertArrayEquals(sent, recorder.messages.getLast().octets());
    }
    assertEquals(1, server.connections(), "one connection carries them all");
    relay.close();
  }

  /** Many full stops, empty lines and octets beyond ASCII. */
  private static byte[] lines(Random random, int pieces) {
    String[] alphabet = {"\r\n", "\r\n", ".", "..", "a", "\344\377", "From ", "x".repeat(70)};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
      if (i % 20 == 19) {
        text.append("\r\n");
      }
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void loneLineEndsLeaveAsCrLf() throws Exception {
    client.send(to(BOB), text("a\nb\rc\r\n.\n.d\n\n.\r.e"));
    assertEquals("a\r\nb\r\nc\r\n.\r\n.d\r\n\r\n.\r\n.e\r\n", recorder.messages.getFirst().text());
  }

  @Test
  void largeMessageGoesThroughTheSpool() throws Exception {
    byte[] sent =
        ("X: y\r\n\r\n" + ("x".repeat(998) + "\r\n").repeat(20_000))
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals("250 2.0.0 kept", answer(client.send(to(BOB), Octets.of(sent)), BOB).toString());
    assertArrayEquals(sent, recorder.messages.getFirst().octets());
  }

  @Test
  void parametersOfTheEnvelopePassThrough() throws Exception {
    Envelope envelope =
        new Envelope(
            Optional.of(Mailbox.of("alice@example.test")),
            List.of(
                new Envelope.Recipient(
                    BOB, List.of("NOTIFY=SUCCESS,DELAY", "ORCPT=rfc822;b+2Bx@y.test"))),
            List.of("SIZE=99", "BODY=8BITMIME", "RET=HDRS", "ENVID=QQ314159", "SMTPUTF8"));
    client.send(envelope, text("Subject: \u00fc\r\n\r\nx\r\n"));
    Envelope received = recorder.messages.getFirst().envelope();
    assertEquals(
        List.of("SIZE=18", "BODY=8BITMIME", "RET=HDRS", "ENVID=QQ314159", "SMTPUTF8"),
        received.parameters());
    assertEquals(envelope.recipients(), received.recipients());
    assertEquals("UTF8SMTP", recorder.messages.getFirst().arrival().protocol());
  }

  @Test
  void eachRecipientHasItsAnswer() throws Exception {
    recorder.recipient =
        r -> r.mailbox().equals(CAROL) ? new Answer(550, "5.1.1", "no such person") : Answer.OK;
    Map<Mailbox, Answer> answers = client.send(to(BOB, CAROL), text("X: y\r\n\r\n"));
    assertEquals("250 2.0.0 kept", answer(answers, BOB).toString());
    assertEquals("550 5.1.1 no such person", answer(answers, CAROL).toString());
    assertEquals(
        "550 5.1.1 no such person",
        answer(client.send(to(CAROL), text("X: y\r\n\r\n")), CAROL).toString());
    assertEquals(1, recorder.messages.size());
    assertEquals(
        250, answer(client.send(to(BOB), text("X: y\r\n\r\n")), BOB).code(), "still in step");
  }

  @Test
  void manyRecipientsArePipelinedInTurns() throws Exception {
    List<Envelope.Recipient> many =
        Stream.iterate(0, i -> i + 1)
            .limit(950)
            .map(i -> new Envelope.Recipient(Mailbox.of("r" + i + "@example.test"), List.of()))
            .toList();
    Map<Mailbox, Answer> answers =
        client.send(new Envelope(Optional.empty(), many, List.of()), text("X: y\r\n\r\n"));
    assertEquals(950, answers.size());
    assertEquals(950, recorder.messages.getFirst().envelope().recipients().size());
  }

  @Test
  void serverThatCanNothing() throws Exception {
    try (ScriptedHop hop = new ScriptedHop(ScriptedHop::plain)) {
      RelayClient plain = to(hop);
      Envelope rich =
          new Envelope(
              Optional.empty(),
              List.of(new Envelope.Recipient(BOB, List.of("NOTIFY=NEVER"))),
              List.of("BODY=8BITMIME", "RET=FULL", "SMTPUTF8"));
      assertEquals(
          "250 2.0.0 ok", answer(plain.send(rich, text("X: y\r\n\r\nascii\r\n")), BOB).toString());
      assertTrue(hop.heard.containsAll(List.of("MAIL FROM:<>", "RCPT TO:<bob@example.test>")));
      assertEquals("5.6.3", answer(plain.send(rich, text("X: y\r\n\r\n\u00fc\r\n")), BOB).status());
      Envelope utf8 = new Envelope(Optional.empty(), rich.recipients(), List.of("SMTPUTF8"));
      assertEquals("5.6.7", answer(plain.send(utf8, text("X: \u00fc\r\n\r\n")), BOB).status());
      plain.close();
    }
  }

  @Test
  void serverThatTakesLess() throws Exception {
    try (ScriptedHop hop =
        new ScriptedHop(
            l -> l.startsWith("EHLO") ? "250-hop\r\n250 SIZE 10" : ScriptedHop.plain(l))) {
      RelayClient small = to(hop);
      assertEquals(552, answer(small.send(to(BOB), text("X: y\r\n\r\nlong\r\n")), BOB).code());
      assertEquals(250, answer(small.send(to(BOB), text("X: y\r\n\r\n")), BOB).code());
      small.close();
    }
  }

  /** No final answer is an exception, whatever happened. */
  @Test
  void noFinalAnswerIsAnException() throws Exception {
    Map<String, Function<String, String>> hops =
        Map.of(
            "hangs up at EHLO", l -> l.startsWith("EHLO") ? null : ScriptedHop.plain(l),
            "hangs up at RCPT", l -> l.startsWith("RCPT") ? null : ScriptedHop.plain(l),
            "hangs up at DATA", l -> l.equals("DATA") ? null : ScriptedHop.plain(l),
            "hangs up after the text", l -> l.equals(".") ? null : ScriptedHop.plain(l),
            "babbles", l -> l.equals(".") ? "fine, thanks" : ScriptedHop.plain(l),
            "says 250 to DATA", l -> l.equals("DATA") ? "250 ok" : ScriptedHop.plain(l));
    for (Map.Entry<String, Function<String, String>> entry : hops.entrySet()) {
      try (ScriptedHop hop = new ScriptedHop(entry.getValue())) {
        RelayClient relay = to(hop);
        assertThrows(
            IOException.class, () -> relay.send(to(BOB), text("X: y\r\n\r\n")), entry.getKey());
        assertEquals(1, hop.sockets.size(), entry.getKey());
        relay.close();
      }
    }
  }

  @Test
  void slowAnswerIsAnException() throws Exception {
    try (ScriptedHop hop =
        new ScriptedHop(l -> {
          if (l.equals(".")) {
            pause(5_000);
          }
          return ScriptedHop.plain(l);
        })) {
      RelayClient relay =
          new RelayClient(
              RelaySettings.plain("127.0.0.1", hop.port(), "signet.example.test")
                  .withTimeouts(
                      new RelaySettings.Timeouts(
                          Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(200))));
      assertThrows(IOException.class, () -> relay.send(to(BOB), text("X: y\r\n\r\n")));
      relay.close();
    }
  }

  @Test
  void deadKeptConnectionIsReplacedBeforeTheText() throws Exception {
    AtomicInteger texts = new AtomicInteger();
    try (ScriptedHop hop =
        new ScriptedHop(l -> {
          if (l.equals(".")) {
            texts.incrementAndGet();
          }
          // The second message on a connection is turned away.
          return l.startsWith("MAIL") && texts.get() == 1 && texts.incrementAndGet() == 2
              ? "421 4.3.2 enough"
              : ScriptedHop.plain(l);
        })) {
      RelayClient relay = to(hop);
      assertEquals(250, answer(relay.send(to(BOB), text("X: 1\r\n\r\n")), BOB).code());
      assertEquals(250, answer(relay.send(to(BOB), text("X: 2\r\n\r\n")), BOB).code());
      assertEquals(2, hop.sockets.size());
      hop.sockets.getLast().close();
      assertEquals(250, answer(relay.send(to(BOB), text("X: 3\r\n\r\n")), BOB).code());
      assertEquals(3, hop.sockets.size());
      relay.close();
    }
  }

  @Test
  void nobodyThere() {
    RelayClient nowhere =
        new RelayClient(RelaySettings.plain("127.0.0.1", 1, "signet.example.test"));
    IOException e =
        assertThrows(IOException.class, () -> nowhere.send(to(BOB), text("X: y\r\n\r\n")));
    assertTrue(String.valueOf(e.getMessage()).startsWith("next hop 127.0.0.1:1: "), e.getMessage());
    nowhere.close();
  }

  @Test
  void manyAtOnceShareFewConnections() throws Exception {
    RelayClient narrow =
        new RelayClient(
            RelaySettings.plain("127.0.0.1", server.port(), "signet.example.test")
                .withConnections(3));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  narrow.send(to(BOB), text("X: y\r\n\r\n"));
                  assertFalse(server.connections() > 3);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(200, recorder.messages.size());
    narrow.close();
  }

  private static RelayClient to(ScriptedHop hop) {
    return new RelayClient(RelaySettings.plain("127.0.0.1", hop.port(), "signet.example.test"));
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

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
