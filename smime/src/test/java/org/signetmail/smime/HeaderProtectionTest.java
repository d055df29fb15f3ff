package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.mime.Field;

/** Header protection after RFC 9788: what is made, what is read, and what is found. */
class HeaderProtectionTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);

  private static final String LETTER =
      """
      Received: from somewhere
      From: Alice <alice@example.test>
      To: Bob <bob@example.test>
      Subject: the plan
      Keywords: contract, urgent
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@example.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      Line one.
      """
          .replace("\n", "\r\n");

  @Test
  void signedMailSaysClearAndHidesNothing() throws IOException {
    String signed = Mail.signed(LETTER, ALICE, Form.MULTIPART_SIGNED);
    assertTrue(signed.contains("charset=us-ascii;\r\n hp=\"clear\"\r\n"), signed);
    assertFalse(signed.contains("HP-Outer"), signed);
    assertFalse(signed.contains("hp-legacy-display"), signed);
    assertEquals(2, signed.split("Subject: the plan", -1).length - 1, "outside and inside");
    assertEquals(1, signed.split("Received:", -1).length - 1, "the way is not protected");
    try (Reading reading = Mail.read(signed, PEOPLE)) {
      ProtectedHeaders headers = assertInstanceOf(ProtectedHeaders.class, reading.headers());
      assertEquals(ProtectedHeaders.Form.RFC_9788, headers.form());
      assertEquals(ProtectedHeaders.Intent.CLEAR, headers.intent());
      for (HeaderField field : headers.fields()) {
        assertEquals(ProtectedHeaders.State.SIGNED_ONLY, headers.state(field));
      }
    }
  }

  @Test
  void encryptedMailSaysCipherAndWhatItsOutsideWasLeftToSay() throws IOException {
    String message = protect(LETTER);
    String outside = message.substring(0, message.indexOf("\r\n\r\n"));
    assertTrue(outside.contains("Subject: [...]"), outside);
    assertFalse(outside.contains("Keywords"), outside);
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      String inside = inside(reading);
      assertTrue(inside.contains(" hp=\"cipher\"\r\n"), inside);
      assertTrue(inside.contains("\r\nHP-Outer: Subject: [...]\r\n"), inside);
      assertTrue(inside.contains("\r\nHP-Outer: From: Alice <alice@example.test>\r\n"), inside);
      assertFalse(inside.contains("HP-Outer: Keywords"), inside);
      assertFalse(inside.contains("HP-Outer: Received"), inside);
      ProtectedHeaders headers = assertInstanceOf(ProtectedHeaders.class, reading.headers());
      assertEquals(ProtectedHeaders.Intent.CIPHER, headers.intent());
      assertEquals(
          ProtectedHeaders.State.SIGNED_AND_ENCRYPTED,
          headers.state(new HeaderField("Subject", "the plan")));
      assertEquals(
          ProtectedHeaders.State.SIGNED_AND_ENCRYPTED,
          headers.state(new HeaderField("Keywords", "contract, urgent")));
      assertEquals(
          ProtectedHeaders.State.SIGNED_ONLY,
          headers.state(new HeaderField("To", "Bob <bob@example.test>")));
      assertThrows(
          IllegalArgumentException.class, () -> headers.state(new HeaderField("Subject", "[...]")));
      assertEquals(List.of(), ofHeader(reading));
    }
  }

  @Test
  void encryptionAloneProtectsFieldsWithoutSigningThem() throws IOException {
    String message = Mail.encrypted(LETTER, CryptoProfile.Name.MODERN, BOB.certificate());
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      ProtectedHeaders headers = (ProtectedHeaders) reading.headers();
      assertEquals(
          ProtectedHeaders.State.ENCRYPTED_ONLY,
          headers.state(new HeaderField("Subject", "the plan")));
      assertEquals(
          ProtectedHeaders.State.UNPROTECTED,
          headers.state(new HeaderField("To", "Bob <bob@example.test>")));
    }
  }

  @Test
  void mailWithoutProtectionShowsTheOutsideAndSaysSo() throws IOException {
    try (Reading reading = Mail.read(LETTER, PEOPLE)) {
      OuterHeaders headers = assertInstanceOf(OuterHeaders.class, reading.headers());
      assertEquals("the plan", headers.value("subject").orElseThrow());
    }
  }

  @Test
  void theMarkCountsAtTheRootOfThePayloadAlone() throws IOException {
    String forged =
        """
        From: Alice <alice@example.test>
        Subject: outside
        Content-Type: multipart/mixed; boundary=b

        --b
        Subject: inside
        From: Mallory <mallory@example.test>
        Content-Type: text/plain; hp="clear"

        text
        --b--
        """
            .replace("\n", "\r\n");
    String signed =
        raw(forged.substring(forged.indexOf("Content-Type")), "From: alice@example.test");
    try (Reading reading = Mail.read(signed, PEOPLE)) {
      assertInstanceOf(OuterHeaders.class, reading.headers());
      assertInstanceOf(Verdict.Passed.class, reading.verdict());
      assertTrue(Mail.finds(reading, MessageFinding.HEADER_UNPROTECTED));
    }
  }

  @Test
  void aMarkOnALayerThatSomebodyPutAroundCountsForNothing() throws IOException {
    String signed =
        Mail.signed(LETTER, ALICE, Form.MULTIPART_SIGNED)
            .replaceFirst("Subject: the plan", "Subject: forged")
            .replaceFirst("multipart/signed;", "multipart/signed; hp=\"cipher\";");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.encrypter(CryptoProfile.Name.MODERN, BOB.certificate())
        .write(
            List.of(Field.of("From", "alice@example.test")),
            Mail.octets(signed),
            People.RANDOM,
            out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE, BOB)) {
      assertEquals("the plan", reading.subject(), "of the payload, which is signed");
      assertEquals(ProtectedHeaders.Intent.CLEAR, ((ProtectedHeaders) reading.headers()).intent());
    }
    String bare = raw("Content-Type: text/plain\r\n\r\ntext\r\n", "From: mallory@example.test");
    String around = bare.replaceFirst("multipart/signed;", "multipart/signed; hp=\"cipher\";");
    out.reset();
    Mail.encrypter(CryptoProfile.Name.MODERN, BOB.certificate())
        .write(
            List.of(Field.of("From", "alice@example.test")),
            Mail.octets("Subject: forged\r\n" + around),
            People.RANDOM,
            out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE, BOB)) {
      assertInstanceOf(OuterHeaders.class, reading.headers());
      assertEquals("", reading.subject());
    }
  }

  @Test
  void aSenderThatDiffersOutsideIsBelievedOnlyWithASignatureThatNamesHim() throws IOException {
    String other = "From: Mallory <mallory@example.test>";
    String bound = Mail.signed(LETTER, ALICE, Form.OPAQUE);
    int at = bound.indexOf("From: Alice <alice@example.test>");
    bound = bound.substring(0, at) + other + bound.substring(bound.indexOf("\r\n", at));
    try (Reading reading = Mail.read(bound, PEOPLE)) {
      assertEquals(Mailbox.of("alice@example.test"), reading.from().orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.FROM_DIFFERS));
      assertFalse(Mail.finds(reading, MessageFinding.FROM_MISMATCH));
    }
    String unbound =
        Mail.encrypted(LETTER, CryptoProfile.Name.MODERN, BOB.certificate())
            .replace("From: Alice <alice@example.test>", other);
    try (Reading reading = Mail.read(unbound, PEOPLE, BOB)) {
      assertEquals(
          Mailbox.of("mallory@example.test"), reading.from().orElseThrow(), "RFC 9788 §4.4.3");
      assertTrue(Mail.finds(reading, MessageFinding.FROM_MISMATCH));
      assertEquals(
          "Alice <alice@example.test>",
          reading.headers().value("From").orElseThrow(),
          "answers go to the protected one (RFC 9788 §4.4.4)");
    }
  }

  @Test
  void aDisplayNameChangedOutsideIsNoOtherSender() throws IOException {
    String signed =
        Mail.signed(LETTER, ALICE, Form.OPAQUE).replaceFirst("From: Alice <", "From: Boss <");
    try (Reading reading = Mail.read(signed, PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.HEADER_DIFFERS));
      assertFalse(Mail.finds(reading, MessageFinding.FROM_DIFFERS));
    }
  }

  @Test
  void addresseesAddedOnTheWayAreFoundAndNotShown() throws IOException {
    String message = protect(LETTER).replaceFirst("\r\n", "\r\nCc: mallory@example.test\r\n");
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertTrue(Mail.finds(reading, MessageFinding.HEADER_ADDED));
      assertTrue(reading.headers().value("Cc").isEmpty());
      assertFalse(Mail.text(reading.content().orElseThrow()).contains("mallory"));
    }
  }

  @Test
  void fieldsOfAMailingListAreKept() throws IOException {
    String message = protect(LETTER).replaceFirst("\r\n", "\r\nList-Id: <l.example.test>\r\n");
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertTrue(Mail.text(reading.content().orElseThrow()).contains("List-Id:"));
      assertEquals(List.of(), ofHeader(reading));
    }
  }

  @Test
  void aClaimOfEncryptionIsNoEncryption() throws IOException {
    String inner = opened(protect(LETTER));
    String stripped = "From: alice@example.test\r\nSubject: [...]\r\nMIME-Version: 1.0\r\n" + inner;
    try (Reading reading = Mail.read(stripped, PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict());
      assertTrue(Mail.finds(reading, MessageFinding.NOT_ENCRYPTED));
      assertEquals(
          ProtectedHeaders.State.SIGNED_ONLY,
          ((ProtectedHeaders) reading.headers()).state(new HeaderField("Subject", "the plan")));
    }
  }

  @Test
  void whatIsSignedAlreadyIsEncryptedWithoutAMarkOfItsOwn() throws IOException {
    String signed = Mail.signed(LETTER, ALICE, Form.MULTIPART_SIGNED);
    String message = Mail.encrypted(signed, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    assertTrue(message.contains("Subject: [...]"), "the signed part carries the subject");
    String inner = opened(message);
    assertFalse(inner.contains("hp=\"cipher\""), inner);
    assertFalse(inner.contains("HP-Outer"), inner);
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertEquals(ProtectedHeaders.Intent.CLEAR, ((ProtectedHeaders) reading.headers()).intent());
      assertEquals("the plan", reading.subject());
      assertEquals(List.of(), ofHeader(reading));
    }
  }

  @Test
  void aSubjectThatNobodyCarriesInsideStaysOutside() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(
            ALICE,
            new MessageSigner.Options(
                Form.OPAQUE,
                MessageSigner.HeaderProtection.OFF,
                CryptoProfile.of(CryptoProfile.Name.AUTO)))
        .sign(Mail.octets(LETTER), People.NOW, People.RANDOM, out);
    String message =
        Mail.encrypted(
            out.toString(StandardCharsets.UTF_8), CryptoProfile.Name.AUTO, BOB.certificate());
    assertTrue(message.contains("Subject: the plan"), "else it would be lost");
  }

  @Test
  void olderFormsAreRead() throws IOException {
    String draft =
        raw(
            """
            From: alice@example.test
            Subject: old
            Content-Type: text/plain; protected-headers="v1"

            text
            """
                .replace("\n", "\r\n"),
            "From: alice@example.test\r\nSubject: ...");
    try (Reading reading = Mail.read(draft, PEOPLE)) {
      assertEquals("old", reading.subject());
      assertEquals(
          ProtectedHeaders.Form.PROTECTED_HEADERS_V1,
          ((ProtectedHeaders) reading.headers()).form());
    }
    for (String mark : List.of("", "; forwarded=no")) {
      String wrapped = raw(wrapped(mark), "From: Alice <alice@example.test>\r\nSubject: outer");
      try (Reading reading = Mail.read(wrapped, PEOPLE)) {
        assertEquals("wrapped", reading.subject());
        assertEquals(ProtectedHeaders.Form.RFC_8551, ((ProtectedHeaders) reading.headers()).form());
        assertTrue(Mail.finds(reading, MessageFinding.HEADER_DIFFERS), reading.toString());
        assertTrue(Mail.text(reading.content().orElseThrow()).endsWith("\r\n\r\ntext\r\n"));
      }
    }
  }

  @Test
  void aForwardedMessageIsNotTakenForThisOne() throws IOException {
    String forwarded = raw(wrapped("; forwarded=yes"), "From: alice@example.test\r\nSubject: Fwd");
    try (Reading reading = Mail.read(forwarded, PEOPLE)) {
      assertEquals("Fwd", reading.subject());
      assertInstanceOf(OuterHeaders.class, reading.headers());
    }
    String mallorys = raw(wrapped(""), "From: mallory@example.test\r\nSubject: Fwd");
    try (Reading reading = Mail.read(mallorys, PEOPLE)) {
      assertInstanceOf(OuterHeaders.class, reading.headers());
      assertTrue(Mail.finds(reading, MessageFinding.MAILBOX_MISMATCH));
    }
  }

  @Test
  void anAnswerHidesWhatTheMessageItAnswersHid() throws IOException {
    ProtectedHeaders original;
    try (Reading reading = Mail.read(protect(LETTER), PEOPLE, BOB)) {
      original = (ProtectedHeaders) reading.headers();
    }
    UnaryOperator<List<HeaderField>> reply =
        fields ->
            fields.stream()
                .flatMap(f ->
                    switch (f.name()) {
                      case "Subject" -> Stream.of(new HeaderField("Subject", "Re: " + f.value()));
                      case "From" -> Stream.of(new HeaderField("To", f.value()));
                      case "Keywords" -> Stream.of(new HeaderField("X-Topics", f.value()));
                      default -> Stream.of();
                    })
                .toList();
    HeaderConfidentiality policy = HeaderConfidentiality.ofResponse(original, reply);
    assertEquals(
        Optional.of("Re: [...]"), policy.outside(new HeaderField("Subject", "Re: the plan")));
    assertEquals(Optional.empty(), policy.outside(new HeaderField("X-Topics", "contract, urgent")));
    HeaderField to = new HeaderField("To", "Alice <alice@example.test>");
    assertEquals(Optional.of(to.value()), policy.outside(to), "it was no secret");

    String answer =
        LETTER.replace("Subject: the plan", "X-Topics: contract, urgent\r\nSubject: Re: the plan");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.encrypter(CryptoProfile.Name.AUTO, BOB.certificate())
        .hiding(HeaderConfidentiality.BASELINE.then(policy))
        .encrypt(Mail.octets(answer), People.RANDOM, out);
    String outside = out.toString(StandardCharsets.UTF_8);
    assertTrue(outside.contains("Subject: [...]"), outside);
    assertFalse(outside.contains("X-Topics"), outside);
  }

  private static String protect(String message) throws IOException {
    return Mail.signedAndEncrypted(
        message, ALICE, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
  }

  private static List<String> ofHeader(Reading reading) {
    return reading.findings().stream()
        .map(f -> f.code().code())
        .filter(code -> code.startsWith("header."))
        .toList();
  }

  private static String inside(Reading reading) throws IOException {
    return Mail.text(((Opening.Opened) reading.opening().orElseThrow()).content());
  }

  private static String opened(String message) throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      return inside(reading);
    }
  }

  private static String wrapped(String parameter) {
    return "Content-Type: message/rfc822"
        + parameter
        + "\r\n\r\nFrom: alice@example.test\r\nSubject: wrapped\r\n\r\ntext\r\n";
  }

  /** A payload signed as it is, behind these fields. */
  private static String raw(String payload, String fields) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Field> outer =
        Stream.of(fields.split("\r\n"))
            .map(line -> line.split(": ", 2))
            .map(parts -> Field.of(parts[0], parts[1]))
            .toList();
    Mail.signer(ALICE, Form.MULTIPART_SIGNED)
        .write(outer, Mail.octets(payload), People.NOW, People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
