package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Doorway.PETER;
import static org.signetmail.smtp.Doorway.below;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.gateway.Answer;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;

/** What policy makes of the verdict on mail from outside. */
class InboundTreatmentTest {
  private static final Mailbox KEEPER = Mailbox.of("quarantine@example.test");
  private static final String PLAIN =
      """
      From: peter@partner.test
      To: bob@example.test
      Subject: plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@partner.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      at noon
      """
          .replace("\n", "\r\n");
  private static final String MARKING =
      """
      inbound:
        rules:
          - name: deception
            when: signature.suspicious
            deliver: { sign: no, encrypt: no, mark-subject: '[not verified]' }
          - name: broken
            when: signature.verdict == 'failed' && 'signature.digest-mismatch' in signature.codes
            deliver: { sign: no, encrypt: no, mark-subject: '[changed]' }
          - name: unknown
            when: signature.verdict == 'indeterminate'
            deliver: { sign: no, encrypt: no, mark-subject: '[unknown]' }
          - name: good
            when: signature.verdict == 'passed'
            deliver: { sign: no, encrypt: no, mark-subject: '[verified]' }
        default:
          deliver: { sign: no, encrypt: no }
      """;

  private final House house = new House();
  private final House partner = new House();

  @ParameterizedTest
  @CsvSource({
    "none, plan",
    "passed, [verified] plan",
    "changed, [changed] plan",
    "of another, [not verified] plan",
    "of nobody, [unknown] plan",
  })
  void theRulesSeeWhatTheSignatureCameTo(String what, String subject) throws IOException {
    String message =
        switch (what) {
          case "passed" -> signed(partner, PLAIN);
          case "changed" -> signed(partner, PLAIN).replace("at noon", "at four");
          case "of another" -> signed(partner, PLAIN.replace("From: peter@", "From: paula@"));
          case "of nobody" -> signed(new House(), PLAIN);
          default -> PLAIN;
        };
    Doorway door = new Doorway(trusting(), MARKING);
    assertEquals(250, door.send(message, BOB).code());
    String got = below(door.to(BOB));
    assertEquals(message.replaceFirst("Subject: plan", "Subject: " + subject), got);
  }

  @Test
  void aMarkBreaksNoSignature() throws IOException {
    Doorway door = new Doorway(trusting(), MARKING);
    door.send(signed(partner, PLAIN), BOB);
    MessageReader reader =
        new MessageReader(
            List.of(), house.trust(), Spool.standard(), MessageReader.Options.standard());
    try (Reading reading = reader.read(Octets.of(octets(door.to(BOB).text())), Instant.now())) {
      assertEquals("passed", reading.verdict().word());
      assertEquals("plan", reading.subject(), "the subject inside is its author's");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: [verified] plan",
        "Subject: [VERIFIED] [verified] plan",
        "subject: =?utf-8?q?=5Bverified=5D?= plan",
        "Subject:\r\n [verified]\r\n plan",
      })
  void nobodyOutsideMarksAsWeDo(String forged) throws IOException {
    Doorway door = new Doorway(trusting(), MARKING);
    door.send(PLAIN.replace("Subject: plan", forged), BOB);
    assertEquals(PLAIN, below(door.to(BOB)));
  }

  @Test
  void aBannerStandsAboveWhatIsNotSignedAndNothingElse() throws IOException {
    String inbound =
        """
        inbound: { default: { deliver: { sign: no, encrypt: no, banner: 'Von draußen.' } } }
        """;
    Doorway door = new Doorway(trusting(), inbound);
    String body = "caf\u00c3\u00a9\r\n--x\r\n";
    door.send(PLAIN.replace("at noon\r\n", body), BOB);
    String got = below(door.to(BOB));
    assertTrue(got.startsWith("From: peter@partner.test\r\nTo: bob@"), got);
    assertTrue(got.contains("Content-Type: multipart/mixed;\r\n boundary=\"banner-"), got);
    assertTrue(got.contains("\r\n\r\nVm9uIGRyYXXDn2VuLg"), got);
    assertTrue(
        got.contains(
            "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + body
                + "\r\n--banner-"),
        got);
    String signed = signed(partner, PLAIN);
    Doorway other = new Doorway(trusting(), inbound);
    other.send(signed, BOB);
    assertEquals(signed, below(other.to(BOB)));
  }

  @Test
  void whatIsKeptGoesWholeToTheKeeperAndToNobodyElse() throws IOException {
    String inbound =
        """
        inbound:
          rules:
            - name: deception
              when: signature.suspicious && recipient.address == 'bob@example.test'
              deliver: { sign: no, encrypt: no, quarantine: quarantine@example.test }
          default: { deliver: { sign: no, encrypt: no } }
        """;
    String message = signed(partner, PLAIN.replace("From: peter@", "From: paula@"));
    Doorway door = new Doorway(trusting(), inbound);
    assertEquals(250, door.send(message, BOB, CAROL).code());
    assertEquals(2, door.sent.size());
    assertEquals(message, below(door.to(CAROL)));
    Doorway.Sent kept = door.to(KEEPER);
    assertEquals(Optional.empty(), kept.envelope().sender(), "it bounces to nobody");
    assertTrue(kept.text().contains("\r\n\r\n" + message + "\r\n--quarantine-"), kept.text());
    assertTrue(kept.text().contains("Findings   "), kept.text());
    assertTrue(kept.text().contains("signer.mailbox-mismatch"), kept.text());
    assertFalse(kept.text().contains("Authentication-Results"), "nothing is said of our own");

    Doorway full = new Doorway(trusting(), inbound);
    full.hop = mailbox -> new Answer(552, "5.2.2", "quarantine: is full");
    Answer answer = full.send(message.replace("<1@", "<2@"), BOB);
    assertEquals(451, answer.code(), "accepted only when it is kept");
    assertFalse(answer.text().contains("quarantine"), answer.text());
  }

  private House trusting() {
    house.partners.add(partner);
    return house;
  }

  private static String signed(House by, String message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(by.signer(PETER), MessageSigner.Options.standard())
        .sign(Octets.of(octets(message)), Instant.now(), by.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
