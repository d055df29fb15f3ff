package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Compression, triple wrapping, and copies for hidden recipients. */
class LayersTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final SigningIdentity GATE = PEOPLE.signer("gate", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final DecryptionIdentity CAROL = PEOPLE.reader("carol", KeyAlgorithm.P_256);
  private static final String LONG =
      Mail.PLAIN + "The same line again, as it so often is.\r\n".repeat(2000);

  private interface Making {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static String made(Making making) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    making.to(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aCompressedTextIsSignedWithItsHeader() throws IOException {
    for (Form form : Form.values()) {
      MessageSigner signer = Mail.signer(ALICE, form).compressing();
      String small = made(out -> signer.sign(Mail.octets(LONG), People.NOW, People.RANDOM, out));
      assertTrue(small.length() < LONG.length() / 5, "length " + small.length());
      try (Reading reading = Mail.read(small, PEOPLE)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        assertInstanceOf(ProtectedHeaders.class, reading.headers());
        assertEquals("the plan", reading.subject());
        assertTrue(Mail.text(reading.content().orElseThrow()).endsWith("so often is.\r\n"));
      }
    }
  }

  @Test
  void compressionMayStandBeforeOrAfterTheSignature() throws IOException {
    MessageEncrypter encrypter =
        Mail.encrypter(CryptoProfile.Name.MODERN, BOB.certificate()).compressing();
    MessageSigner signer = Mail.signer(ALICE, Form.OPAQUE);
    String before =
        made(out ->
            new MessageProtector(signer, encrypter)
                .protect(Mail.octets(LONG), People.NOW, People.RANDOM, out));
    String signed = Mail.signed(LONG, ALICE, Form.MULTIPART_SIGNED);
    String after = made(out -> encrypter.encrypt(Mail.octets(signed), People.RANDOM, out));
    for (String message : List.of(before, after)) {
      assertTrue(message.length() < LONG.length() / 5, "length " + message.length());
      assertTrue(message.contains("Subject: [...]"));
      try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        assertEquals("the plan", reading.subject());
        String content = Mail.text(reading.content().orElseThrow());
        assertTrue(content.endsWith("so often is.\r\n"), content);
        assertFalse(content.contains("Subject: the plan\r\n\r\n"), "legacy display is taken out");
      }
    }
  }

  @Test
  void whatCompressionDoesNotMakeSmallerIsLeftAlone() throws IOException {
    MessageSigner signer = Mail.signer(ALICE, Form.MULTIPART_SIGNED).compressing();
    String short_ = "From: alice@example.test\r\n\r\nHi.\r\n";
    String signed = made(out -> signer.sign(Mail.octets(short_), People.NOW, People.RANDOM, out));
    assertFalse(signed.contains("compressed-data"), signed);
  }

  @Tag("slow")
  @Test
  void nothingIsMadeThatACarefulReaderTakesForABomb() throws IOException {
    MessageSigner signer = Mail.signer(ALICE, Form.OPAQUE).compressing();
    String huge = Mail.PLAIN + "A line that is there too often.\r\n".repeat(400_000);
    String signed = made(out -> signer.sign(Mail.octets(huge), People.NOW, People.RANDOM, out));
    assertTrue(signed.length() > huge.length(), "not compressed");
  }

  @Test
  void aBombIsRefusedBeforeItIsWhole() throws IOException {
    byte[] bomb = compressed(Oids.ZLIB, deflated(new byte[64 << 20]));
    try (Reading reading = Mail.read(message(bomb), PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.BUDGET), reading.toString());
      assertFalse(reading.findings().isEmpty());
    }
  }

  @Test
  void compressionOfAnotherKindOrBrokenIsAFinding() throws IOException {
    byte[] good = deflated(new byte[1000]);
    for (byte[] odd : List.of(compressed("1.2.3.4", good), compressed(Oids.ZLIB, new byte[99]))) {
      try (Reading reading = Mail.read(message(odd), PEOPLE)) {
        assertTrue(Mail.finds(reading, MessageFinding.CMS_UNREADABLE), reading.toString());
      }
    }
  }

  @Test
  void aLabelThatIsNotTrueIsSaidOfLayersThatAreNotSigned() throws IOException {
    String gcm = Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.MODERN, BOB.certificate());
    String cbc = Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    byte[] text = "Content-Type: text/plain\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8);
    String packed = message(compressed(Oids.ZLIB, deflated(text)));
    for (String message : List.of(gcm, cbc, packed)) {
      String wrong = message.equals(cbc) ? "authEnveloped-data" : "enveloped-data";
      String mislabelled = message.replaceFirst("smime-type=[\"A-Za-z-]+", "smime-type=" + wrong);
      for (boolean isTrue : List.of(true, false)) {
        try (Reading reading = Mail.read(isTrue ? message : mislabelled, PEOPLE, BOB)) {
          assertTrue(reading.content().isPresent(), reading.toString());
          assertEquals(!isTrue, Mail.finds(reading, MessageFinding.TYPE_MISMATCH));
        }
      }
    }
  }

  @Test
  void ofTwoEncryptionsTheOuterOneIsReportedUnlessTheInnerOneStaysClosed() throws IOException {
    String inner = Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    String message = Mail.encrypted(inner, CryptoProfile.Name.MODERN, CAROL.certificate());
    try (Reading reading = Mail.read(message, PEOPLE, BOB, CAROL)) {
      Opening.Opened opened =
          assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
      assertEquals("aes256-GCM", opened.algorithm());
      assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
    }
    try (Reading reading = Mail.read(message, PEOPLE, CAROL)) {
      assertInstanceOf(Opening.NotForUs.class, reading.opening().orElseThrow());
      assertTrue(reading.content().isEmpty());
    }
  }

  @Test
  void aTripleWrappedMessageReportsAuthorAndSender() throws IOException {
    String wrapped = wrapped(GATE);
    assertTrue(wrapped.startsWith("From: Alice"), wrapped.substring(0, 80));
    assertTrue(wrapped.contains("Subject: [...]"));
    assertEquals(1, wrapped.split("MIME-Version", -1).length - 1, "one in the whole");
    try (Reading reading = Mail.read(wrapped, PEOPLE, BOB)) {
      Verdict.Passed passed = assertInstanceOf(Verdict.Passed.class, reading.verdict());
      assertEquals(ALICE.certificate(), passed.signer().certificate(), "the author counts");
      assertEquals(
          List.of(Reading.Place.INNER, Reading.Place.OUTER),
          reading.signers().stream().map(Reading.Signer::place).toList());
      assertEquals(GATE.certificate(), reading.signers().get(1).certificate().orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.OUTER_SIGNER));
      assertFalse(Mail.finds(reading, MessageFinding.AROUND_CIPHERTEXT));
      assertEquals(ProtectedHeaders.Intent.CIPHER, ((ProtectedHeaders) reading.headers()).intent());
      assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
    }
    try (Reading reading = Mail.read(wrapped(ALICE), PEOPLE, BOB)) {
      assertFalse(Mail.finds(reading, MessageFinding.OUTER_SIGNER), "the same person");
    }
  }

  @Test
  void eachSignatureOfATripleWrappedMessageMustHold() throws IOException {
    String stranger = wrapped(new People("Other Root").signer("gate", KeyAlgorithm.P_256));
    try (Reading reading = Mail.read(stranger, PEOPLE, BOB)) {
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
    }
    String inner = wrapped(GATE);
    String broken = inner.replaceFirst("Content-Disposition: attachment", "Content-X: attachment");
    try (Reading reading = Mail.read(broken, PEOPLE, BOB)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict(), "the outer signature is broken");
    }
  }

  @Test
  void hiddenRecipientsHaveCopiesOfTheirOwn() throws IOException {
    DecryptionIdentity dave = PEOPLE.reader("dave", KeyAlgorithm.P_256);
    Evidence some = new Evidence(Map.of(BOB.certificate(), Capabilities.OURS));
    List<MessageEncrypter> copies =
        MessageEncrypter.copies(
            List.of(BOB.certificate()),
            List.of(),
            List.of(CAROL.certificate(), dave.certificate()),
            MessageEncrypter.Options.standard(),
            some);
    assertEquals(3, copies.size());
    String letter = Mail.PLAIN.replaceFirst("\r\n", "\r\nBcc: carol@example.test\r\n");
    List<DecryptionIdentity> readers = List.of(BOB, CAROL, dave);
    for (int i = 0; i < 3; i++) {
      MessageEncrypter encrypter = copies.get(i);
      assertEquals("aes256-CBC", encrypter.algorithm(), "no strong copy beside a weak one");
      String copy =
          made(out ->
              new MessageProtector(Mail.signer(ALICE, Form.OPAQUE), encrypter)
                  .protect(Mail.octets(letter), People.NOW, People.RANDOM, out));
      assertFalse(copy.contains("Bcc:"), copy);
      for (int j = 0; j < 3; j++) {
        try (Reading reading = Mail.read(copy, PEOPLE, readers.get(j))) {
          if (i != j) {
            assertInstanceOf(Opening.NotForUs.class, reading.opening().orElseThrow());
            continue;
          }
          Opening.Opened opened = (Opening.Opened) reading.opening().orElseThrow();
          assertEquals(1, opened.recipients());
          assertFalse(Mail.text(reading.content().orElseThrow()).contains("Bcc:"));
          assertInstanceOf(Verdict.Passed.class, reading.verdict());
        }
      }
    }
    assertEquals(
        1,
        MessageEncrypter.copies(
                List.of(),
                List.of(),
                List.of(CAROL.certificate()),
                MessageEncrypter.Options.standard(),
                Evidence.NONE)
            .size());
  }

  private static String wrapped(SigningIdentity outer) throws IOException {
    MessageProtector protector =
        new MessageProtector(
            Mail.signer(ALICE, Form.MULTIPART_SIGNED),
            Mail.encrypter(CryptoProfile.Name.COMPATIBLE, BOB.certificate()));
    MessageSigner around = Mail.signer(outer, Form.MULTIPART_SIGNED);
    return made(
        out -> protector.wrap(Mail.octets(Mail.PLAIN), around, People.NOW, People.RANDOM, out));
  }

  private static byte[] deflated(byte[] text) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(text);
    deflater.finish();
    byte[] out = new byte[text.length / 500 + 100];
    int n = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, n);
  }

  private static byte[] compressed(String algorithm, byte[] packed) {
    return Asn1.sequence(
        Asn1.oid(Oids.COMPRESSED_DATA),
        Asn1.context(
            0,
            Asn1.sequence(
                Asn1.integer(0),
                Asn1.algorithm(algorithm),
                Asn1.sequence(Asn1.oid(Oids.DATA), Asn1.context(0, Asn1.octets(packed))))));
  }

  private static String message(byte[] cms) {
    return "From: alice@example.test\r\n"
        + "Content-Type: application/pkcs7-mime; smime-type=compressed-data\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(cms)
        + "\r\n";
  }
}
