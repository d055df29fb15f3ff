package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.ALICE;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;
import static org.signetmail.smtp.House.DAVE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.DecisionRecord;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/** A client, the gateway and the next hop, each on its own socket. */
@Timeout(120)
class GatewayOverSmtpTest {
  private static final String LEAVE =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;

  private final House house = new House(BOB, CAROL);
  private final List<AutoCloseable> open = new ArrayList<>();

  /** What the next hop says to one recipient or to the text; null for the ordinary. */
  private final Map<Mailbox, Answer> atRcpt = new ConcurrentHashMap<>();

  private volatile Function<Envelope, @Nullable Answer> atText = e -> null;
  private MaildirSink sink;
  private SmtpServer hop;
  private RelayClient client;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    sink = new MaildirSink(folder);
    hop = keep(server(new Hop()));
    gateway(Facts.Direction.OUTBOUND, Policy.example());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  /** The sink, with a will of its own. */
  private final class Hop implements MailHandler {
    @Override
    public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
      return atRcpt.getOrDefault(recipient.mailbox(), Answer.OK);
    }

    @Override
    public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
      @Nullable Answer own = atText.apply(envelope);
      return own == null ? sink.handle(arrival, envelope, message) : own;
    }
  }

  private static SmtpServer server(MailHandler handler) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "host.example.test"),
        handler,
        Spool.standard(),
        Clock.systemUTC());
  }

  private void gateway(Facts.Direction direction, String policy) throws IOException {
    RelaySettings.Timeouts brief =
        new RelaySettings.Timeouts(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));
    RelayClient relay =
        keep(
            new RelayClient(
                RelaySettings.plain("127.0.0.1", hop.port(), "signet.example.test")
                    .withTimeouts(brief)));
    SmtpServer front = keep(server(house.gateway(direction, relay, policy)));
    client =
        keep(
            new RelayClient(RelaySettings.plain("127.0.0.1", front.port(), "client.example.test")));
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.add(one);
    return one;
  }

  private static byte[] message(String extra, String subject) {
    return ("From: Alice <alice@example.test>\r\n"
            + "To: bob@example.test, \"C, arol\" <carol@example.test>\r\n"
            + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
            + "Message-ID: <1@example.test>\r\n"
            + extra
            + "Subject: "
            + subject
            + "\r\n\r\nHello.\r\n.dot\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String send(byte[] message, Mailbox... recipients) throws IOException {
    Envelope envelope =
        new Envelope(
            Optional.of(ALICE),
            Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
            List.of());
    List<String> answers =
        client.send(envelope, Octets.of(message)).values().stream()
            .map(Answer::toString)
            .distinct()
            .toList();
    assertEquals(1, answers.size(), "one honest answer");
    return answers.getFirst();
  }

  private byte[] only(Mailbox mailbox) throws IOException {
    List<Path> messages = sink.messages(mailbox);
    assertEquals(1, messages.size(), mailbox.toString());
    return Files.readAllBytes(messages.getFirst());
  }

  private int count(Mailbox mailbox) throws IOException {
    return sink.messages(mailbox).size();
  }

  /** What was put before the message: two fields of trace. */
  private static String withoutTrace(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    assertTrue(
        text.startsWith(
            "Received: from client.example.test ([127.0.0.1])\r\n\tby signet.example.test"),
        text);
    int trace = text.indexOf("\r\nSignet-Trace: ");
    return text.substring(text.indexOf("\r\n", trace + 2) + 2);
  }

  @Test
  void mailIsSignedEncryptedAndRead() throws Exception {
    assertTrue(send(message("", "plan"), BOB, CAROL).startsWith("250 2.0.0 kept as"));
    for (Mailbox mailbox : List.of(BOB, CAROL)) {
      byte[] kept = only(mailbox);
      assertFalse(new String(kept, StandardCharsets.ISO_8859_1).contains("Hello."));
      try (Reading reading = house.read(Octets.of(kept), mailbox)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
        assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        assertEquals(ALICE, reading.from().orElseThrow());
        assertEquals("plan", reading.subject());
      }
    }
    assertTrue(house.journal.entries.isEmpty(), "what was not split needs no journal");
  }

  @Test
  void recipientWithoutCertificateGetsItSigned() throws Exception {
    assertTrue(send(message("", "plan"), DAVE).startsWith("250"));
    String kept = new String(only(DAVE), StandardCharsets.ISO_8859_1);
    assertTrue(kept.contains("multipart/signed") && kept.contains("Hello."), kept);
  }

  @Test
  void confidentialIsRefusedForAllWithAdvice() throws Exception {
    String answer = send(message("", "Confidential plan"), BOB, DAVE);
    assertTrue(
        answer.startsWith("550 5.7.1 dave@example.test: must be sent encrypted, and there is no"),
        answer);
    assertTrue(
        answer.contains("ask the recipient") && answer.contains("(rule confidential)"), answer);
    assertEquals(0, count(BOB));
    assertTrue(send(message("", "Confidential plan"), BOB).startsWith("250"));
  }

  @Test
  void refusedAloneTheOthersGetItAndTheSenderAReport() throws Exception {
    gateway(Facts.Direction.OUTBOUND, Policy.example().replace("all-or-none\n", "each-alone\n"));
    String answer = send(message("", "Confidential plan"), BOB, DAVE);
    assertTrue(answer.startsWith("250 2.0.0 accepted, and the sender is told"), answer);
    assertEquals(1, count(BOB));
    String report = new String(only(ALICE), StandardCharsets.UTF_8);
    assertTrue(
        report.contains(
            "Final-Recipient: rfc822; dave@example.test\r\nAction: failed\r\nStatus: 5.7.1\r\n"),
        report);
    assertTrue(report.contains("Message-ID: <1@example.test>"), report);
    assertFalse(report.contains("Hello."), "a report carries no content");
    assertTrue(send(message("", "Confidential plan"), BOB, DAVE).startsWith("250"));
    assertEquals(List.of(1, 1), List.of(count(BOB), count(ALICE)), "nothing twice on a retry");
  }

  @Test
  void directoryThatIsDownDefers() throws Exception {
    house.directoryDown = true;
    String answer = send(message("", "plan"), BOB);
    assertTrue(answer.startsWith("451 4.4.3 bob@example.test: nobody could be asked"), answer);
    assertEquals(0, count(BOB));
  }

  private static String outbound(String deliver) {
    return """
    outbound: { default: { deliver: { DELIVER } } }
    inbound: { default: { deliver: { sign: no, encrypt: no } } }
    """
        .replace("DELIVER", deliver);
  }

  @Test
  void theWordThatAsksForProtectionGoesFromTheSubjectBeforeItIsSigned() throws Exception {
    for (String protection :
        List.of("sign: no, encrypt: no", "sign: required, encrypt: required")) {
      gateway(Facts.Direction.OUTBOUND, outbound(protection + ", remove-from-subject: '[secret]'"));
      assertTrue(send(message("", "[Secret] pl\u00e4n"), BOB).startsWith("250"));
      byte[] kept = Files.readAllBytes(sink.messages(BOB).getLast());
      assertFalse(new String(kept, StandardCharsets.UTF_8).contains("ecret]"));
      try (Reading reading = house.read(Octets.of(kept), BOB)) {
        assertEquals("pl\u00e4n", reading.subject());
      }
      for (Path message : sink.messages(BOB)) {
        Files.delete(message);
      }
    }
  }

  @Test
  void withoutAPersonsCertificateThePartnersGatewayReadsIt() throws Exception {
    house.gateways.put(DAVE, CAROL);
    gateway(Facts.Direction.OUTBOUND, outbound("sign: required, encrypt: required"));
    assertTrue(send(message("", "plan"), BOB, DAVE).startsWith("250"));
    try (Reading daves = house.read(Octets.of(only(DAVE)), CAROL);
        Reading bobs = house.read(Octets.of(only(BOB)), BOB)) {
      assertInstanceOf(Opening.Opened.class, daves.opening().orElseThrow());
      assertInstanceOf(Verdict.Passed.class, daves.verdict());
      assertInstanceOf(Opening.Opened.class, bobs.opening().orElseThrow());
    }
  }

  @Test
  void whatTheLawWantsOnRecordGoesOnlyOnceItIsThere() throws Exception {
    house.table =
        Optional.of(
            Gateway.jurisdictions(
                """
                version: '7'
                valid-from: 2020-01-01
                valid-until: 2999-12-31
                servers: [DE]
                places: [{ place: DE, domains: [example.test] }]
                rules:
                  - { place: DE, role: server, effect: allow, source: s, reviewed-by: r }
                  - { place: DE, role: sender, effect: allow, source: s, reviewed-by: r }
                  - { place: DE, role: recipient, effect: require-record, source: s, reviewed-by: r }
                """,
                "t"));
    gateway(Facts.Direction.OUTBOUND, outbound("sign: no, encrypt: required"));
    String answer = send(message("", "plan"), BOB, CAROL);
    assertTrue(answer.startsWith("451 4.3.0 message: what was decided could not be"), answer);
    assertEquals(0, count(BOB));
    List<DecisionRecord.Entry> kept = new ArrayList<>();
    house.record = kept::addAll;
    gateway(Facts.Direction.OUTBOUND, outbound("sign: no, encrypt: required"));
    assertTrue(send(message("", "plan"), BOB, CAROL).startsWith("250"));
    assertEquals(1, count(BOB));
    assertEquals(1, kept.size(), "one entry for the domain");
    assertEquals(2, kept.getFirst().recipients());
    assertEquals("7", kept.getFirst().table());
    assertEquals("deliver", kept.getFirst().outcome());
  }

  @Test
  void whatIsHeldForACertificateIsTakenOnceThereIsOne() throws Exception {
    gateway(
        Facts.Direction.OUTBOUND, outbound("sign: no, encrypt: required, no-certificate: hold"));
    String answer = send(message("", "plan"), DAVE);
    assertTrue(answer.startsWith("451 4.7.1 dave@example.test: must be sent encrypted"), answer);
    house.enrol(DAVE);
    assertTrue(send(message("", "plan"), DAVE).startsWith("250"));
    assertFalse(new String(only(DAVE), StandardCharsets.ISO_8859_1).contains("Hello."));
  }

  @Test
  void hiddenRecipientsAreEncryptedToApart() throws Exception {
    byte[] text = message("", "plan");
    text =
        new String(text, StandardCharsets.UTF_8)
            .replace(", \"C, arol\" <carol@example.test>", "")
            .getBytes(StandardCharsets.UTF_8);
    assertTrue(send(text, BOB, CAROL).startsWith("250"));
    try (Reading bobs = house.read(Octets.of(only(BOB)), BOB);
        Reading carolsForBob = house.read(Octets.of(only(CAROL)), BOB);
        Reading carols = house.read(Octets.of(only(CAROL)), CAROL)) {
      assertEquals(
          1, assertInstanceOf(Opening.Opened.class, bobs.opening().orElseThrow()).recipients());
      assertEquals(
          1, assertInstanceOf(Opening.Opened.class, carols.opening().orElseThrow()).recipients());
      assertInstanceOf(Opening.NotForUs.class, carolsForBob.opening().orElseThrow());
    }
  }

  @Test
  void whatTheNextHopSaysIsWhatTheClientHears() throws Exception {
    for (String said :
        List.of("451 4.3.2 later", "550 5.1.1 never", "552 5.2.2 full", "452 4.2.2 full now")) {
      Answer answer =
          new Answer(
              Integer.parseInt(said.substring(0, 3)), said.substring(4, 9), said.substring(10));
      atText = e -> answer;
      assertEquals(said, send(message("", "plan"), BOB));
    }
    assertEquals(0, count(BOB));
  }

  @Test
  void nextHopWithoutAnswerDefers() throws Exception {
    atText =
        e -> {
          pause(3_000); // longer than the gateway waits
          return null;
        };
    assertTrue(
        send(message("", "plan"), BOB).startsWith("451 4.4.1 next hop: gave no final answer"));
    hop.close();
    assertTrue(send(message("", "plan"), BOB).startsWith("451 4.4.1"));
  }

  @Test
  void acceptedOnlyAfterTheNextHop() throws Exception {
    long[] answered = new long[1];
    atText =
        e -> {
          pause(300);
          answered[0] = System.nanoTime();
          return null;
        };
    assertTrue(send(message("", "plan"), BOB).startsWith("250"));
    assertTrue(System.nanoTime() - answered[0] > 0 && answered[0] != 0);
    assertEquals(1, count(BOB));
  }

  @Test
  void retryCompletesASplitMessageWithoutDoubles() throws Exception {
    // Bob's form is encrypted, Dave's is not: two variants, of which the second is not taken at
    // first.
    atRcpt.put(DAVE, new Answer(451, "4.2.1", "busy"));
    String first = send(message("", "plan"), BOB, DAVE);
    assertEquals("451 4.2.1 busy [dave@example.test]", first);
    assertEquals(List.of(1, 0), List.of(count(BOB), count(DAVE)));
    assertEquals(first, send(message("", "plan"), BOB, DAVE));
    assertEquals(1, count(BOB));
    atRcpt.clear();
    assertTrue(send(message("", "plan"), BOB, DAVE).startsWith("250"));
    assertEquals(List.of(1, 1), List.of(count(BOB), count(DAVE)));
    assertEquals("250 2.0.0 accepted in an attempt before", send(message("", "plan"), BOB, DAVE));
    assertEquals(List.of(1, 1), List.of(count(BOB), count(DAVE)));
    assertTrue(send(message("X: another\r\n", "plan"), BOB, DAVE).startsWith("250"));
    assertEquals(List.of(2, 2), List.of(count(BOB), count(DAVE)));
  }

  @Test
  void oneRefusedByTheNextHopBecomesAReport() throws Exception {
    atRcpt.put(CAROL, new Answer(550, "5.1.1", "no such person"));
    assertTrue(
        send(message("", "plan"), BOB, CAROL)
            .startsWith("250 2.0.0 accepted, and the sender is told"));
    assertEquals(1, count(BOB));
    assertTrue(
        new String(only(ALICE), StandardCharsets.UTF_8)
            .contains("Diagnostic-Code: smtp; 550 5.1.1 no such person"));
    atRcpt.put(BOB, new Answer(553, "5.1.3", "odd"));
    assertEquals(
        "553 5.1.3 odd [bob@example.test, carol@example.test]",
        send(message("X: another\r\n", "plan"), BOB, CAROL));
  }

  @Test
  void reportThatIsNotTakenIsTriedAgain() throws Exception {
    atRcpt.put(CAROL, new Answer(550, "5.1.1", "no such person"));
    atRcpt.put(ALICE, new Answer(451, "4.2.1", "busy"));
    assertTrue(
        send(message("", "plan"), BOB, CAROL)
            .startsWith("451 4.4.1 next hop: took the message for some"));
    atRcpt.remove(ALICE);
    assertTrue(send(message("", "plan"), BOB, CAROL).startsWith("250"));
    assertEquals(List.of(1, 1), List.of(count(BOB), count(ALICE)));
  }

  @Test
  void encryptedAndSignedMailIsRespected() throws Exception {
    send(message("", "plan"), BOB);
    byte[] encrypted = withoutTrace(only(BOB)).getBytes(StandardCharsets.ISO_8859_1);
    send(message("", "plan"), DAVE);
    byte[] signed = withoutTrace(only(DAVE)).getBytes(StandardCharsets.ISO_8859_1);

    assertTrue(send(encrypted, CAROL).startsWith("250"));
    assertEquals(new String(encrypted, StandardCharsets.ISO_8859_1), withoutTrace(only(CAROL)));
    assertTrue(send(signed, BOB).startsWith("250"));
    byte[] both = Files.readAllBytes(sink.messages(BOB).getLast());
    try (Reading reading = house.read(Octets.of(both), BOB)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
    }
  }

  @Test
  void callingItselfEncryptedIsNotEnough() throws Exception {
    byte[] liar =
        message(
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n", "confidential");
    assertTrue(send(liar, DAVE).startsWith("550 5.7.1"));
  }

  @Test
  void ownWorkThatComesBackIsLeftAndLoopsEnd() throws Exception {
    send(message("", "plan"), DAVE);
    byte[] message = only(DAVE);
    house.enrol(DAVE); // were policy asked again, it would encrypt now
    String answer = "";
    int rounds = 0;
    while (rounds < 20 && !answer.startsWith("5")) {
      answer = send(message, DAVE);
      if (answer.startsWith("250")) {
        byte[] again = Files.readAllBytes(sink.messages(DAVE).getLast());
        assertEquals(new String(message, StandardCharsets.ISO_8859_1), withoutTrace(again));
        message = again;
      }
      rounds++;
    }
    assertTrue(answer.startsWith("554 5.4.6 message: goes round in circles"), answer);
    assertEquals(5, rounds);
  }

  @Test
  void inboundPassesOctetForOctet() throws Exception {
    gateway(Facts.Direction.INBOUND, LEAVE);
    byte[] odd =
        "X-No-Sense: \377\376\r\nfrom nowhere\r\n\r\n\0..\r\n.\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(send(odd, BOB, CAROL, DAVE).startsWith("250"));
    String got = new String(only(BOB), StandardCharsets.ISO_8859_1);
    String said = "Authentication-Results: signet.example.test;\r\n\tsmime=none\r\n";
    assertTrue(got.startsWith(said), got);
    assertEquals(
        new String(odd, StandardCharsets.ISO_8859_1),
        withoutTrace(got.substring(said.length()).getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void outboundNeedsItsFields() throws Exception {
    for (String name : List.of("From", "Date", "Message-ID")) {
      byte[] without =
          new String(message("", "plan"), StandardCharsets.UTF_8)
              .replaceAll("(?m)^" + name + ": .*\r\n", "")
              .getBytes(StandardCharsets.UTF_8);
      String answer = send(without, BOB);
      assertTrue(
          answer.startsWith(
              "554 5.6.0 message: has no " + name + " field (RFC 5322 section 3.6); let"),
          answer);
    }
    assertTrue(
        send(message("From: mallory@example.test\r\n", "plan"), BOB)
            .startsWith("554 5.6.0 message: has more than one From"));
  }

  @Test
  void sameMessageAtTheSameTimeWaitsForItself() throws Exception {
    atText =
        e -> {
          pause(700);
          return null;
        };
    List<String> answers = new ArrayList<>();
    Thread first =
        Thread.ofVirtual().start(() -> quietly(() -> answers.add(send(message("", "plan"), BOB))));
    Thread.sleep(250);
    String second = send(message("", "plan"), BOB);
    first.join();
    assertTrue(second.startsWith("451 4.3.2 message: the same is still on its way"), second);
    assertTrue(answers.getFirst().startsWith("250"));
    assertEquals(1, count(BOB));
  }

  private interface Trying {
    void run() throws Exception;
  }

  private static void quietly(Trying trying) {
    try {
      trying.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void pause(long millis) {
    quietly(() -> Thread.sleep(millis));
  }
}
