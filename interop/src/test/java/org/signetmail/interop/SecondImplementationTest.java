package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.interop.BouncyCastleCms.KeyDerivation;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Capabilities;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.MessageSigner.HeaderProtection;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/**
 * Bouncy Castle's CMS reads what we make and makes what we read, for every kind of key: also for
 * those that no mail client here knows yet (EdDSA, X25519, X448, ML-DSA, ML-KEM, ChaCha20).
 */
final class SecondImplementationTest {
  private static final LibraryPeople PEOPLE = new LibraryPeople();

  private static final String ENTITY =
      """
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 7bit

      The word is secret.
      """
          .replace("\n", "\r\n");

  private static final String FIELDS =
      """
      From: alice@example.test
      To: bob@example.test
      Subject: a word
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      MIME-Version: 1.0
      """
          .replace("\n", "\r\n");

  /** Ways to encrypt the content, as our profiles call them and as Bouncy Castle does. */
  enum Content {
    CBC("aes256-CBC", CMSAlgorithm.AES256_CBC, KeyDerivation.NONE),
    GCM("aes256-GCM", CMSAlgorithm.AES256_GCM, KeyDerivation.NONE),
    GCM_128("aes128-GCM", CMSAlgorithm.AES128_GCM, KeyDerivation.NONE),
    CHACHA("chacha20-poly1305", CMSAlgorithm.ChaCha20Poly1305, KeyDerivation.NONE),
    GCM_DERIVED("aes256-GCM", CMSAlgorithm.AES256_GCM, KeyDerivation.HKDF_SHA_256);

    private final String word;
    private final String oid;
    private final KeyDerivation derivation;

    Content(String word, ASN1ObjectIdentifier oid, KeyDerivation derivation) {
      this.word = word;
      this.oid = oid.getId();
      this.derivation = derivation;
    }

    Capabilities reader() {
      return Capabilities.known(
          derivation == KeyDerivation.NONE
              ? Set.of(word, "rsa-oaep")
              : Set.of(word, "rsa-oaep", "cek-hkdf-sha256"));
    }
  }

  static Stream<KeyAlgorithm> signing() {
    return Arrays.stream(KeyAlgorithm.values())
        .filter(KeyAlgorithm::canSign)
        .filter(one -> one != KeyAlgorithm.RSA_3072 && one != KeyAlgorithm.RSA_4096);
  }

  static Stream<KeyAlgorithm> encryption() {
    return Arrays.stream(KeyAlgorithm.values())
        .filter(KeyAlgorithm::canEncrypt)
        .filter(one -> one != KeyAlgorithm.RSA_3072 && one != KeyAlgorithm.RSA_4096);
  }

  static Stream<Arguments> whatWeMake() {
    return encryption()
        .flatMap(one ->
            Arrays.stream(Content.values())
                .filter(how -> !(how == Content.GCM_DERIVED && isAgreement(one)))
                .map(how -> Arguments.of(one, how)));
  }

  static Stream<Arguments> whatItMakes() {
    return encryption()
        .flatMap(one -> Arrays.stream(Content.values()).map(how -> Arguments.of(one, how)));
  }

  static Stream<KeyAlgorithm> agreement() {
    return encryption().filter(SecondImplementationTest::isAgreement);
  }

  private static boolean isAgreement(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case P_256, P_384, P_521, X25519, X448 -> true;
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("signing")
  void itVerifiesWhatWeSign(KeyAlgorithm algorithm) throws Exception {
    SigningIdentity alice = PEOPLE.signer(algorithm);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(
            alice,
            new MessageSigner.Options(
                MessageSigner.Form.OPAQUE,
                HeaderProtection.OFF,
                CryptoProfile.of(CryptoProfile.Name.AUTO)))
        .sign(message(), LibraryPeople.NOW, LibraryPeople.RANDOM, out);
    byte[] content = BouncyCastleCms.verified(cms(out), alice.certificate());
    assertTrue(text(content).contains("The word is secret."), () -> text(content));
  }

  @ParameterizedTest
  @MethodSource("signing")
  void weVerifyWhatItSigns(KeyAlgorithm algorithm) throws Exception {
    SigningIdentity alice = PEOPLE.signer(algorithm);
    byte[] signed = BouncyCastleCms.signed(ENTITY.getBytes(StandardCharsets.UTF_8), alice);
    try (Reading reading = read(mail("signed-data", signed), List.of())) {
      Verdict.Passed passed =
          assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading::toString);
      assertEquals(alice.certificate(), passed.signer().certificate());
    }
  }

  @ParameterizedTest
  @MethodSource("whatWeMake")
  void itOpensWhatWeEncrypt(KeyAlgorithm algorithm, Content how) throws Exception {
    DecryptionIdentity bob = PEOPLE.reader(algorithm);
    MessageEncrypter encrypter =
        new MessageEncrypter(
            List.of(bob.certificate()),
            new MessageEncrypter.Options(
                HeaderProtection.OFF, CryptoProfile.of(CryptoProfile.Name.AUTO)),
            new Evidence(Map.of(bob.certificate(), how.reader())));
    assertEquals(how.word, encrypter.algorithm());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encrypter.encrypt(message(), LibraryPeople.RANDOM, out);
    byte[] content =
        how == Content.CBC
            ? BouncyCastleCms.opened(cms(out), bob)
            : BouncyCastleCms.openedAuthenticated(cms(out), bob);
    assertTrue(text(content).contains("The word is secret."), () -> text(content));
  }

  /** RFC 9709: its reader for key agreement does not derive the key, its maker does. */
  @ParameterizedTest
  @MethodSource("agreement")
  void theOneThingThatItDoesNotOpenItDoesNotOpenOfItsOwn(KeyAlgorithm algorithm) throws Exception {
    DecryptionIdentity bob = PEOPLE.reader(algorithm);
    Content how = Content.GCM_DERIVED;
    byte[] encrypted =
        BouncyCastleCms.encrypted(
            ENTITY.getBytes(StandardCharsets.UTF_8), bob.certificate(), how.oid, how.derivation);
    assertThrows(CMSException.class, () -> BouncyCastleCms.openedAuthenticated(encrypted, bob));
  }

  @ParameterizedTest
  @MethodSource("whatItMakes")
  void weOpenWhatItEncrypts(KeyAlgorithm algorithm, Content how) throws Exception {
    DecryptionIdentity bob = PEOPLE.reader(algorithm);
    byte[] encrypted =
        BouncyCastleCms.encrypted(
            ENTITY.getBytes(StandardCharsets.UTF_8), bob.certificate(), how.oid, how.derivation);
    String type = how == Content.CBC ? "enveloped-data" : "authEnveloped-data";
    try (Reading reading = read(mail(type, encrypted), List.of(bob))) {
      Opening.Opened opened =
          assertInstanceOf(
              Opening.Opened.class, reading.opening().orElseThrow(), reading::toString);
      assertEquals(bob.certificate(), opened.openedBy().orElseThrow());
      String content = text(reading.content().orElseThrow().toByteArray());
      assertTrue(content.contains("The word is secret."), content);
    }
  }

  private static Octets message() {
    return Octets.of((FIELDS + ENTITY).getBytes(StandardCharsets.UTF_8));
  }

  private static Octets mail(String type, byte[] cms) {
    String header =
        FIELDS
            + "Content-Type: application/pkcs7-mime; smime-type="
            + type
            + "\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return Octets.of(
        (header + Base64.getMimeEncoder().encodeToString(cms) + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] cms(ByteArrayOutputStream message) {
    String text = message.toString(StandardCharsets.UTF_8);
    return Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n") + 4));
  }

  private static Reading read(Octets message, List<DecryptionIdentity> keys) throws IOException {
    return new MessageReader(
            keys, PEOPLE.trust(), Spool.standard(), MessageReader.Options.standard())
        .read(message, LibraryPeople.NOW);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
