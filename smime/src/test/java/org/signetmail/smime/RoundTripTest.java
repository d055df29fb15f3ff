package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** What is made here is read here, with every kind of key. */
class RoundTripTest {
  private static final People PEOPLE = new People();

  /** Every kind; of SLH-DSA the fastest, RSA of one size less, for the time they take. */
  static Stream<KeyAlgorithm> signing() {
    return Stream.of(KeyAlgorithm.values())
        .filter(KeyAlgorithm::canSign)
        .filter(a -> a != KeyAlgorithm.RSA_4096)
        .filter(a -> !a.isSlhDsa() || a.name().endsWith("128F"));
  }

  static Stream<KeyAlgorithm> encrypting() {
    return Stream.of(KeyAlgorithm.values())
        .filter(KeyAlgorithm::canEncrypt)
        .filter(a -> a != KeyAlgorithm.RSA_4096);
  }

  @ParameterizedTest
  @MethodSource("signing")
  void everySigningKeySigns(KeyAlgorithm algorithm) throws IOException {
    SigningIdentity alice = PEOPLE.signer("alice", algorithm);
    for (Form form : Form.values()) {
      try (Reading reading = Mail.read(Mail.signed(Mail.PLAIN, alice, form), PEOPLE)) {
        Verdict.Passed passed =
            assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        assertEquals(alice.certificate(), passed.signer().certificate());
        assertEquals(People.NOW, passed.signer().signingTime().orElseThrow());
        assertEquals(Mailbox.of("alice@example.test"), reading.from().orElseThrow());
        assertEquals("the plan", reading.subject());
        assertEquals(Reading.Protection.PROTECTED, reading.subjectProtection());
        String content = Mail.text(reading.content().orElseThrow());
        assertTrue(content.contains("Gr=C3=BC=C3=9Fe, Bob.=20\r\n=46rom here on"), content);
        assertTrue(content.contains("Message-ID: <1@example.test>"), content);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("encrypting")
  void everyEncryptionKeyOpens(KeyAlgorithm algorithm) throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", algorithm);
    DecryptionIdentity other = PEOPLE.reader("carol", KeyAlgorithm.P_256);
    SigningIdentity alice = PEOPLE.signer("alice", KeyAlgorithm.P_256);
    for (CryptoProfile.Name profile :
        List.of(CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN)) {
      String message =
          Mail.signedAndEncrypted(
              Mail.PLAIN, alice, profile, other.certificate(), bob.certificate());
      assertFalse(message.contains("the plan"), "the subject is hidden");
      assertTrue(message.contains("Subject: [...]"));
      try (Reading reading = Mail.read(message, PEOPLE, bob)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        Opening.Opened opened =
            assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        assertEquals(2, opened.recipients());
        assertEquals(bob.certificate(), opened.openedBy().orElseThrow());
        assertEquals("the plan", reading.subject());
        assertEquals(Reading.Protection.PROTECTED, reading.subjectProtection());
        assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
        assertFalse(Mail.finds(reading, MessageFinding.HEADER_DIFFERS));
      }
      try (Reading reading =
          Mail.read(message, PEOPLE, PEOPLE.reader("mallory", KeyAlgorithm.P_256))) {
        assertInstanceOf(Opening.NotForUs.class, reading.opening().orElseThrow());
        assertTrue(reading.content().isEmpty());
      }
    }
  }

  @Test
  void whatTheAuthorSignedStaysAsItIsWithinTheEncryption() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.P_256);
    SigningIdentity alice = PEOPLE.signer("alice", KeyAlgorithm.ED25519);
    String signed = Mail.signed(Mail.PLAIN, alice, Form.MULTIPART_SIGNED);
    String message = Mail.encrypted(signed, CryptoProfile.Name.COMPATIBLE, bob.certificate());
    assertTrue(message.contains("Subject: [...]"));
    try (Reading reading = Mail.read(message, PEOPLE, bob)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      assertEquals("the plan", reading.subject());
      assertFalse(Mail.finds(reading, MessageFinding.HEADER_DIFFERS), reading.toString());
    }
  }

  @Test
  void cbcAloneIsOpenedWithAFinding() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    String cbc = Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.COMPATIBLE, bob.certificate());
    try (Reading reading = Mail.read(cbc, PEOPLE, bob)) {
      assertInstanceOf(Verdict.Unsigned.class, reading.verdict());
      assertTrue(Mail.finds(reading, MessageFinding.UNAUTHENTICATED));
      assertEquals(Reading.Protection.UNPROTECTED, reading.subjectProtection());
    }
    String gcm = Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.MODERN, bob.certificate());
    try (Reading reading = Mail.read(gcm, PEOPLE, bob)) {
      assertFalse(Mail.finds(reading, MessageFinding.UNAUTHENTICATED));
      assertEquals(Reading.Protection.PROTECTED, reading.subjectProtection());
    }
  }

  @Test
  void autoTakesTheStrongestFormForWhichThereIsEvidence() {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    DecryptionIdentity carol = PEOPLE.reader("carol", KeyAlgorithm.P_256);
    List<org.signetmail.pkix.Certificate> both = List.of(bob.certificate(), carol.certificate());
    MessageEncrypter.Options options = MessageEncrypter.Options.standard();
    assertEquals("aes256-CBC", new MessageEncrypter(both, options).algorithm());
    Evidence some = new Evidence(Map.of(bob.certificate(), Capabilities.OURS));
    assertEquals("aes256-CBC", new MessageEncrypter(both, options, some).algorithm());
    Evidence all =
        new Evidence(
            Map.of(bob.certificate(), Capabilities.OURS, carol.certificate(), Capabilities.OURS));
    assertEquals("aes256-GCM", new MessageEncrypter(both, options, all).algorithm());
  }

  @Test
  void whatAllAnnounceIsMadeAndReadWithItsKeyBoundToTheAlgorithm() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    for (String way : List.of("rsa-oaep", "rsa-kem")) {
      for (String cipher : List.of("aes256-GCM", "aes128-GCM", "chacha20-poly1305")) {
        Evidence evidence =
            new Evidence(
                Map.of(
                    bob.certificate(), Capabilities.known(Set.of(cipher, way, "cek-hkdf-sha256"))));
        MessageEncrypter encrypter =
            new MessageEncrypter(
                List.of(bob.certificate()), MessageEncrypter.Options.standard(), evidence);
        assertEquals(cipher, encrypter.algorithm());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encrypter.encrypt(Mail.octets(Mail.PLAIN), People.RANDOM, out);
        Octets message = Octets.of(out.toByteArray());
        String layers = Inspection.of(message, Budget.STANDARD).toString();
        assertTrue(layers.contains("RFC 9709") && layers.contains("by " + way), layers);
        try (Reading reading = Mail.read(message, PEOPLE, bob)) {
          assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
          assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
        }
      }
    }
  }

  @Test
  void aSignerTellsWhatItReadsAndWhichCertificateToEncryptTo() throws IOException {
    DecryptionIdentity aliceReads = PEOPLE.reader("alice", KeyAlgorithm.P_256);
    MessageSigner signer =
        new MessageSigner(
                PEOPLE.signer("alice", KeyAlgorithm.P_256),
                new MessageSigner.Options(
                    Form.MULTIPART_SIGNED,
                    MessageSigner.HeaderProtection.ON,
                    CryptoProfile.of(CryptoProfile.Name.MODERN)))
            .announcing(aliceReads.certificate());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    signer.sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE)) {
      VerifiedSigner verified = ((Verdict.Passed) reading.verdict()).signer();
      assertEquals(aliceReads.certificate(), verified.encryptionCertificate().orElseThrow());
      Capabilities told = verified.capabilities().orElseThrow();
      assertEquals(Optional.of(People.NOW), told.announced());
      assertEquals(
          Set.of(
              "aes256-GCM",
              "chacha20-poly1305",
              "aes128-GCM",
              "aes256-CBC",
              "aes128-CBC",
              "cek-hkdf-sha256",
              "rsa-oaep",
              "rsa-kem"),
          told.words());
    }
  }

  @Test
  void unixLineEndsAreReadAsMailHasThem() throws IOException {
    SigningIdentity alice = PEOPLE.signer("alice", KeyAlgorithm.P_256);
    String unix = Mail.signed(Mail.PLAIN, alice, Form.MULTIPART_SIGNED).replace("\r\n", "\n");
    try (Reading reading = Mail.read(unix, PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
    String made = Mail.signed(Mail.PLAIN.replace("\r\n", "\n"), alice, Form.OPAQUE);
    assertFalse(made.replace("\r\n", "").contains("\n"), "made with CRLF");
    try (Reading reading = Mail.read(made, PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
  }

  @Test
  void profilesRefuseWhatTheyDoNotMake() {
    SigningIdentity alice = PEOPLE.signer("alice", KeyAlgorithm.P_256);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new MessageSigner(
                alice,
                new MessageSigner.Options(
                    Form.OPAQUE,
                    MessageSigner.HeaderProtection.ON,
                    CryptoProfile.of(CryptoProfile.Name.CNSA_2_0))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Mail.encrypter(
                CryptoProfile.Name.LEGACY_READ,
                PEOPLE.reader("bob", KeyAlgorithm.P_256).certificate()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Mail.encrypter(CryptoProfile.Name.MODERN, alice.certificate()));
  }
}
