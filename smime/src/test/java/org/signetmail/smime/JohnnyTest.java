package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/**
 * The forgeries of "Johnny, you are fired!" (Müller et al., USENIX Security 2019), and their
 * relatives, each of our own making: none of them passes.
 */
class JohnnyTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final SigningIdentity MALLORY = PEOPLE.signer("mallory", KeyAlgorithm.P_256);
  private static final String ENTITY = "Content-Type: text/plain\r\n\r\npay Bob\r\n";

  private static String wrap(String fields, String entity, byte[] signature) {
    return fields
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
        + " micalg=sha-256; boundary=\"b\"\r\n\r\n--b\r\n"
        + entity
        + "\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(signature)
        + "\r\n--b--\r\n";
  }

  private static String from(String from) {
    return "From: " + from + "\r\nTo: bob@example.test\r\nSubject: s\r\n";
  }

  private static SignedDataMaker maker(SigningIdentity identity) {
    return new SignedDataMaker(
        identity,
        SignatureScheme.making(
                identity.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.AUTO))
            .orElseThrow(),
        List.of(),
        List.of(),
        new Jca(Primitives.standard()));
  }

  private static byte[] detached(String content, SigningIdentity identity) throws IOException {
    SignedDataMaker maker = maker(identity);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return maker.detached(maker.digest(new ByteArrayInputStream(bytes)), People.NOW, People.RANDOM);
  }

  private static byte[] opaque(String content, SigningIdentity identity) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    maker(identity).opaque(Mail.octets(content), People.NOW, People.RANDOM, out);
    return out.toByteArray();
  }

  private static void assertFails(String message, MessageFinding why) throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict(), reading.toString());
      assertTrue(Mail.finds(reading, why), reading.toString());
    }
  }

  @Test
  void theHonestMessagePasses() throws IOException {
    String message = wrap(from("alice@example.test"), ENTITY, detached(ENTITY, ALICE));
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
  }

  @Test
  void c1ContentInsideADetachedSignature() throws IOException {
    assertFails(
        wrap(
            from("alice@example.test"),
            "Content-Type: text/plain\r\n\r\nforged\r\n",
            opaque(ENTITY, ALICE)),
        MessageFinding.DETACHED_WITH_CONTENT);
    assertFails(
        wrap(from("alice@example.test"), ENTITY, opaque(ENTITY, ALICE)),
        MessageFinding.DETACHED_WITH_CONTENT);
  }

  @Test
  void c2SeveralSigners() throws IOException {
    String forged = "Content-Type: text/plain\r\n\r\nforged\r\n";
    byte[] both = merged(detached(ENTITY, ALICE), detached(forged, MALLORY));
    try (Reading reading = Mail.read(wrap(from("alice@example.test"), forged, both), PEOPLE)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict(), reading.toString());
      assertTrue(reading.signers().size() == 2);
    }
    assertFails(wrap(from("alice@example.test"), ENTITY, both), MessageFinding.DIGEST_MISMATCH);
    assertFails(
        wrap(
            from("alice@example.test"),
            ENTITY,
            merged(
                detached(ENTITY, ALICE),
                detached(ENTITY, PEOPLE.signer("alice", KeyAlgorithm.P_256)))),
        MessageFinding.SEVERAL_ACCEPTABLE);
  }

  /** What is intact and by a stranger takes nothing from the signer who counts. */
  @Test
  void c2ASignerWhomNobodyTrustsBesideTheOneWhoCounts() throws IOException {
    SigningIdentity stranger = new People("Another Root").signer("alice", KeyAlgorithm.P_256);
    byte[] alices = detached(ENTITY, ALICE);
    byte[] strangers = detached(ENTITY, stranger);
    for (byte[] both : List.of(merged(alices, strangers), merged(strangers, alices))) {
      String message = wrap(from("alice@example.test"), ENTITY, both);
      try (Reading reading = Mail.read(message, PEOPLE)) {
        Verdict.Passed passed =
            assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        assertEquals(ALICE.certificate(), passed.signer().certificate());
        Finding other =
            passed.findings().stream()
                .filter(f -> f.code() == MessageFinding.SEVERAL_SIGNERS)
                .findFirst()
                .orElseThrow();
        assertTrue(other.subject().startsWith("cn=another root"), other::line);
        assertTrue(other.detail().contains("path."), other::line);
      }
    }
  }

  @Test
  void c3NoSigner() throws IOException {
    List<Der> data = signedData(detached(ENTITY, ALICE));
    List<byte[]> parts = encoded(data.subList(0, data.size() - 1));
    parts.add(Asn1.tlv(Asn1.SET));
    assertFails(
        wrap(from("alice@example.test"), ENTITY, contentInfo(parts)), MessageFinding.NO_SIGNER);
  }

  @Test
  void c4UntrustedIssuer() throws IOException {
    SigningIdentity forged = new People("Test Root").signer("alice", KeyAlgorithm.P_256);
    try (Reading reading =
        Mail.read(wrap(from("alice@example.test"), ENTITY, detached(ENTITY, forged)), PEOPLE)) {
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
    }
  }

  private static String signedPart() throws IOException {
    return wrap("", ENTITY, detached(ENTITY, ALICE)).replace("MIME-Version: 1.0\r\n", "");
  }

  private static String around(String type, String before, String part, String after) {
    return from("alice@example.test")
        + "MIME-Version: 1.0\r\nContent-Type: multipart/"
        + type
        + "; boundary=outer\r\n\r\n--outer\r\n"
        + before
        + "\r\n--outer\r\n"
        + part
        + "\r\n--outer\r\n"
        + after
        + "\r\n--outer--\r\n";
  }

  private static void assertUnsigned(String message) throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Unsigned.class, reading.verdict(), reading.toString());
    }
  }

  @Test
  void m1TextPutBeforeTheSignedPart() throws IOException {
    String forged = "Content-Type: text/html\r\n\r\n<b>forged</b>";
    assertUnsigned(around("mixed", forged, signedPart(), forged));
    assertFails(
        wrap(from("alice@example.test"), ENTITY, detached(ENTITY, ALICE))
            .replace("--b--", "--b\r\nContent-Type: text/html\r\n\r\nforged\r\n--b--"),
        MessageFinding.PARTS);
  }

  @Test
  void m2SignedPartHiddenByMarkup() throws IOException {
    assertUnsigned(
        around(
            "mixed",
            "Content-Type: text/html\r\n\r\nforged<div style=\"display:none\"><plaintext>",
            signedPart(),
            "Content-Type: text/html\r\n\r\n</plaintext></div>"));
  }

  @Test
  void m3SignedPartHiddenAsAReferencedImage() throws IOException {
    assertUnsigned(
        around(
            "related",
            "Content-Type: text/html\r\n\r\nforged<img src=\"cid:signed\">",
            "Content-ID: <signed>\r\n" + signedPart(),
            "Content-Type: text/plain\r\n\r\n"));
  }

  @Test
  void m4SignedMessageAsAnAttachment() throws IOException {
    String attached =
        "Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"
            + wrap(from("alice@example.test"), ENTITY, detached(ENTITY, ALICE));
    String forged = "Content-Type: text/plain\r\n\r\nforged";
    assertUnsigned(around("mixed", forged, attached, forged));
  }

  /** What a message says of itself is text: the verdict comes from the reader alone. */
  @Test
  void u1IndicatorsForgedInTheText() throws IOException {
    assertUnsigned(
        "Authentication-Results: example.test; smime=pass\r\nX-Verdict: passed\r\n"
            + from("alice@example.test")
            + "Content-Type: text/html\r\n\r\n<b>Signed by alice@example.test: passed</b>\r\n");
  }

  /**
   * Surreptitious forwarding (Davis, 2001): Bob encrypts what Alice signed for him to Carol, as if
   * Alice had written to her. The signature holds, and says for whom it was.
   */
  @Test
  void whatWasSignedForBobAndForwardedToCarolSaysSo() throws IOException {
    DecryptionIdentity carol = PEOPLE.reader("carol", KeyAlgorithm.P_256);
    String signed = Mail.signed(Mail.PLAIN, ALICE, Form.MULTIPART_SIGNED);
    String forwarded =
        Mail.encrypted(
            signed.replaceFirst("To: Bob <bob@example.test>", "To: carol@example.test"),
            CryptoProfile.Name.COMPATIBLE,
            carol.certificate());
    try (Reading reading = Mail.read(forwarded, PEOPLE, carol)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading::toString);
      assertEquals("Bob <bob@example.test>", reading.headers().value("To").orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.HEADER_DIFFERS), reading.toString());
    }
  }

  @Test
  void i1AnotherSender() throws IOException {
    assertFails(
        wrap(from("alice@example.test"), ENTITY, detached(ENTITY, MALLORY)),
        MessageFinding.MAILBOX_MISMATCH);
  }

  /** RFC 9598: the local part as it is, not what it looks like. */
  @Test
  void anInternationalMailboxIsHeldAgainstFrom() throws IOException {
    SigningIdentity joerg = PEOPLE.signer("j\u00f6rg", KeyAlgorithm.P_256);
    byte[] signature = detached(ENTITY, joerg);
    try (Reading reading =
        Mail.read(wrap(from("j\u00f6rg@example.test"), ENTITY, signature), PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
    assertFails(
        wrap(from("jorg@example.test"), ENTITY, signature), MessageFinding.MAILBOX_MISMATCH);
  }

  @Test
  void i2NamesAndOddAddresses() throws IOException {
    byte[] signature = detached(ENTITY, MALLORY);
    String named = from("\"alice@example.test\" <mallory@example.test>");
    try (Reading reading = Mail.read(wrap(named, ENTITY, signature), PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      assertTrue(reading.from().orElseThrow().toString().startsWith("mallory@"));
      assertTrue(Mail.finds(reading, MessageFinding.DISPLAY_NAME));
    }
    for (String odd :
        List.of(
            "alice@example.test <mallory@example.test> <alice@example.test>",
            "mallory@example.test <alice@example.test",
            "\"mallory@example.test\"@example.test",
            "mallory@example.test, alice@example.test",
            "people: mallory@example.test, alice@example.test;",
            "mallory@example.test\0@example.test",
            "(mallory@example.test) alice@example.test",
            "")) {
      try (Reading reading = Mail.read(wrap(from(odd), ENTITY, signature), PEOPLE)) {
        assertInstanceOf(Verdict.Failed.class, reading.verdict(), odd + ": " + reading);
      }
    }
  }

  @Test
  void i3SeveralFromAndSender() throws IOException {
    byte[] signature = detached(ENTITY, MALLORY);
    assertFails(
        wrap(from("mallory@example.test") + from("alice@example.test"), ENTITY, signature),
        MessageFinding.FROM_SEVERAL);
    assertFails(
        wrap("Sender: mallory@example.test\r\n" + from("alice@example.test"), ENTITY, signature),
        MessageFinding.MAILBOX_MISMATCH);
    String own = Mail.signed(from("mallory@example.test") + "\r\nx\r\n", MALLORY, Form.OPAQUE);
    assertFails("From: alice@example.test\r\n" + own, MessageFinding.FROM_SEVERAL);
    try (Reading reading = Mail.read(own.replaceFirst("From: mallory", "From: alice"), PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.FROM_DIFFERS), reading.toString());
      assertTrue(reading.from().orElseThrow().toString().startsWith("mallory@"));
    }
  }

  @Test
  void attributesTakenForContent() throws IOException {
    Der signer = signedData(detached(ENTITY, ALICE)).getLast().children().getFirst();
    List<Der> parts = signer.children();
    byte[] attributes = parts.get(3).encoded();
    attributes[0] = Asn1.SET; // what Alice really signed, shown as a content without attributes
    List<byte[]> stripped = encoded(parts);
    stripped.remove(3);
    List<Der> data = signedData(detached(ENTITY, ALICE));
    List<byte[]> all = encoded(data);
    all.set(2, Asn1.sequence(Asn1.oid(Oids.DATA), Asn1.context(0, Asn1.octets(attributes))));
    all.set(all.size() - 1, Asn1.tlv(Asn1.SET, Asn1.sequence(stripped.toArray(byte[][]::new))));
    String message =
        from("alice@example.test")
            + "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(contentInfo(all))
            + "\r\n";
    assertFails(message, MessageFinding.ATTRIBUTES_MISSING);
    assertFails(message, MessageFinding.FORGED_ATTRIBUTES);
  }

  @Test
  void boundariesThatProgramsReadDifferently() throws IOException {
    String entity = "Content-Type: text/plain\r\n\r\na\r\n--bx\r\nb\r\n";
    assertFails(
        wrap(from("alice@example.test"), entity, detached(entity, ALICE)), MessageFinding.BOUNDARY);
    String repeated =
        wrap(from("alice@example.test"), ENTITY, detached(ENTITY, ALICE))
            .replaceFirst("\r\n\r\n", "\r\nContent-Type: text/html\r\n\r\n");
    assertFails(repeated, MessageFinding.HEADER_REPEATED);
  }

  private static List<Der> signedData(byte[] contentInfo) throws IOException {
    return Der.of(contentInfo).children().get(1).children().getFirst().children();
  }

  private static List<byte[]> encoded(List<Der> parts) {
    return new ArrayList<>(parts.stream().map(Der::encoded).toList());
  }

  private static byte[] contentInfo(List<byte[]> signedData) {
    return Asn1.sequence(
        Asn1.oid(Oids.SIGNED_DATA),
        Asn1.context(0, Asn1.sequence(signedData.toArray(byte[][]::new))));
  }

  /** The signers of both in one structure, and their certificates. */
  private static byte[] merged(byte[] one, byte[] other) throws IOException {
    List<Der> a = signedData(one);
    List<Der> b = signedData(other);
    List<byte[]> all = encoded(a);
    all.set(3, Asn1.context(0, a.get(3).content(), b.get(3).content()));
    all.set(4, Asn1.tlv(Asn1.SET, a.get(4).content(), b.get(4).content()));
    return contentInfo(all);
  }
}
