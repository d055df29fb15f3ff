package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Doorway.PETER;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;
import static org.signetmail.smtp.House.DAVE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.ClosedToStrangers;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.gateway.Reprocessing;
import org.signetmail.gateway.ReprocessingSettings;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** Old mail, sent to the address that opens it: client, gateway and mailboxes over sockets. */
@Timeout(120)
class ReprocessingTest {
  private static final Mailbox DECRYPT = Mailbox.of("decrypt@example.test");
  private static final Mailbox GATEWAY = Mailbox.of("gateway@example.test");
  private static final String PLAIN =
      """
      From: peter@partner.test
      To: bob@example.test
      Subject: the secret plan
      Date: Mon, 23 Nov 2020 12:00:00 +0000
      Message-ID: <1@partner.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      at noon
      """
          .replace("\n", "\r\n");
  private static final String POLICY =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no, open: proven } } }
      """;

  private record Use(Mailbox person, int handedIn, int opened) {}

  private final House house = new House(BOB, CAROL, GATEWAY);
  private final House partner = new House();
  private final Recorder mailboxes = new Recorder();
  private final Recorder others = new Recorder();
  private final List<Use> uses = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile boolean logWorks = true;
  private String policy = POLICY;
  private int hourly = 1_000;

  @BeforeEach
  void ring() {
    house.partners.add(partner);
    house.ring =
        holder ->
            switch (holder) {
              case RingHolder.Person(Mailbox one) when one.equals(BOB) || one.equals(CAROL) ->
                  List.of(key(one));
              case RingHolder.Domain(String name) when name.equals("example.test") ->
                  List.of(key(GATEWAY));
              default -> List.of();
            };
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void whatIsAttachedComesBackOpenedToThatPersonAlone() throws Exception {
    Answer answer = send(BOB, forwarded(BOB, protectedTo(certificate(BOB), certificate(CAROL))));
    assertEquals("250 2.0.0 taken; what opens of it goes to bob@example.test", answer.toString());
    assertEquals(1, mailboxes.messages.size());
    Recorder.Message got = mailboxes.messages.getFirst();
    assertEquals(Optional.empty(), got.envelope().sender(), "it bounces to nobody");
    assertEquals(
        List.of(new Envelope.Recipient(BOB, List.of("NOTIFY=NEVER"))), got.envelope().recipients());
    String text = got.text();
    assertTrue(text.startsWith("Authentication-Results: signet.example.test;\r\n\tsmime=pass"));
    assertTrue(text.contains("\r\nSignet-Opened: signet.example.test; aes256-CBC\r\n"), text);
    assertTrue(text.contains("\r\nSubject: the secret plan\r\n"), text);
    assertTrue(text.contains("\r\n\r\nat noon\r\n"), text);
    assertTrue(text.contains("\r\nResent-From: decrypt@example.test\r\n"), text);
    assertFalse(header(text).contains("\r\nMessage-ID: <1@partner.test>"), text);
    assertEquals(List.of(new Use(BOB, 1, 1)), uses);
    assertTrue(others.messages.isEmpty());
  }

  @Test
  void oneThatIsResentIsOpenedAsWell() throws Exception {
    String resent = "Resent-From: bob@example.test\r\nResent-To: decrypt@example.test\r\n";
    String old = protectedTo(certificate(BOB));
    assertEquals(250, send(BOB, resent + old).code());
    assertTrue(mailboxes.messages.getFirst().text().contains("at noon"));
    assertEquals(550, send(BOB, old).code(), "in nobody's name but the author's");
    assertEquals(550, send(CAROL, resent + old).code(), "in another's");
    assertEquals(1, mailboxes.messages.size());
  }

  @Test
  void ofSeveralEachIsAnsweredInTheMailboxAndNothingInsideIsTold() throws Exception {
    String opens = protectedTo(certificate(BOB));
    String message =
        forwarded(
            BOB,
            opens,
            protectedTo(certificate(CAROL)),
            PLAIN.replace("secret", "public"),
            broken(opens));
    assertEquals(250, send(BOB, message).code());
    assertEquals(List.of(new Use(BOB, 4, 1)), uses);
    assertEquals(2, mailboxes.messages.size());
    assertTrue(mailboxes.messages.getFirst().text().contains("at noon"));
    String notice = mailboxes.messages.getLast().text();
    assertEquals(Optional.empty(), mailboxes.messages.getLast().envelope().sender());
    assertTrue(notice.contains("Subject: Not opened: 3 of 4 messages"), notice);
    assertTrue(
        notice.contains("'[...]' from peter@partner.test\r\n    is not encrypted to"), notice);
    assertTrue(notice.contains("'the public plan' from peter@partner.test"), notice);
    assertTrue(notice.contains("stays closed"), notice);
    assertFalse(notice.contains("secret") || notice.contains("at noon"), notice);
  }

  @Test
  void whetherItOpensIsNotInTheAnswer() throws Exception {
    String opens = protectedTo(certificate(BOB));
    Answer opened = send(BOB, forwarded(BOB, opens));
    long begin = System.nanoTime();
    assertEquals(opened, send(BOB, forwarded(BOB, broken(opens))));
    assertTrue(System.nanoTime() - begin >= 100_000_000, "not before the first step");
    assertEquals(opened, send(BOB, forwarded(BOB, unproven(certificate(BOB)))));
    assertEquals(3, mailboxes.messages.size());
    assertFalse(mailboxes.messages.getLast().text().contains("at noon"), "nothing proves it");
  }

  @Test
  void nobodyOpensWithTheKeyOfAnother() throws Exception {
    Answer answer = send(CAROL, forwarded(CAROL, protectedTo(certificate(BOB))));
    assertEquals(550, answer.code());
    assertEquals("5.7.5", answer.status());
    assertTrue(answer.text().contains("no") && answer.text().contains("holds for carol"));
    assertEquals(550, send(CAROL, forwarded(BOB, protectedTo(certificate(BOB)))).code(), "as Bob");
    assertTrue(mailboxes.messages.isEmpty());
    assertEquals(List.of(new Use(CAROL, 1, 0)), uses, "a try is on record too");
  }

  @Test
  void whoIsNotOneOfUsIsTurnedAwayAtOnce() throws Exception {
    int port = server(Access.OPEN);
    assertEquals("550 5.7.1", rcpt(port, "peter@partner.test", DECRYPT));
    assertEquals("550 5.7.1", rcpt(port, "", DECRYPT));
    assertEquals("250 2.1.5", rcpt(port, "bob@example.test", DECRYPT));
    assertEquals("452 4.5.3", rcpt(port, "bob@example.test", DAVE, DECRYPT));
    assertEquals("452 4.5.3", rcpt(port, "bob@example.test", DECRYPT, DAVE));
    assertEquals("250 2.1.5", rcpt(port, "bob@example.test", DAVE));
    int outside =
        keep(SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test"),
                new ClosedToStrangers(others, DECRYPT),
                Spool.standard(),
                Clock.systemUTC()))
            .port();
    assertEquals("550 5.7.1", rcpt(outside, "bob@example.test", DECRYPT));
    assertEquals("250 2.1.5", rcpt(outside, "bob@example.test", DAVE));
  }

  @Test
  void whoLogsInIsThatPerson() throws Exception {
    Authority authority = new Authority("Root");
    SSLContext trusted = authority.trusting();
    SmtpServer server =
        keep(
            SmtpServer.start(
                ServerSettings.loopback(0, "mx.example.test")
                    .withTls(authority.server("localhost").context())
                    .withAccess(Access.relayFor(Peers.NOBODY))
                    .withLogins((name, password) -> Optional.of(Mailbox.of(name))),
                handler(),
                Spool.standard(),
                Clock.systemUTC()));
    try (RawClient client = new RawClient(server.port()).toTls(trusted)) {
      client.say("EHLO client.example");
      byte[] login = "\0bob@example.test\0x".getBytes(StandardCharsets.UTF_8);
      client.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(login));
      assertTrue(client.say("MAIL FROM:<carol@example.test>").startsWith("553"));
      assertTrue(client.say("MAIL FROM:<bob@example.test>").startsWith("250"));
      assertTrue(client.say("RCPT TO:<Decrypt@example.test>").startsWith("250"));
      client.say("DATA");
      client.send(forwarded(BOB, protectedTo(certificate(BOB))));
      assertTrue(client.say(".").startsWith("250 2.0.0"));
    }
    assertTrue(mailboxes.messages.getFirst().text().contains("at noon"));
  }

  @Test
  void theDomainsKeyOpensForWhomTheMessageWentTo() throws Exception {
    String toDomain = unnamed(certificate(GATEWAY));
    assertEquals(250, send(BOB, forwarded(BOB, toDomain)).code());
    assertTrue(mailboxes.messages.getLast().text().contains("stays closed"), "nothing shows it");
    String closed = POLICY.replace(", open: proven", "");
    Doorway door = new Doorway(house, closed.substring(closed.indexOf("inbound")));
    door.send(toDomain, BOB, DAVE);
    String came = door.to(BOB).text();
    send(DAVE, forwarded(DAVE, came));
    assertTrue(mailboxes.messages.getLast().text().contains("at noon"), "it went to Dave too");
    send(CAROL, forwarded(CAROL, came));
    assertTrue(mailboxes.messages.getLast().text().contains("stays closed"), "and not to Carol");
    send(BOB, forwarded(BOB, protectedTo(certificate(GATEWAY))));
    assertTrue(mailboxes.messages.getLast().text().contains("at noon"), "named inside");
    send(DAVE, forwarded(DAVE, protectedTo(certificate(GATEWAY))));
    assertTrue(mailboxes.messages.getLast().text().contains("stays closed"), "not named inside");
  }

  @Test
  void aRetryOpensWhatIsLeftAndNothingTwice() throws Exception {
    String old = protectedTo(certificate(BOB));
    String message =
        forwarded(BOB, old, old.replace("<1@partner.test>", "<2@partner.test>"), PLAIN);
    mailboxes.answer =
        envelope ->
            mailboxes.messages.isEmpty()
                ? new Answer(250, "2.0.0", "kept")
                : new Answer(452, "4.2.2", "over quota: the secret plan");
    Answer again = send(BOB, message);
    assertEquals("452 4.2.2 next hop: does not take the message", again.toString());
    mailboxes.answer = envelope -> new Answer(250, "2.0.0", "kept");
    assertEquals(250, send(BOB, message).code());
    assertEquals(250, send(BOB, message).code());
    assertEquals(3, mailboxes.messages.size(), "two, and what did not open");
  }

  @Test
  void whatIsNotOnRecordIsNotOpened() throws Exception {
    logWorks = false;
    assertEquals(451, send(BOB, forwarded(BOB, protectedTo(certificate(BOB)))).code());
    assertTrue(mailboxes.messages.isEmpty());
  }

  @Test
  void anHourHasItsLimit() throws Exception {
    hourly = 3;
    int port = server(Access.OPEN);
    String old = protectedTo(certificate(BOB));
    assertEquals(250, send(port, BOB, forwarded(BOB, old, old)).code());
    assertEquals(451, send(port, BOB, forwarded(BOB, old, old)).code());
    assertEquals(250, send(port, BOB, forwarded(BOB, old)).code());
    assertEquals(250, send(port, CAROL, forwarded(CAROL, protectedTo(certificate(CAROL)))).code());
  }

  @Test
  void whatBringsNothingIsRefusedWithWhatToDo() throws Exception {
    Answer nothing = send(BOB, PLAIN.replace("peter@partner.test", "bob@example.test"));
    assertEquals("5.6.1", nothing.status());
    assertTrue(nothing.text().contains("attach the old one whole"), nothing.text());
    String[] many = new String[51];
    Arrays.fill(many, PLAIN);
    assertEquals(554, send(BOB, forwarded(BOB, many)).code());
    policy = POLICY.replace(", open: proven", "");
    Answer closed = send(BOB, forwarded(BOB, protectedTo(certificate(BOB))));
    assertTrue(closed.text().startsWith("policy: opens no mail here"), closed.text());
    assertTrue(mailboxes.messages.isEmpty());
  }

  /** A mail of somebody's with messages in it; every second in base64, as some programs do. */
  private static String forwarded(Mailbox author, String... old) {
    StringBuilder text = new StringBuilder();
    text.append("From: Somebody <" + author + ">\r\nTo: decrypt@example.test\r\n")
        .append("Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <f@example.test>\r\n")
        .append("Subject: please\r\nMIME-Version: 1.0\r\n")
        .append("Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n\r\nhello\r\n");
    for (int i = 0; i < old.length; i++) {
      text.append("--b1\r\nContent-Type: message/rfc822; name=old.eml\r\n");
      if (i % 2 == 1) {
        text.append("Content-Transfer-Encoding: base64\r\n\r\n")
            .append(Base64.getMimeEncoder().encodeToString(octets(old[i])))
            .append("\r\n");
      } else {
        text.append("Content-Disposition: attachment\r\n\r\n").append(old[i]).append("\r\n");
      }
    }
    return text.append("--b1--\r\n").toString();
  }

  private Answer send(Mailbox sender, String message) throws IOException {
    return send(server(Access.OPEN), sender, message);
  }

  private Answer send(int port, Mailbox sender, String message) throws IOException {
    try (RelayClient client =
        new RelayClient(RelaySettings.plain("127.0.0.1", port, "client.example.test"))) {
      Envelope envelope =
          new Envelope(
              Optional.of(sender), List.of(new Envelope.Recipient(DECRYPT, List.of())), List.of());
      return Objects.requireNonNull(client.send(envelope, Octets.of(octets(message))).get(DECRYPT));
    }
  }

  /** The answer to the last of these recipients. */
  private static String rcpt(int port, String sender, Mailbox... recipients) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.reply();
      client.say("EHLO client.example");
      client.say("MAIL FROM:<" + sender + ">");
      String reply = "";
      for (Mailbox one : recipients) {
        reply = client.say("RCPT TO:<" + one + ">");
      }
      return reply.substring(0, 9);
    }
  }

  private int server(Access access) throws IOException {
    return keep(SmtpServer.start(
            ServerSettings.loopback(0, "signet.example.test").withAccess(access),
            handler(),
            Spool.standard(),
            Clock.systemUTC()))
        .port();
  }

  private MailHandler handler() throws IOException {
    SmtpServer hop =
        keep(
            SmtpServer.start(
                ServerSettings.loopback(0, "mailboxes.example.test"),
                mailboxes,
                Spool.standard(),
                Clock.systemUTC()));
    RelayClient relay =
        keep(new RelayClient(RelaySettings.plain("127.0.0.1", hop.port(), "signet.example.test")));
    return new Reprocessing(
        others,
        new ReprocessingSettings(DECRYPT, hourly),
        House.settings(Facts.Direction.INBOUND),
        house.ports(relay, policy),
        person -> Set.of(BOB, CAROL, DAVE).contains(person),
        (person, handedIn, opened, at) -> {
          if (!logWorks) {
            throw new IOException("log: the disk is full");
          }
          uses.add(new Use(person, handedIn, opened));
        });
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.add(one);
    return one;
  }

  private DecryptionIdentity key(Mailbox mailbox) {
    return Objects.requireNonNull(house.readers.get(mailbox));
  }

  private Certificate certificate(Mailbox mailbox) {
    return key(mailbox).certificate();
  }

  private String protectedTo(Certificate... to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageProtector(
            new MessageSigner(partner.signer(PETER), MessageSigner.Options.standard()),
            new MessageEncrypter(List.of(to), MessageEncrypter.Options.standard()))
        .protect(Octets.of(octets(PLAIN)), Instant.now(), house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** Nothing inside names a recipient. */
  private String unnamed(Certificate to) throws IOException {
    return encrypted(CryptoProfile.Name.MODERN, MessageSigner.HeaderProtection.OFF, to);
  }

  private String unproven(Certificate to) throws IOException {
    return encrypted(CryptoProfile.Name.COMPATIBLE, MessageSigner.HeaderProtection.ON, to);
  }

  private String encrypted(
      CryptoProfile.Name profile, MessageSigner.HeaderProtection header, Certificate to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(to), new MessageEncrypter.Options(header, CryptoProfile.of(profile)))
        .encrypt(Octets.of(octets(PLAIN)), house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static String broken(String message) {
    int end = message.indexOf("\r\n\r\n") + 4;
    byte[] cms = Base64.getMimeDecoder().decode(message.substring(end));
    cms[cms.length - 40] ^= 1;
    return message.substring(0, end) + Base64.getMimeEncoder().encodeToString(cms) + "\r\n";
  }

  private static String header(String message) {
    return message.substring(0, message.indexOf("\r\n\r\n"));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
