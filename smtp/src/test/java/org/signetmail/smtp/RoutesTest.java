package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.gateway.Routes;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.RelaySettings.Protocol;

/** A gateway with several next hops, one of which speaks LMTP: one honest answer, nothing twice. */
@Timeout(60)
class RoutesTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");
  private static final Mailbox PAUL = Mailbox.of("paul@partner.test");
  private static final Mailbox SUB = Mailbox.of("sue@a.b.partner.test");
  private static final String LEAVE =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final House house = new House();
  private final Recorder boxes = new Recorder();
  private final Recorder partner = new Recorder();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void theLongestNameCounts() throws Exception {
    Named exact = new Named();
    Named below = new Named();
    Named above = new Named();
    Named rest = new Named();
    Routes routes =
        new Routes(
            Map.of("partner.test", exact, "*.b.partner.test", below, "*.partner.test", above),
            rest);
    routes.send(
        to(BOB, PAUL, SUB, Mailbox.of("x@c.partner.test")),
        Octets.of("x\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(List.of(BOB), rest.heard);
    assertEquals(List.of(PAUL), exact.heard);
    assertEquals(List.of(SUB), below.heard);
    assertEquals(List.of(Mailbox.of("x@c.partner.test")), above.heard);
  }

  private static final class Named implements NextHop {
    final List<Mailbox> heard = new ArrayList<>();

    @Override
    public Map<Mailbox, Answer> send(Envelope envelope, Octets message) {
      envelope.recipients().forEach(r -> heard.add(r.mailbox()));
      return Map.of();
    }
  }

  @Test
  void aRetrySendsOnlyWhatIsLeft() throws Exception {
    List<String> ends = new ArrayList<>(List.of("250 2.1.5 bob\r\n452 4.2.2 full", "250 2.1.5 ok"));
    try (ScriptedHop lmtp = lmtp(ends)) {
      RelayClient front = front(routes(lmtp));
      Answer first = only(front, BOB, CAROL, PAUL);
      assertEquals(451, first.code(), first.toString());
      assertTrue(first.text().contains("[carol@example.test]"), first.toString());
      assertEquals(1, partner.messages.size());
      assertEquals(250, only(front, BOB, CAROL, PAUL).code());
      assertEquals(1, partner.messages.size(), "not a second time");
      assertEquals(
          List.of(
              "RCPT TO:<bob@example.test>",
              "RCPT TO:<carol@example.test>",
              "RCPT TO:<carol@example.test>"),
          lmtp.heard.stream().filter(l -> l.startsWith("RCPT")).toList());
    }
  }

  @Test
  void whoIsRefusedAfterTheTextIsReportedWhereReportsGo() throws Exception {
    List<String> ends = new ArrayList<>(List.of("250 2.1.5 bob\r\n552 5.2.2 over quota"));
    try (ScriptedHop lmtp = lmtp(ends)) {
      RelayClient front = front(routes(lmtp));
      Answer answer = only(front, BOB, CAROL);
      assertEquals(250, answer.code(), answer.toString());
      assertTrue(answer.text().contains("[carol@example.test]"), answer.toString());
      assertEquals(1, boxes.messages.size(), "the report");
      String report = boxes.messages.getFirst().text();
      assertTrue(report.contains("552 5.2.2 over quota"), report);
      assertEquals(
          List.of(House.ALICE),
          boxes.messages.getFirst().envelope().recipients().stream()
              .map(Envelope.Recipient::mailbox)
              .toList());
    }
  }

  @Test
  void aServerThatIsNotThereHoldsUpNoOther() throws Exception {
    RelayClient nowhere =
        keep(new RelayClient(RelaySettings.plain("127.0.0.1", 1, "signet.example.test")));
    RelayClient to = keep(new RelayClient(RelaySettings.plain("127.0.0.1", server(partner), "s")));
    RelayClient front = front(new Routes(Map.of("partner.test", to), nowhere));
    Answer answer = only(front, BOB, PAUL);
    assertEquals("451 4.4.1", answer.code() + " " + answer.status());
    assertEquals(1, partner.messages.size());
    only(front, BOB, PAUL);
    assertEquals(1, partner.messages.size(), "not a second time");
  }

  private static ScriptedHop lmtp(List<String> ends) throws IOException {
    return new ScriptedHop(
        l -> l.equals(".") ? ends.removeFirst() : ScriptedHop.offering("PIPELINING").apply(l));
  }

  private NextHop routes(ScriptedHop lmtp) throws IOException {
    RelayClient own =
        keep(
            new RelayClient(
                RelaySettings.plain("127.0.0.1", lmtp.port(), "signet.example.test")
                    .withProtocol(Protocol.LMTP)));
    RelayClient to = keep(new RelayClient(RelaySettings.plain("127.0.0.1", server(partner), "s")));
    RelayClient reports =
        keep(new RelayClient(RelaySettings.plain("127.0.0.1", server(boxes), "s")));
    return new Routes(Map.of("partner.test", to), own).reportingTo(reports);
  }

  private RelayClient front(NextHop hops) throws IOException {
    int port = server(house.gateway(Facts.Direction.OUTBOUND, hops, LEAVE));
    return keep(new RelayClient(RelaySettings.plain("127.0.0.1", port, "client.example.test")));
  }

  private int server(org.signetmail.gateway.MailHandler handler) throws IOException {
    return keep(SmtpServer.start(
            ServerSettings.loopback(0, "host.example.test"),
            handler,
            Spool.standard(),
            Clock.systemUTC()))
        .port();
  }

  private static Answer only(RelayClient front, Mailbox... recipients) throws IOException {
    byte[] message =
        """
        From: Alice <alice@example.test>
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Message-ID: <1@example.test>
        Subject: plan

        Hello.
        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    List<Answer> answers =
        front.send(to(recipients), Octets.of(message)).values().stream().distinct().toList();
    assertEquals(1, answers.size(), "one honest answer");
    return answers.getFirst();
  }

  private static Envelope to(Mailbox... recipients) {
    return new Envelope(
        Optional.of(House.ALICE),
        Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
        List.of());
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.add(one);
    return one;
  }
}
