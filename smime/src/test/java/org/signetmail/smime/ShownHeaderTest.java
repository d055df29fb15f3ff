package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.mime.Field;

/** Which header is shown where a payload and the outside both have one. */
class ShownHeaderTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final String FROM = "From: alice@example.test\r\n";
  private static final String OUTSIDE = FROM + "Subject: outside\r\n";
  private static final String OLD =
      FROM
          + "Subject: inside\r\n"
          + "Content-Type: text/plain; protected-headers=\"v1\"\r\n\r\ntext\r\n";

  /** A payload signed as it is, behind these fields. */
  private static String signed(String fields, String payload) throws IOException {
    List<Field> outer =
        Stream.of(fields.split("\r\n"))
            .map(line -> line.split(": ", 2))
            .map(parts -> Field.of(parts[0], parts[1]))
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.signer(ALICE, Form.MULTIPART_SIGNED)
        .write(outer, Mail.octets(payload), People.NOW, People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ProtectedHeaders inside(Reading reading) {
    return assertInstanceOf(ProtectedHeaders.class, reading.headers(), reading.toString());
  }

  /** RFC 9788 §4.10.2. */
  @Test
  void anOlderFormHidWhatTheOutsideDoesNotSayIfItWasEncrypted() throws IOException {
    String signed = signed(OUTSIDE, OLD);
    try (Reading reading = Mail.read(signed, PEOPLE)) {
      assertEquals(ProtectedHeaders.Intent.CLEAR, inside(reading).intent());
      assertEquals(List.of(), inside(reading).leftOutside());
    }
    String encrypted = Mail.encrypted(signed, CryptoProfile.Name.MODERN, BOB.certificate());
    try (Reading reading = Mail.read(encrypted, PEOPLE, BOB)) {
      assertEquals(ProtectedHeaders.Intent.CIPHER, inside(reading).intent());
      assertTrue(
          inside(reading).leftOutside().contains(new HeaderField("From", "alice@example.test")),
          reading::toString);
    }
  }

  @Test
  void anOlderFormOfAnotherVersionCountsForNothing() throws IOException {
    try (Reading reading = Mail.read(signed(OUTSIDE, OLD.replace("v1", "v2")), PEOPLE)) {
      assertEquals("outside", reading.subject());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hp=\"clear\"", "hp=\"cipher\"", "protected-headers=\"v1\""})
  void aMarkOnWhatNothingProtectsCountsForNothing(String mark) throws IOException {
    String message = OUTSIDE + "Content-Type: text/plain; " + mark + "\r\n\r\ntext\r\n";
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(OuterHeaders.class, reading.headers(), reading.toString());
    }
  }

  @Test
  void aSignedMessageInsideIsOneThatWasForwarded() throws IOException {
    String forwarded =
        "Content-Type: message/rfc822\r\n\r\n"
            + FROM
            + "Subject: forwarded\r\n"
            + "Content-Type: multipart/signed; protocol=\"application/%s-signature\"; boundary=b"
            + "\r\n\r\n--b\r\n\r\n--b\r\n\r\n--b--\r\n";
    try (Reading reading = Mail.read(signed(OUTSIDE, forwarded.formatted("pkcs7")), PEOPLE)) {
      assertEquals("outside", reading.subject());
    }
    try (Reading reading = Mail.read(signed(OUTSIDE, forwarded.formatted("pgp")), PEOPLE)) {
      assertEquals("forwarded", reading.subject(), "not a signature that we judge");
    }
  }

  /** RFC 9788 §2.2: a field is named, then stands a colon. */
  @Test
  void anOuterCopyThatNamesNoFieldIsNone() throws IOException {
    String payload =
        FROM
            + "Subject: inside\r\n"
            + "HP-Outer: Subject: outside\r\nHP-Outer: : nothing\r\nHP-Outer: nothing\r\n"
            + "Content-Type: text/plain; hp=\"cipher\"\r\n\r\ntext\r\n";
    try (Reading reading = Mail.read(signed(OUTSIDE, payload), PEOPLE)) {
      assertEquals(List.of(new HeaderField("Subject", "outside")), inside(reading).leftOutside());
    }
  }

  @Test
  void theMessageKeepsDateAndThreadFromOutsideWhereTheInsideSaysNone() throws IOException {
    String way = "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nReferences: <0@example.test>\r\n";
    String said = "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n";
    try (Reading reading = Mail.read(signed(OUTSIDE + way, said + OLD), PEOPLE)) {
      String content = Mail.text(reading.content().orElseThrow());
      assertTrue(content.contains("\r\n" + said) || content.startsWith(said), content);
      assertFalse(content.contains("Date: Mon"), content);
      assertTrue(content.contains("References: <0@example.test>\r\n"), content);
    }
  }

  @Test
  void outerCopiesAreNotShown() throws IOException {
    try (Reading reading = Mail.read(signed(OUTSIDE + "HP-Outer: To: x\r\n", OLD), PEOPLE)) {
      assertFalse(Mail.text(reading.content().orElseThrow()).contains("HP-Outer"));
    }
  }

  /** A name shown in place of the address misleads however little stands before its at sign. */
  @Test
  void aNameThatBeginsLikeADomainLooksLikeAnAddress() throws IOException {
    String message = "From: \"@bank.test\" <alice@example.test>\r\n\r\ntext\r\n";
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.DISPLAY_NAME), reading::toString);
    }
  }

  /** RFC 5322 §3.6.2: Sender is one mailbox. */
  @Test
  void aSenderOfSeveralMailboxesSaysNothing() throws IOException {
    String message = FROM + "Sender: mallory@example.test, eve@example.test\r\n\r\ntext\r\n";
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertFalse(Mail.finds(reading, MessageFinding.SENDER_DIFFERS), reading::toString);
    }
  }
}
