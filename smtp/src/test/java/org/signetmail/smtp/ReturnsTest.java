package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Doorway.PETER;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.DAVE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.GatewaySettings;
import org.signetmail.gateway.Returns;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** What a mail server returns of opened mail comes back here, and none of it goes to its sender. */
@Timeout(60)
class ReturnsTest {
  private static final Mailbox ADDRESS = Mailbox.of("returns@example.test");
  private static final String POLICY =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no, open: proven } } }
      """;

  private final House house = new House(BOB);
  private final Recorder hop = new Recorder();
  private SmtpServer next;
  private SmtpServer door;
  private RelayClient relay;

  @BeforeEach
  void start() throws IOException {
    house.ring =
        holder ->
            holder.equals(new RingHolder.Person(BOB))
                ? List.of(Objects.requireNonNull(house.readers.get(BOB)))
                : List.of();
    next = server(hop);
    relay = new RelayClient(RelaySettings.plain("127.0.0.1", next.port(), "signet.example.test"));
    GatewaySettings settings =
        new GatewaySettings(
            Facts.Direction.INBOUND, "signet.example.test", new byte[32], Optional.of(ADDRESS));
    Gateway gateway = new Gateway(settings, house.ports(relay, POLICY));
    door = server(new Returns(gateway, ADDRESS, settings, house.ports(relay, POLICY)));
  }

  @AfterEach
  void stop() throws Exception {
    door.close();
    relay.close();
    next.close();
  }

  @Test
  void theSenderHearsOfAFailureAndNothingOfTheMessage() throws Exception {
    assertEquals(250, send(Optional.of(PETER), encrypted(), BOB).code());
    Envelope went = hop.messages.getFirst().envelope();
    Mailbox returned = went.sender().orElseThrow();
    assertTrue(returned.toString().matches("returns\\+[0-9a-f]{12}=[0-9]+=partner.test=peter@.*"));
    assertEquals(
        250, send(Optional.empty(), bounce(hop.messages.getFirst().text()), returned).code());
    Recorder.Message report = hop.messages.getLast();
    assertEquals(PETER, report.envelope().recipients().getFirst().mailbox());
    assertEquals(Optional.empty(), report.envelope().sender());
    String text = report.text();
    assertTrue(
        text.contains("Final-Recipient: rfc822; bob@example.test\r\nAction: failed\r\n"), text);
    assertTrue(text.contains("\r\nStatus: 5.2.2\r\n"), text);
    assertFalse(text.contains("secret") || text.contains("at noon"), text);
  }

  @Test
  void whatStaysClosedKeepsItsSender() throws Exception {
    assertEquals(250, send(Optional.of(PETER), encrypted(), DAVE).code());
    assertEquals(Optional.of(PETER), hop.messages.getFirst().envelope().sender());
  }

  @Test
  void nobodyElseUsesTheAddress() throws Exception {
    send(Optional.of(PETER), encrypted(), BOB);
    Mailbox real = hop.messages.getFirst().envelope().sender().orElseThrow();
    Mailbox other = Mailbox.of(real.toString().replace("=peter@", "=paul@"));
    Mailbox later = Mailbox.of(real.toString().replaceFirst("=[0-9]+=", "=1="));
    String bounce = bounce("Subject: x\r\n");
    assertEquals(550, send(Optional.empty(), bounce, other).code(), "no MAC for this one");
    assertEquals(550, send(Optional.empty(), bounce, later).code(), "of another day");
    assertEquals(550, send(Optional.of(PETER), bounce, real).code(), "reports come from nobody");
    assertEquals(554, send(Optional.empty(), encrypted(), real).code(), "is no report");
    hop.answer = envelope -> new Answer(451, "4.3.0", "later");
    assertEquals(451, send(Optional.empty(), bounce, real).code());
    assertEquals(1, hop.messages.size());
  }

  private static String bounce(String returned) {
    return """
    From: MAILER-DAEMON@example.test
    Subject: Undelivered Mail: the secret plan
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary=r

    --r

    at noon could not be delivered
    --r
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mailboxes.example.test

    Final-Recipient: rfc822; bob@example.test
    Original-Recipient: rfc822; bob@example.test
    Action: failed
    Status: 5.2.2 (the secret plan)
    Diagnostic-Code: x; at noon

    --r
    Content-Type: message/rfc822

    """
            .replace("\n", "\r\n")
        + returned
        + "\r\n--r--\r\n";
  }

  private String encrypted() throws IOException {
    String plain =
        """
        From: peter@partner.test
        To: bob@example.test
        Subject: the secret plan
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Message-ID: <1@partner.test>
        Content-Type: text/plain

        at noon
        """
            .replace("\n", "\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(Objects.requireNonNull(house.readers.get(BOB)).certificate()),
            new MessageEncrypter.Options(
                MessageSigner.HeaderProtection.ON, CryptoProfile.of(CryptoProfile.Name.MODERN)))
        .encrypt(Octets.of(plain.getBytes(StandardCharsets.US_ASCII)), house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** The answer to the one recipient. */
  private Answer send(Optional<Mailbox> sender, String message, Mailbox to) throws IOException {
    try (RelayClient client =
        new RelayClient(RelaySettings.plain("127.0.0.1", door.port(), "mx.example.test"))) {
      Map<Mailbox, Answer> answers =
          new LinkedHashMap<>(
              client.send(
                  new Envelope(
                      sender,
                      Stream.of(to).map(one -> new Envelope.Recipient(one, List.of())).toList(),
                      List.of()),
                  Octets.of(message.getBytes(StandardCharsets.ISO_8859_1))));
      return Objects.requireNonNull(answers.get(to));
    }
  }

  private static SmtpServer server(org.signetmail.gateway.MailHandler handler) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "signet.example.test"),
        handler,
        Spool.standard(),
        Clock.systemUTC());
  }
}
