package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** What layers and signatures come to together, and what of it is said to be proven. */
class JudgementTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final CryptoProfile.Name GCM = CryptoProfile.Name.MODERN;
  private static final CryptoProfile.Name CBC = CryptoProfile.Name.COMPATIBLE;

  private static String encrypted(CryptoProfile.Name profile) throws IOException {
    return Mail.encrypted(Mail.PLAIN, profile, BOB.certificate());
  }

  /** A signature around what is encrypted. */
  private static String signedAround(String encrypted) throws IOException {
    return Mail.signed(encrypted, ALICE, Form.MULTIPART_SIGNED);
  }

  private static boolean isOfOpening(Finding finding) {
    return finding.code().code().startsWith("encryption.");
  }

  @Test
  void whetherTheCiphertextOpensIsNoMatterOfTheSignatureAroundIt() throws IOException {
    String message = signedAround(encrypted(GCM));
    try (Reading closed = Mail.read(message, PEOPLE)) {
      Verdict.Passed passed =
          assertInstanceOf(Verdict.Passed.class, closed.verdict(), closed.toString());
      assertTrue(Mail.finds(closed, MessageFinding.NOT_FOR_US), closed.toString());
      assertTrue(passed.findings().stream().noneMatch(JudgementTest::isOfOpening));
    }
    String broken = encrypted(GCM);
    int at = broken.length() - 60;
    char other = broken.charAt(at) == 'A' ? 'B' : 'A';
    String changed = broken.substring(0, at) + other + broken.substring(at + 1);
    try (Reading refused = Mail.read(signedAround(changed), PEOPLE, BOB)) {
      assertTrue(Mail.finds(refused, MessageFinding.OPENING_FAILED), refused.toString());
      assertEquals("passed", refused.verdict().word(), refused.toString());
    }
  }

  @Test
  void aSignatureAroundTheCiphertextDoesNotProveWhatIsInside() throws IOException {
    try (Reading reading = Mail.read(signedAround(encrypted(CBC)), PEOPLE, BOB)) {
      assertEquals("passed", reading.verdict().word(), reading.toString());
      assertTrue(Mail.finds(reading, MessageFinding.AROUND_CIPHERTEXT), reading.toString());
      assertTrue(Mail.finds(reading, MessageFinding.UNAUTHENTICATED), reading.toString());
    }
  }

  @Test
  void withoutASignatureOnlyAuthenticatedEncryptionProvesTheSubject() throws IOException {
    try (Reading reading = Mail.read(encrypted(GCM), PEOPLE, BOB)) {
      assertEquals(Reading.Protection.PROTECTED, reading.subjectProtection());
    }
    try (Reading reading = Mail.read(encrypted(CBC), PEOPLE, BOB)) {
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
    try (Reading reading = Mail.read(Mail.PLAIN, PEOPLE, BOB)) {
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
  }

  @Test
  void aSignatureThatPassesProvesTheSubjectOnlyWhereItCoversIt() throws IOException {
    try (Reading reading = Mail.read(Mail.signed(Mail.PLAIN, ALICE, Form.OPAQUE), PEOPLE)) {
      assertEquals("passed", reading.verdict().word(), reading.toString());
      assertEquals(Reading.Protection.PROTECTED, reading.subjectProtection());
    }
    byte[] bare = Forgery.of(ALICE, "Content-Type: text/plain\r\n\r\npay Bob\r\n").opaque();
    try (Reading reading = Mail.read(Foreign.message("alice@example.test", bare), PEOPLE)) {
      assertEquals("passed", reading.verdict().word(), reading.toString());
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
  }

  /** Whoever encrypts to Bob can put into it what Alice once signed to be shown as hers. */
  @Test
  void authenticatedEncryptionProvesNothingBesideASignatureThatFails() throws IOException {
    SigningIdentity stranger = new People("Another Root").signer("alice", KeyAlgorithm.P_256);
    String message = Mail.signedAndEncrypted(Mail.PLAIN, stranger, GCM, BOB.certificate());
    try (Reading reading = Mail.read(message, PEOPLE, BOB)) {
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
  }

  @Test
  void whatIsFoundOfTheStructureIsSaidOnce() throws IOException {
    String signed = Mail.signed(Mail.PLAIN, ALICE, Form.MULTIPART_SIGNED) + "behind it\r\n";
    try (Reading reading = Mail.read(signed, PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.OUTSIDE_TEXT), reading.toString());
      List<Finding> findings = reading.findings();
      assertEquals(new HashSet<>(findings).size(), findings.size(), findings.toString());
    }
  }

  @Test
  void contentThatOnlyBeginsLikeAttributesIsContent() throws IOException {
    String text = "1-Mark: begins with the octet of a SET\r\n\r\npay Bob\r\n";
    byte[] cms = Forgery.of(ALICE, text).opaque();
    try (Reading reading = Mail.read(Foreign.message("alice@example.test", cms), PEOPLE)) {
      assertEquals("passed", Foreign.outcome(reading));
    }
  }
}
