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
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;

/** What policy can want of mail that goes out, and what the next hop sees of it. */
class OutboundPolicyTest {
  private static final Mailbox ARCHIVE = Mailbox.of("archive@example.test");

  private final Hop hop = new Hop();

  /** A message as the next hop had it. */
  record Sent(Envelope envelope, byte[] octets) {
    String text() {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  /** Takes everything, or nothing. */
  private static final class Hop implements NextHop {
    final List<Sent> sent = new ArrayList<>();
    Answer answer = new Answer(250, "2.0.0", "taken");

    @Override
    public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
      Map<Mailbox, Answer> answers = new LinkedHashMap<>();
      envelope.recipients().forEach(r -> answers.put(r.mailbox(), answer));
      if (answer.kind() == Answer.Kind.ACCEPTED) {
        sent.add(new Sent(envelope, message.toByteArray()));
      }
      return answers;
    }
  }

  private static String policy(String deliver) {
    return """
    outbound:
      default: { deliver: { %s } }
    inbound:
      default: { deliver: { sign: no, encrypt: no } }
    """
        .formatted(deliver);
  }

  private Answer send(House house, String policy, Mailbox from, Mailbox... recipients)
      throws IOException {
    Envelope envelope =
        new Envelope(
            Optional.of(from),
            Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
            List.of());
    String message =
        "From: "
            + from
            + "\r\nTo: bob@example.test\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
            + "Message-ID: <1@example.test>\r\nSubject: plan\r\n\r\nHello.\r\n";
    return house
        .gateway(Facts.Direction.OUTBOUND, hop, policy)
        .handle(
            new Arrival("1", InetAddress.getLoopbackAddress(), "c", "ESMTP", Instant.now()),
            envelope,
            Octets.of(message.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertOpens(House house, byte[] message, Mailbox reader) throws IOException {
    try (Reading reading = house.read(Octets.of(message), reader)) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow(), reader.toString());
    }
  }

  @Test
  void senderAndArchiveCanOpenItToo() throws Exception {
    House house = new House(ALICE, BOB, CAROL, ARCHIVE);
    String policy =
        policy(
            "sign: required, encrypt: required, also-encrypt-to: [sender, archive@example.test]");
    assertEquals(250, send(house, policy, ALICE, BOB, CAROL).code());
    assertEquals(2, hop.sent.size(), "Carol is not in the header and has a copy of her own");
    for (Sent sent : hop.sent) {
      for (Mailbox reader : List.of(ALICE, ARCHIVE)) {
        assertOpens(house, sent.octets(), reader);
      }
    }
    assertOpens(house, hop.sent.getFirst().octets(), BOB);
    try (Reading bobs = house.read(Octets.of(hop.sent.getFirst().octets()), CAROL)) {
      assertFalse(bobs.opening().orElseThrow() instanceof Opening.Opened, "nor is she in his");
    }
    assertOpens(house, hop.sent.getLast().octets(), CAROL);
  }

  @Test
  void aSenderWithoutACertificateGoesWithoutAndAnArchiveIsWaitedFor() throws Exception {
    House house = new House(BOB);
    assertEquals(
        250,
        send(house, policy("sign: no, encrypt: required, also-encrypt-to: sender"), ALICE, BOB)
            .code());
    Answer held =
        send(
            house,
            policy("sign: no, encrypt: required, also-encrypt-to: archive@example.test"),
            ALICE,
            BOB);
    assertEquals(451, held.code());
    assertTrue(held.text().startsWith("archive@example.test: must be able to open it too"));
    assertEquals(1, hop.sent.size());
  }

  @Test
  void whoeverHasNoCertificateIsInvitedOnceWhileTheMailWaits() throws Exception {
    House house = new House(BOB);
    String policy = policy("sign: required, encrypt: required, no-certificate: invite");
    for (int attempt = 0; attempt < 3; attempt++) {
      Answer held = send(house, policy, ALICE, DAVE);
      assertEquals(451, held.code());
      assertEquals("4.7.1", held.status());
    }
    assertEquals(1, hop.sent.size(), "one mail, which is the invitation");
    Sent invitation = hop.sent.getFirst();
    assertEquals(Optional.empty(), invitation.envelope().sender());
    assertEquals(DAVE, invitation.envelope().recipients().getFirst().mailbox());
    assertTrue(invitation.text().contains("Auto-Submitted: auto-generated"), invitation.text());
    assertFalse(invitation.text().contains("plan"), "nothing of the mail that waits");
    try (Reading reading = house.read(Octets.of(invitation.octets()), BOB)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
      assertEquals(ALICE, reading.from().orElseThrow());
    }
    house.enrol(DAVE);
    Thread.sleep(5); // the directory remembers for a millisecond that there was none
    assertEquals(250, send(house, policy, ALICE, DAVE).code());
    assertOpens(house, hop.sent.getLast().octets(), DAVE);
  }

  @Test
  void anInvitationThatDidNotGoIsTriedAgain() throws Exception {
    House house = new House(BOB);
    String policy = policy("sign: required, encrypt: required, no-certificate: invite");
    hop.answer = new Answer(451, "4.3.0", "later");
    assertEquals(451, send(house, policy, ALICE, DAVE).code());
    hop.answer = new Answer(250, "2.0.0", "taken");
    assertEquals(451, send(house, policy, ALICE, DAVE).code());
    assertEquals(1, hop.sent.size());
  }

  @Test
  void nobodyIsInvitedInTheNameOfAStranger() throws Exception {
    House house = new House(BOB);
    String policy = policy("sign: no, encrypt: required, no-certificate: invite");
    assertEquals(451, send(house, policy, Mailbox.of("eve@elsewhere.test"), DAVE).code());
    assertEquals(List.of(), hop.sent);
  }

  @Test
  void invitationsDoNotFlood() throws Exception {
    House house = new House(BOB);
    String policy = policy("sign: required, encrypt: required, no-certificate: invite");
    Mailbox[] many = new Mailbox[40];
    for (int i = 0; i < many.length; i++) {
      many[i] = Mailbox.of("stranger" + i + "@elsewhere.test");
    }
    assertEquals(451, send(house, policy, ALICE, many).code());
    int sent = hop.sent.size();
    assertTrue(sent == 30 || sent == 40, "thirty a minute, and a minute may have turned: " + sent);
  }
}
