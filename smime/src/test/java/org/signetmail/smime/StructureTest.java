package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** How a signed message is put together, and what is said of one that is put together wrongly. */
class StructureTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final String ENTITY = "Content-Type: text/plain\r\n\r\npay Bob\r\n";
  private static final byte[] OPAQUE = Forgery.of(ALICE, ENTITY).opaque();
  private static final byte[] DETACHED = Forgery.of(ALICE, ENTITY).detached();

  /** One body of base64 under these fields. */
  private static String message(String fields, byte[] cms) {
    return "From: alice@example.test\r\n"
        + fields
        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(cms)
        + "\r\n";
  }

  private static String multipart(String parameters, String second) {
    return "From: alice@example.test\r\nContent-Type: multipart/signed; "
        + parameters
        + "\r\n\r\n--b\r\n"
        + ENTITY
        + "\r\n--b\r\nContent-Type: "
        + second
        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(DETACHED)
        + "\r\n--b--\r\n";
  }

  private static void assertRead(String verdict, Optional<MessageFinding> why, String message)
      throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertEquals(verdict, reading.verdict().word(), reading::toString);
      why.ifPresent(code -> assertTrue(Mail.finds(reading, code), reading::toString));
    }
  }

  private static void assertRead(String verdict, String message) throws IOException {
    assertRead(verdict, Optional.empty(), message);
  }

  private static void assertRead(String verdict, MessageFinding why, String message)
      throws IOException {
    assertRead(verdict, Optional.of(why), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/pkcs7-mime; smime-type=signed-data",
        "Content-Type: application/x-pkcs7-mime",
        "Content-Type: application/octet-stream; name=smime.P7M",
        "Content-Type: application/octet-stream; name=smime.p7z",
        "Content-Type: application/octet-stream\r\n"
            + "Content-Disposition: attachment; filename=\"smime.p7m\""
      })
  void aSignedMessageIsKnownByItsTypeOrTheNameOfItsFile(String fields) throws IOException {
    assertRead("passed", message(fields, OPAQUE)); // RFC 8551 §3.2, §3.9
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/octet-stream; name=smime.p7s",
        "Content-Type: application/octet-stream",
        "Content-Type: text/plain; name=smime.p7m",
        "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b"
      })
  void anythingElseIsNotSignedForUs(String fields) throws IOException {
    assertRead("unsigned", message(fields, OPAQUE));
  }

  @ParameterizedTest
  @CsvSource({"enveloped-data, true", "certs-only, true", "signed-data, false", "'', false"})
  void aLabelThatIsNotTrueIsSaidAndTheContentDecides(String label, boolean isSaid)
      throws IOException {
    String fields = "Content-Type: application/pkcs7-mime; smime-type=\"" + label + "\"";
    try (Reading reading = Mail.read(message(fields, OPAQUE), PEOPLE)) {
      assertEquals("passed", reading.verdict().word(), reading::toString);
      assertEquals(isSaid, Mail.finds(reading, MessageFinding.TYPE_MISMATCH));
    }
  }

  @Test
  void certificatesAloneSignNothing() throws IOException { // RFC 8551 §3.8
    byte[] alone =
        Asn1.sequence(
            Asn1.oid(Oids.SIGNED_DATA),
            Asn1.context(
                0,
                Asn1.sequence(
                    Asn1.integer(1),
                    Asn1.tlv(Asn1.SET),
                    Asn1.sequence(Asn1.oid(Oids.DATA)),
                    Asn1.context(0, ALICE.certificate().encoded()),
                    Asn1.tlv(Asn1.SET))));
    String fields = "Content-Type: application/pkcs7-mime; smime-type=certs-only";
    assertRead("unsigned", MessageFinding.CERTIFICATES_ONLY, message(fields, alone));
    assertRead(
        "unsigned",
        MessageFinding.TYPE_MISMATCH,
        message(fields.replace("certs-only", "signed-data"), alone));
  }

  @Test
  void aSignatureWithoutItsContentFails() throws IOException {
    String fields = "Content-Type: application/pkcs7-mime; smime-type=signed-data";
    assertRead("failed", MessageFinding.CONTENT_MISSING, message(fields, DETACHED));
  }

  @Test
  void aSignatureThatCannotBeReadFailsWhereOneIsAnnounced() throws IOException {
    byte[] broken = java.util.Arrays.copyOf(OPAQUE, OPAQUE.length / 2);
    String type = "Content-Type: application/pkcs7-mime";
    assertRead(
        "failed",
        MessageFinding.CMS_UNREADABLE,
        message(type + "; smime-type=signed-data", broken));
    assertRead(
        "failed",
        MessageFinding.CMS_UNREADABLE,
        message(type + "; smime-type=signed-data", new byte[] {Asn1.SEQUENCE}));
    byte[] other = Asn1.sequence(Asn1.oid(Oids.DATA), Asn1.context(0, Asn1.octets(new byte[1])));
    assertRead("unsigned", MessageFinding.CMS_UNREADABLE, message(type, other));
    assertRead(
        "failed",
        MessageFinding.CMS_UNREADABLE,
        multipart("boundary=b", "application/pkcs7-signature")
            .replace(Base64.getMimeEncoder().encodeToString(DETACHED), "MAAA"));
  }

  @Test
  void aDetachedSignatureHasTwoPartsAndABoundary() throws IOException { // RFC 1847 §2.1
    String whole = multipart("boundary=b", "application/pkcs7-signature");
    assertRead("passed", whole);
    assertRead("passed", multipart("boundary=b", "application/x-pkcs7-signature"));
    assertRead("failed", MessageFinding.BOUNDARY, whole.replace("boundary=b", "micalg=b"));
    assertRead(
        "failed",
        MessageFinding.BOUNDARY,
        whole.replace("boundary=b", "boundary=" + "b".repeat(201)));
    assertRead("failed", MessageFinding.PARTS, whole.replace("--b--\r\n", ""));
    assertRead("failed", MessageFinding.PARTS, whole.replace("--b--", "--b\r\n\r\nmore\r\n--b--"));
  }

  @Test
  void aBoundaryMayBeAsLongAsTwoHundredCharacters() throws IOException {
    String longest = "b".repeat(200);
    assertRead(
        "passed",
        multipart("boundary=b", "application/pkcs7-signature")
            .replace("boundary=b", "boundary=" + longest)
            .replace("--b", "--" + longest));
  }

  @Test
  void textBehindTheLastPartIsSaidAndNotShown() throws IOException {
    String message =
        multipart("boundary=b", "application/pkcs7-signature") + "P.S. pay Mallory\r\n";
    assertRead("passed", MessageFinding.OUTSIDE_TEXT, message);
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertFalse(Mail.text(reading.content().orElseThrow()).contains("Mallory"));
    }
  }

  @Test
  void aSecondPartUnderAnotherNameIsSaid() throws IOException {
    assertRead("passed", MessageFinding.TYPE_MISMATCH, multipart("boundary=b", "text/plain"));
  }

  @Test
  void aHeaderThatProgramsReadDifferentlyFails() throws IOException {
    String whole = multipart("boundary=b", "application/pkcs7-signature");
    String twice =
        whole.replaceFirst(
            "\r\n\r\n",
            "\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
    assertRead("failed", MessageFinding.HEADER_REPEATED, twice);
    String type = "Content-Type: application/pkcs7-mime; smime-type=signed-data";
    assertRead("failed", MessageFinding.HEADER_REPEATED, message(type + "\r\n" + type, OPAQUE));
    assertRead(
        "failed",
        MessageFinding.HEADER_LINE,
        whole.replace("boundary=b", "boundary=b; boundary=c"));
    assertRead(
        "failed", MessageFinding.HEADER_LINE, whole.replaceFirst("\r\n", "\r\nno field\r\n"));
  }

  @Test
  void bareLineFeedsAreReadAsLineEnds() throws IOException {
    String whole = multipart("boundary=b", "application/pkcs7-signature");
    assertRead("passed", whole.replace("\r\n", "\n"));
  }

  @Test
  void aSenderBesideFromIsSaid() throws IOException { // RFC 5322 §3.6.2
    String whole = multipart("boundary=b", "application/pkcs7-signature");
    assertFalse(finds(whole, MessageFinding.SENDER_DIFFERS));
    assertFalse(finds("Sender: alice@example.test\r\n" + whole, MessageFinding.SENDER_DIFFERS));
    assertFalse(finds("Sender: no mailbox\r\n" + whole, MessageFinding.SENDER_DIFFERS));
    assertTrue(finds("Sender: mallory@example.test\r\n" + whole, MessageFinding.SENDER_DIFFERS));
  }

  @Test
  void aNameThatLooksLikeAnotherAddressIsSaid() throws IOException {
    String whole = multipart("boundary=b", "application/pkcs7-signature");
    for (String name : List.of("Alice", "alice@example.test")) {
      String message = whole.replace("From: ", "From: \"" + name + "\" <");
      message = message.replaceFirst("test\r\n", "test>\r\n");
      assertFalse(finds(message, MessageFinding.DISPLAY_NAME), name);
    }
    String message = whole.replace("From: ", "From: \"boss@example.test\" <");
    assertTrue(
        finds(message.replaceFirst("test\r\n", "test>\r\n"), MessageFinding.DISPLAY_NAME), message);
  }

  private static boolean finds(String message, MessageFinding code) throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertEquals("passed", reading.verdict().word(), reading::toString);
      return Mail.finds(reading, code);
    }
  }

  @Test
  void theContentThatIsShownIsTheOneThatWasSigned() throws IOException {
    String type = "Content-Type: application/pkcs7-mime; smime-type=signed-data";
    try (Reading reading = Mail.read(message(type, OPAQUE), PEOPLE)) {
      String content = Mail.text(reading.content().orElseThrow());
      assertTrue(content.endsWith("\r\n\r\npay Bob\r\n"), content);
      assertTrue(content.contains("Content-Type: text/plain\r\n"), content);
      assertFalse(content.contains("pkcs7"), content);
    }
  }
}
