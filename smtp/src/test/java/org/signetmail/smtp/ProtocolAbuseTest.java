package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.signetmail.smime.Spool;

/** What hostile and broken clients send, and what they hear; nothing of it becomes a message. */
@Timeout(60)
class ProtocolAbuseTest {
  private static final String HEAD = "Subject: x\r\n\r\n";
  private static final String SMUGGLED =
      """
      MAIL FROM:<admin@example.test>
      RCPT TO:<v@example.test>
      DATA
      From: admin

      x
      .
      """
          .replace("\n", "\r\n");

  private final Recorder recorder = new Recorder();
  private SmtpServer server;

  @BeforeEach
  void start() throws Exception {
    ServerLimits.Timeouts timeouts =
        new ServerLimits.Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5));
    server =
        SmtpServer.start(
            ServerSettings.loopback(0, "mx.example.test")
                .withLimits(
                    new ServerLimits(
                        50,
                        100,
                        100_000,
                        20_000,
                        2_000,
                        10,
                        50,
                        ServerLimits.Traffic.STANDARD,
                        timeouts)),
            recorder,
            Spool.standard(),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * @param codes the replies to the text and what follows it, until the server closes
   */
  private record Text(String name, String octets, List<Integer> codes, int messages) {}

  @TestFactory
  Stream<DynamicTest> onlyOneSequenceEndsAMessage() {
    return Stream.of(
            // The client says QUIT after each, so 221 shows that the server was still in step.
            text("true end", "a\r\n.\r\n", List.of(250, 221), 1),
            text("stuffed stop", "a\r\n..\r\n.\r\n", List.of(250, 221), 1),
            text("LF . LF", "a\n.\n" + SMUGGLED, List.of(521), 0),
            text("LF . CRLF", "a\n.\r\n" + SMUGGLED, List.of(521), 0),
            text("CRLF . LF", "a\r\n.\n" + SMUGGLED, List.of(521), 0),
            text("CR . CR", "a\r.\r" + SMUGGLED, List.of(521), 0),
            text("CR . CRLF", "a\r.\r\n" + SMUGGLED, List.of(521), 0),
            text("CR . LF", "a\r.\n" + SMUGGLED, List.of(521), 0),
            text("CRLF . CR", "a\r\n.\r" + SMUGGLED, List.of(521), 0),
            text("LF . CR LF .. CRLF", "a\n.\r\n..\r\n", List.of(521), 0),
            text("CRCRLF . CRLF", "a\r\r\n.\r\n", List.of(554, 221), 0),
            text("CRLF . CRCRLF", "a\r\n.\r\r\n.\r\n" + SMUGGLED, List.of(521), 0),
            text("NUL before the stop", "a\r\n\0.\r\n.\r\n", List.of(250, 221), 1),
            text("bare LF in body", "a\nb\r\n.\r\n", List.of(554, 221), 0),
            text("bare CR in body", "a\rb\r\n.\r\n", List.of(554, 221), 0),
            text("bare LF in header", "X: y\nZ: z\r\n\r\n\r\n.\r\n", List.of(554, 221), 0),
            text("overlong line", "x".repeat(3_000) + "\r\n.\r\n", List.of(554, 221), 0),
            text(
                "oversized",
                ("x".repeat(998) + "\r\n").repeat(200) + ".\r\n",
                List.of(552, 221),
                0),
            text("garbage octets", "\0\1\2\3\377\376\200\r\n.\r\n", List.of(250, 221), 1))
        .map(t ->
            DynamicTest.dynamicTest(
                t.name,
                () -> {
                  recorder.messages.clear();
                  try (RawClient client = new RawClient(server.port()).toText()) {
                    client.send(HEAD + t.octets);
                    Thread.sleep(30);
                    try {
                      client.send("QUIT\r\n");
                    } catch (java.net.SocketException closed) {
                      // the server may have gone already
                    }
                    assertEquals(t.codes, client.codesToEnd());
                  }
                  assertEquals(t.messages, recorder.messages.size());
                }));
  }

  private static Text text(String name, String octets, List<Integer> codes, int messages) {
    return new Text(name, octets, codes, messages);
  }

  @Test
  void theTextIsWhatWasSentHoweverItIsCut() throws Exception {
    String body = HEAD + "..two\r\n.x\r\n\r\n...\r\nend\r\n";
    for (int cut = 1; cut < body.length(); cut++) {
      try (RawClient client = new RawClient(server.port()).toText()) {
        client.send(body.substring(0, cut));
        Thread.sleep(2);
        client.send(body.substring(cut) + ".\r\n");
        assertEquals(250, client.code());
      }
    }
    String expected = body.replace("\r\n.", "\r\n");
    assertTrue(recorder.messages.stream().allMatch(m -> m.text().equals(expected)));
    assertEquals(body.length() - 1, recorder.messages.size());
  }

  private record Dialogue(String name, String sent, List<Integer> codes) {}

  @TestFactory
  Stream<DynamicTest> commandsOutOfOrderOrOutOfShape() {
    String long3000 = "x".repeat(3_000);
    return Stream.of(
            dialogue("MAIL first", "MAIL FROM:<a@b.test>\r\n", 503),
            dialogue("RCPT before MAIL", "EHLO c\r\nRCPT TO:<a@b.test>\r\n", 250, 503),
            dialogue(
                "DATA before RCPT", "EHLO c\r\nMAIL FROM:<a@b.test>\r\nDATA\r\n", 250, 250, 503),
            dialogue("MAIL twice", "EHLO c\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n", 250, 250, 503),
            dialogue("EHLO without a name", "EHLO\r\n", 501),
            dialogue("no command", "\r\n", 500),
            dialogue("unknown command", "XYZZY\r\n", 500),
            dialogue("STARTTLS not offered", "EHLO c\r\nSTARTTLS\r\n", 250, 503),
            dialogue("bare LF ends a command", "EHLO c\nMAIL FROM:<a@b.test>\r\n", 521),
            dialogue("bare CR in a command", "EHLO c\rMAIL FROM:<a@b.test>\r\n", 521),
            dialogue("command too long", "NOOP " + long3000 + "\r\n", 521),
            dialogue("endless command", "NOOP " + long3000.repeat(20), 521),
            dialogue("not UTF-8", "NOOP \377\r\n", 500),
            dialogue("control character", "NOOP \1\r\n", 500),
            dialogue("no brackets", "EHLO c\r\nMAIL FROM:a@b.test\r\n", 250, 501),
            dialogue("open bracket", "EHLO c\r\nMAIL FROM:<a@b.test\r\n", 250, 501),
            dialogue("bracket in quotes", "EHLO c\r\nMAIL FROM:<\"a>b\"@b.test>\r\n", 250, 250),
            dialogue("no domain", "EHLO c\r\nMAIL FROM:<a>\r\n", 250, 553),
            dialogue("empty recipient", "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<>\r\n", 250, 250, 501),
            dialogue(
                "postmaster", "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n", 250, 250, 250),
            dialogue(
                "source route", "EHLO c\r\nMAIL FROM:<@x.test,@y.test:a@b.test>\r\n", 250, 250),
            dialogue("unknown parameter", "EHLO c\r\nMAIL FROM:<a@b.test> FOO=1\r\n", 250, 555),
            dialogue(
                "parameter twice", "EHLO c\r\nMAIL FROM:<a@b.test> SIZE=1 SIZE=2\r\n", 250, 501),
            dialogue("SIZE too large", "EHLO c\r\nMAIL FROM:<a@b.test> SIZE=100001\r\n", 250, 552),
            dialogue("SIZE no number", "EHLO c\r\nMAIL FROM:<a@b.test> SIZE=1e9\r\n", 250, 501),
            dialogue(
                "BODY unknown", "EHLO c\r\nMAIL FROM:<a@b.test> BODY=BINARYMIME\r\n", 250, 501),
            dialogue("BODY without value", "EHLO c\r\nMAIL FROM:<a@b.test> BODY\r\n", 250, 501),
            dialogue(
                "NOTIFY=NEVER and more",
                "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test> NOTIFY=NEVER,DELAY\r\n",
                250,
                250,
                501),
            dialogue(
                "not ASCII, not asked for", "EHLO c\r\nMAIL FROM:<\303\244@b.test>\r\n", 250, 553),
            dialogue(
                "not ASCII, asked for",
                "EHLO c\r\nMAIL FROM:<\303\244@b.test> SMTPUTF8\r\n",
                250,
                250),
            dialogue(
                "parameters after HELO", "HELO c\r\nMAIL FROM:<a@b.test> SIZE=1\r\n", 250, 555),
            dialogue(
                "text before 354",
                "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nX: y\r\n\r\n.\r\n",
                250,
                250,
                250,
                521),
            dialogue("BDAT without size", "EHLO c\r\nBDAT\r\nxyz", 250, 521),
            dialogue("BDAT unasked", "EHLO c\r\nBDAT 6 LAST\r\nQUIT\r\n", 250, 503),
            dialogue(
                "BDAT bare LF",
                "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nBDAT 4 LAST\r\na\n\r\n",
                250,
                250,
                250,
                554),
            dialogue(
                "BDAT LF . CRLF",
                "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nBDAT 7 LAST\r\na\r\n.\r\nb",
                250,
                250,
                250,
                554),
            dialogue(
                "DATA after BDAT",
                "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nBDAT 3\r\na\r\nDATA\r\n",
                250,
                250,
                250,
                250,
                503),
            dialogue(
                "errors without end",
                "XYZZY\r\n".repeat(30),
                500,
                500,
                500,
                500,
                500,
                500,
                500,
                500,
                500,
                500,
                421),
            dialogue("Bare QUIT", "QUIT\r\n", 221))
        .map(d ->
            DynamicTest.dynamicTest(
                d.name,
                () -> {
                  recorder.messages.clear();
                  try (RawClient client = new RawClient(server.port())) {
                    assertEquals(220, client.code());
                    client.send(d.sent);
                    for (int expected : d.codes) {
                      assertEquals(expected, client.code());
                    }
                  }
                  assertEquals(0, recorder.messages.size());
                }));
  }

  private static Dialogue dialogue(String name, String sent, Integer... codes) {
    return new Dialogue(name, sent, List.of(codes));
  }

  @Test
  void chunksBecomeOneMessage() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      client.send(
          "MAIL FROM:<a@b.test>\r\n"
              + "RCPT TO:<b@b.test>\r\n"
              + "BDAT 6\r\n"
              + "X: y\r\n"
              + "BDAT 9\r\n\r\n"
              + ".\r\n"
              + "end\r"
              + "BDAT 1 LAST\r\n\n");
      assertEquals(
          List.of(250, 250, 250, 250, 250),
          List.of(client.code(), client.code(), client.code(), client.code(), client.code()));
    }
    assertEquals("X: y\r\n\r\n.\r\nend\r\n", recorder.messages.getFirst().text());
  }

  @Test
  void oneRecipientTooMany() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      client.say("MAIL FROM:<a@b.test>");
      for (int i = 0; i < 100; i++) {
        assertTrue(client.say("RCPT TO:<r" + i + "@b.test>").startsWith("250"));
      }
      assertTrue(client.say("RCPT TO:<more@b.test>").startsWith("452 4.5.3"));
    }
  }

  @Test
  void stormOfPipelinedRsetEnds() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.reply();
      client.send("RSET\r\n".repeat(5_000));
      List<Integer> codes = client.codesToEnd();
      assertEquals(51, codes.size());
      assertEquals(421, codes.getLast());
    }
  }

  @Test
  void leavingInTheMiddleOfATextLeavesNothing() throws Exception {
    for (String part :
        List.of("", "X: y\r\n", "X: y\r\n\r\nbody\r\n.", "X: y\r\n\r\nbody\r\n.\r")) {
      try (RawClient client = new RawClient(server.port()).toText()) {
        client.send(part);
      }
    }
    for (int i = 0; i < 100 && server.connections() > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, server.connections());
    assertEquals(0, recorder.messages.size());
  }
}
