package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Doorway.PETER;
import static org.signetmail.smtp.Doorway.below;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;
import static org.signetmail.smtp.House.DAVE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;

/** Mail that is encrypted to keys which the gateway holds, and mail that is not. */
class OpenedMailTest {
  private static final String PLAIN =
      """
      From: peter@partner.test
      To: bob@example.test
      Subject: the secret plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@partner.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      at noon
      """
          .replace("\n", "\r\n");
  private static final String PROVEN =
      "inbound: { default: { deliver: { sign: no, encrypt: no, open: proven } } }\n";
  private static final String UNPROVEN =
      "inbound: { default: { deliver: { sign: no, encrypt: no, open: dangerous-unproven } } }\n";
  private static final Mailbox GATEWAY = Mailbox.of("gateway@example.test");

  private final House house = new House(BOB, CAROL, GATEWAY);
  private final House partner = new House();

  @BeforeEach
  void ring() {
    house.partners.add(partner);
    house.ring =
        holder -> holder.equals(new RingHolder.Person(BOB)) ? List.of(key(BOB)) : List.of();
  }

  @Test
  void itsReaderIsShownWhatWasProtectedAndTheSignatureStays() throws IOException {
    String message = protectedTo(certificate(BOB), certificate(CAROL));
    assertFalse(message.contains("secret"), "the subject is inside");
    Doorway door = new Doorway(house, PROVEN);
    assertEquals(250, door.send(message, BOB, CAROL, DAVE).code());
    String got = door.to(BOB).text();
    assertTrue(
        got.startsWith(
            """
            Authentication-Results: signet.example.test;
            \tsmime=pass
            \tbody.smime-identifier=peter@partner.test
            \tbody.smime-part=2
            Signet-Opened: signet.example.test; aes256-CBC
            Received:\
            """
                .replace("\n", "\r\n")),
        got);
    assertTrue(got.contains("\r\nSubject: the secret plan\r\n"), got);
    assertTrue(got.contains("\r\n\r\nat noon\r\n"), got);
    assertTrue(door.to(BOB).envelope().parameters().contains("RET=HDRS"));
    assertFalse(door.to(BOB).envelope().parameters().contains("RET=FULL"));
    MessageReader reader =
        new MessageReader(
            List.of(), house.trust(), Spool.standard(), MessageReader.Options.standard());
    try (Reading reading = reader.read(Octets.of(octets(got)), Instant.now())) {
      assertEquals("passed", reading.verdict().word(), reading.findings().toString());
      assertEquals("the secret plan", reading.subject());
    }
    for (Mailbox other : List.of(CAROL, DAVE)) {
      assertEquals(message, below(door.to(other)), "end to end, octet for octet");
      assertFalse(door.to(other).text().contains("Signet-Opened"));
      assertTrue(door.to(other).envelope().parameters().contains("RET=FULL"));
    }
  }

  @Test
  void aDomainsKeyOpensForEverybodyOfTheDomain() throws IOException {
    house.ring =
        holder ->
            holder.equals(new RingHolder.Domain("example.test"))
                ? List.of(key(GATEWAY))
                : List.of();
    Doorway door = new Doorway(house, PROVEN);
    Mailbox elsewhere = Mailbox.of("eve@elsewhere.test");
    String message = protectedTo(certificate(GATEWAY));
    assertEquals(250, door.send(message, BOB, DAVE, elsewhere).code());
    assertTrue(door.to(BOB).text().contains("at noon"));
    assertTrue(door.to(DAVE).text().contains("at noon"));
    assertEquals(message, below(door.to(elsewhere)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed by default", "proven", "unproven"})
  void whatNothingProvesOpensOnlyUnderADangerousWord(String how) throws IOException {
    String message = encryptedTo(CryptoProfile.Name.COMPATIBLE, certificate(BOB));
    String policy =
        switch (how) {
          case "proven" -> PROVEN;
          case "unproven" -> UNPROVEN;
          default -> "inbound: { default: { deliver: { sign: no, encrypt: no } } }\n";
        };
    Doorway door = new Doorway(house, policy);
    assertEquals(250, door.send(message, BOB).code());
    if (how.equals("unproven")) {
      assertTrue(door.to(BOB).text().contains("at noon"));
      assertTrue(door.to(BOB).text().contains(";\r\n\tsmime=none\r\nSignet-Opened: "));
    } else {
      assertEquals(message, below(door.to(BOB)));
    }
    Doorway other = new Doorway(house, PROVEN);
    other.send(encryptedTo(CryptoProfile.Name.MODERN, certificate(BOB)), BOB);
    assertTrue(other.to(BOB).text().contains("at noon"), "authenticated encryption proves it");
  }

  @ParameterizedTest
  @ValueSource(strings = {PROVEN, UNPROVEN})
  void whatDoesNotOpenLooksAsIfNobodyHadTried(String policy) throws IOException {
    Doorway reference = new Doorway(house, policy);
    String notOurs = protectedTo(certificate(CAROL));
    Answer ordinary = reference.send(notOurs, BOB);
    String top = topOf(reference.to(BOB).text());
    List<String> broken = new ArrayList<>();
    broken.addAll(broken(protectedTo(certificate(BOB))));
    broken.addAll(broken(encryptedTo(CryptoProfile.Name.MODERN, certificate(BOB))));
    assertTrue(broken.size() > 20);
    for (String message : broken) {
      Doorway door = new Doorway(house, policy);
      assertEquals(ordinary, door.send(message, BOB));
      if (policy.equals(PROVEN)) {
        assertEquals(message, below(door.to(BOB)), "as it came");
        assertEquals(top, topOf(door.to(BOB).text()));
      }
    }
  }

  @Test
  void whatIsFoundInsideNeverAnswersTheSender() throws IOException {
    String policy =
        """
        inbound:
          rules:
            - name: unsigned
              when: message.openable && signature.verdict == 'none' && subject == 'never'
              refuse: 'no'
            - name: failed
              when: signature.verdict == 'failed'
              refuse: 'the signature inside does not hold'
          default: { deliver: { sign: no, encrypt: no, open: proven } }
        """;
    String inside = signed(PLAIN).replace("at noon", "at four");
    String message = encrypted(CryptoProfile.Name.MODERN, inside, certificate(BOB));
    Doorway door = new Doorway(house, policy);
    Answer answer = door.send(message, BOB);
    assertEquals(250, answer.code(), answer.toString());
    assertEquals(message, below(door.to(BOB)), "it stays closed");
  }

  @Test
  void whatIsFoundInsideIsMarkedForItsReader() throws IOException {
    String policy =
        """
        inbound:
          rules:
            - name: failed
              when: signature.verdict == 'failed'
              deliver: { sign: no, encrypt: no, open: proven, mark-subject: '[changed]' }
          default: { deliver: { sign: no, encrypt: no, open: proven } }
        """;
    String inside = signed(PLAIN).replace("at noon", "at four");
    Doorway door = new Doorway(house, policy);
    door.send(encrypted(CryptoProfile.Name.MODERN, inside, certificate(BOB)), BOB);
    String got = door.to(BOB).text();
    assertTrue(got.contains("smime=fail reason=signature.digest-mismatch"), got);
    assertTrue(got.contains("\r\nSubject: [changed] the secret plan\r\n"), got);
  }

  @Test
  void nobodyOutsideSaysThatWeOpenedIt() throws IOException {
    Doorway door = new Doorway(house, PROVEN);
    door.send("signet-OPENED : signet.example.test; aes256-GCM\r\n" + PLAIN, DAVE);
    assertEquals(PLAIN, below(door.to(DAVE)));
  }

  @Test
  void aReportToTheSenderHoldsNothingThatWasOpened() throws IOException {
    house.ring = holder -> List.of(key(GATEWAY));
    Doorway door =
        new Doorway(
            house,
            "inbound: { refusals: each-alone, default: "
                + "{ deliver: { sign: no, encrypt: no, open: proven } } }\n");
    door.hop =
        mailbox ->
            mailbox.equals(DAVE)
                ? new Answer(550, "5.1.1", "dave: is nobody here")
                : new Answer(250, "2.0.0", "taken");
    assertEquals(250, door.send(protectedTo(certificate(GATEWAY)), BOB, DAVE).code());
    String report = door.to(PETER).text();
    assertTrue(report.contains("dave: is nobody here"), report);
    assertFalse(report.contains("secret"), report);
    assertFalse(report.contains("at noon"), report);
    assertTrue(report.contains("Subject: [...]"), report);
  }

  @Test
  void answersComeAtWholeStepsOfTime() throws IOException {
    Doorway door = new Doorway(house, PROVEN);
    String message = protectedTo(certificate(BOB));
    long begin = System.nanoTime();
    door.send(message, BOB);
    assertTrue(System.nanoTime() - begin >= 100_000_000, "not before the first step");
  }

  /** Bits that fell over and pieces that are gone, all through the CMS inside. */
  private static List<String> broken(String message) {
    int end = message.indexOf("\r\n\r\n") + 4;
    byte[] cms = Base64.getMimeDecoder().decode(message.substring(end));
    String head = message.substring(0, end);
    return IntStream.range(0, 12)
        .mapToObj(i -> {
          byte[] changed = cms.clone();
          // behind the first certificate's name, where keys and ciphertext are
          int at = cms.length - 1 - i * (cms.length / 2) / 12;
          changed[at] ^= (byte) (1 << (i % 8));
          return head
              + Base64.getMimeEncoder(64, new byte[] {13, 10}).encodeToString(changed)
              + "\r\n";
        })
        .toList();
  }

  private static String topOf(String text) {
    return text.substring(0, text.indexOf("Received: "));
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

  private String encryptedTo(CryptoProfile.Name profile, Certificate to) throws IOException {
    return encrypted(profile, PLAIN, to);
  }

  private String encrypted(CryptoProfile.Name profile, String message, Certificate to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(to),
            new MessageEncrypter.Options(
                MessageEncrypter.Options.standard().headerProtection(), CryptoProfile.of(profile)))
        .encrypt(Octets.of(octets(message)), house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private String signed(String message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(partner.signer(PETER), MessageSigner.Options.standard())
        .sign(Octets.of(octets(message)), Instant.now(), house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
