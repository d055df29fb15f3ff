package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Each budget at its limit, which is allowed, and one past it, which is refused. */
class BudgetTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final String SMALL = "From: alice@example.test\r\n\r\nx\r\n";

  /** Small numbers in the place of the standard ones, so that the limit is quickly reached. */
  private static final Budget TIGHT =
      new Budget(3, 4, 2, 3, 2, 2000, 5000, 20, Budget.STANDARD.passwordIterations());

  private static String said(String message, DecryptionIdentity... keys) throws IOException {
    MessageReader.Options options =
        new MessageReader.Options(CryptoProfile.of(CryptoProfile.Name.AUTO), TIGHT);
    try (Reading reading =
        new MessageReader(List.of(keys), PEOPLE.trust(), Spool.standard(), options)
            .read(Mail.octets(message), People.NOW)) {
      boolean isOver = Mail.finds(reading, MessageFinding.BUDGET);
      return reading.verdict().word() + (isOver ? " over" : "");
    }
  }

  private static String layers(int count) throws IOException {
    String message = SMALL;
    for (int i = 0; i < count; i++) {
      message =
          "From: alice@example.test\r\n"
              + Mail.signed(message, ALICE, Form.OPAQUE)
                  .replaceFirst("(?s)^.*?(?=Content-Type)", "");
    }
    return message;
  }

  @Test
  void layersOfProtection() throws IOException {
    assertEquals("passed", said(layers(3)));
    assertEquals("failed over", said(layers(4)));
  }

  @Test
  void partsOfASignedMultipart() throws IOException {
    String message = Mail.signed(SMALL, ALICE, Form.MULTIPART_SIGNED);
    String boundary = message.replaceFirst("(?s).*boundary=\"([^\"]+)\".*", "$1");
    String part = "--" + boundary + "\r\n\r\nx\r\n";
    String end = "--" + boundary + "--";
    String four = message.replace(end, part + part + end);
    assertEquals("failed", said(four));
    assertEquals("failed over", said(four.replace(end, part + end)));
  }

  @Test
  void depthOfWhatIsMadeFitForSigning() throws IOException {
    String twenty = nested(Budget.STANDARD.mimeDepth());
    assertEquals(true, Mail.signed(twenty, ALICE, Form.OPAQUE).contains("pkcs7-mime"));
    String more = nested(Budget.STANDARD.mimeDepth() + 1);
    assertThrows(MalformedMessage.class, () -> Mail.signed(more, ALICE, Form.OPAQUE).isEmpty());
  }

  private static String nested(int depth) {
    StringBuilder message = new StringBuilder("From: alice@example.test\r\n");
    for (int i = 0; i < depth; i++) {
      message.append(
          "Content-Type: multipart/mixed; boundary=b" + i + "x\r\n\r\n--b" + i + "x\r\n");
    }
    message.append("Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße");
    for (int i = depth - 1; i >= 0; i--) {
      message.append("\r\n--b" + i + "x--");
    }
    return message.append("\r\n").toString();
  }

  @Test
  void recipients() throws IOException {
    List<DecryptionIdentity> readers =
        IntStream.range(0, 4).mapToObj(i -> PEOPLE.reader("bob", KeyAlgorithm.P_256)).toList();
    assertEquals("unsigned", said(to(readers.subList(0, 3)), readers.getFirst()));
    assertEquals("unsigned over", said(to(readers), readers.getFirst()));
  }

  private static String to(List<DecryptionIdentity> readers) throws IOException {
    return "From: alice@example.test\r\n"
        + Mail.encrypted(
                SMALL,
                CryptoProfile.Name.MODERN,
                readers.stream().map(DecryptionIdentity::certificate).toArray(Certificate[]::new))
            .replaceFirst("(?s)^.*?(?=Content-Type)", "");
  }

  @Test
  void certificates() throws IOException {
    assertEquals("passed", said(withCertificates(2)));
    assertEquals("failed over", said(withCertificates(3)));
  }

  private static String withCertificates(int count) throws IOException {
    List<Certificate> path = new ArrayList<>(ALICE.path());
    while (path.size() < count) {
      path.add(PEOPLE.signer("other", KeyAlgorithm.P_256).certificate());
    }
    String message = Mail.signed(SMALL, new SigningIdentity(ALICE.key(), path), Form.OPAQUE);
    return "From: alice@example.test\r\n" + message.replaceFirst("(?s)^.*?(?=Content-Type)", "");
  }

  @Test
  void headerOctets() throws IOException {
    String line = "From: alice@example.test\r\nX: ";
    String fits = line + "x".repeat(TIGHT.headerBytes() - line.length() - 4) + "\r\n\r\n";
    assertEquals("unsigned", said(fits + "body\r\n"));
    assertThrows(MalformedMessage.class, () -> said(fits.replace("X: ", "X: x") + "body\r\n"));
  }

  @Test
  void octetsAfterInflation() throws IOException {
    assertEquals("unsigned", said(compressed((int) TIGHT.inflatedBytes(), "ab")));
    assertEquals("unsigned over", said(compressed((int) TIGHT.inflatedBytes() + 1, "ab")));
  }

  /** Twenty to one after ten megabytes: text passes, a bomb does not. */
  @Tag("slow")
  @Test
  void ratioOfInflation() throws IOException {
    int size = 12 << 20;
    String noise =
        People.RANDOM
            .ints(1 << 16, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    for (String text : List.of(noise, "a")) {
      try (Reading reading = Mail.read(compressed(size, text), PEOPLE)) {
        assertInstanceOf(Verdict.Unsigned.class, reading.verdict());
        assertEquals(text.equals("a"), Mail.finds(reading, MessageFinding.BUDGET));
      }
    }
  }

  private static String compressed(int size, String text) throws IOException {
    String head = "Content-Type: text/plain\r\n\r\n";
    String body = head + text.repeat(size / text.length() + 1).substring(0, size - head.length());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(body.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] content =
        Asn1.sequence(Asn1.oid(Oids.DATA), Asn1.context(0, Asn1.octets(packed.toByteArray())));
    byte[] cms =
        Asn1.sequence(
            Asn1.oid(Oids.COMPRESSED_DATA),
            Asn1.context(
                0,
                Asn1.sequence(
                    Asn1.integer(0), Asn1.algorithm("1.2.840.113549.1.9.16.3.8"), content)));
    return Mail.text(Foreign.message("alice@example.test", cms));
  }

  /** Keys of many years: each message names the one it needs, however many there are. */
  @Test
  void manyOldKeysOfOnePerson() throws IOException {
    List<DecryptionIdentity> years =
        IntStream.range(0, 40).mapToObj(i -> PEOPLE.reader("bob", KeyAlgorithm.P_256)).toList();
    String message =
        Mail.encrypted(SMALL, CryptoProfile.Name.MODERN, years.getLast().certificate());
    try (Reading reading = Mail.read(message, PEOPLE, years.toArray(DecryptionIdentity[]::new))) {
      Opening.Opened opened =
          assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
      assertEquals(years.getLast().certificate(), opened.openedBy().orElseThrow());
    }
  }
}
