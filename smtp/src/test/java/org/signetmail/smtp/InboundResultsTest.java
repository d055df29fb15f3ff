package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.BOB;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.Gateway;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/** What readers behind the gateway are told of mail from outside (RFC 8601, RFC 7281). */
class InboundResultsTest {
  private static final String LEAVE =
      """
      outbound: { default: { deliver: { sign: no, encrypt: no } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;
  private static final String PLAIN =
      """
      From: alice@example.test
      To: bob@example.test
      Subject: plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@example.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      at noon
      """
          .replace("\n", "\r\n");

  private final House house = new House(BOB);

  @Test
  void aSignatureThatHoldsIsNamedWithItsSigner() throws Exception {
    String signed = signed(house, PLAIN);
    String got = through(signed);
    assertTrue(
        got.startsWith(
            """
            Authentication-Results: signet.example.test;
            \tsmime=pass
            \tbody.smime-identifier=alice@example.test
            \tbody.smime-part=2
            Received:\
            """
                .replace("\n", "\r\n")),
        got);
    assertTrue(got.endsWith(signed), "not an octet of it is touched");
  }

  @Test
  void aChangedTextFails() throws Exception {
    String got = through(signed(house, PLAIN).replace("at noon", "at four"));
    assertTrue(got.contains("smime=fail reason=signature.digest-mismatch\r\n"), top(got));
    assertFalse(got.contains("smime-identifier"), "nobody vouches for it");
  }

  @Test
  void aSignatureOfSomebodyElseIsNotAcceptable() throws Exception {
    String got = through(signed(house, PLAIN.replace("alice@", "mallory@")));
    assertTrue(got.contains("smime=policy reason=signer.mailbox-mismatch\r\n"), top(got));
  }

  @Test
  void aSignatureUnderAnUnknownRootCannotBeJudged() throws Exception {
    String got = through(signed(new House(), PLAIN));
    assertTrue(got.contains("smime=permerror reason=path."), top(got));
  }

  @Test
  void aSignatureThatCannotBeReadIsNeitherGoodNorBad() throws Exception {
    String got = through(signed(house, PLAIN).replaceFirst("MI[A-Za-z0-9+/]{20}", "AAAAAAAA"));
    assertTrue(got.contains("smime=neutral reason=structure."), top(got));
  }

  @Test
  void whatIsNotSignedOrCannotBeSeenIsSaidToBeSo() throws Exception {
    assertTrue(through(PLAIN).contains(";\r\n\tsmime=none\r\n"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(Objects.requireNonNull(house.readers.get(BOB)).certificate()),
            MessageEncrypter.Options.standard())
        .encrypt(Octets.of(octets(PLAIN)), house.random, out);
    String encrypted = out.toString(StandardCharsets.ISO_8859_1);
    String got = through(encrypted);
    assertTrue(
        got.startsWith("Authentication-Results: signet.example.test;\r\n\tnone\r\n"), top(got));
    assertTrue(got.endsWith(encrypted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authentication-Results: signet.example.test; smime=pass",
        "authentication-RESULTS : SIGNET.Example.Test; smime=pass",
        "Authentication-Results:\r\n\tsignet.example.test;\r\n\tsmime=pass",
        "Authentication-Results: (a (nested \\) one)) signet.example.test 1; smime=pass",
        "Authentication-Results: signet.example.test(really) ; smime=pass",
        "Authentication-Results: \"signet.example.test\"; smime=pass",
        "Authentication-Results: \"signet\\.example.test\" 1; smime=pass",
        "Authentication-Results: signet.example.test.; smime=pass",
        "Authentication-Results: signet.example.test",
        "Authentication-Results: (never closed signet.example.test; smime=pass",
        "Authentication-Results: ; smime=pass",
        "Authentication-Results:",
      })
  void nobodyOutsideSpeaksInOurName(String forged) throws Exception {
    String others = "Authentication-Results: mx.elsewhere.test; dkim=pass\r\n";
    String got = through(others + forged + "\r\n" + PLAIN);
    assertTrue(got.endsWith(others + PLAIN), got);
    assertEquals(3, got.split("(?i)authentication-results", -1).length, got);
  }

  @Test
  void ourOwnMailGoesOutWithoutAndKeepsWhatItHas() throws Exception {
    String had = "Authentication-Results: signet.example.test; auth=pass\r\n" + PLAIN;
    String got = through(had, Facts.Direction.OUTBOUND);
    assertTrue(got.startsWith("Received: "), got);
    assertTrue(got.endsWith(had), got);
  }

  private String through(String message) throws IOException {
    return through(message, Facts.Direction.INBOUND);
  }

  private String through(String message, Facts.Direction direction) throws IOException {
    AtomicReference<byte[]> sent = new AtomicReference<>(new byte[0]);
    Gateway gateway =
        house.gateway(
            direction,
            (envelope, octets) -> {
              sent.set(octets.toByteArray());
              return Map.of(BOB, new Answer(250, "2.0.0", "taken"));
            },
            LEAVE);
    Arrival arrival =
        new Arrival("1", InetAddress.getLoopbackAddress(), "peer", "ESMTP", Instant.now());
    Envelope envelope =
        new Envelope(
            Optional.of(Mailbox.of("alice@example.test")),
            List.of(new Envelope.Recipient(BOB, List.of())),
            List.of());
    Answer answer = gateway.handle(arrival, envelope, Octets.of(octets(message)));
    assertEquals(250, answer.code(), answer.toString());
    return new String(sent.get(), StandardCharsets.ISO_8859_1);
  }

  private static String signed(House by, String message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(by.seal, MessageSigner.Options.standard())
        .sign(Octets.of(octets(message)), Instant.now(), by.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static String top(String message) {
    return message.substring(0, Math.min(400, message.length()));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
