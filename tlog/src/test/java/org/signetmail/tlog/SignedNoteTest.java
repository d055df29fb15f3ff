package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

final class SignedNoteTest {

  // From the documentation of golang.org/x/mod/sumdb/note.
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String LINE =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngo"
          + "tpRZb6KE6RyyBwJnAM=\n";
  private static final String NOTE = TEXT + "\n" + LINE;

  private final NoteVerifier peter = NoteVerifier.parse(VKEY);
  private final NoteSigner signer = signer("log.example.test");

  @Test
  void verifiesTheNoteOfGo() {
    SignedNote note = SignedNote.parse(NOTE);
    assertEquals(TEXT, note.text());
    assertEquals(NOTE, note.format());
    assertEquals(0xc74f20a3, note.signatures().getFirst().keyId());
    assertEquals(VKEY, peter.vkey());
    assertInstanceOf(Verified.class, peter.verify(note));
  }

  @Test
  void refusesAChangedText() {
    assertInstanceOf(Refused.class, peter.verify(SignedNote.parse(NOTE.replace("don't", "do"))));
  }

  @Test
  void refusesWhenOneOfTwoLinesOfTheKeyDoesNotHold() {
    SignedNote note = SignedNote.parse(NOTE);
    byte[] wrong = note.signatures().getFirst().signature();
    wrong[10] ^= 1;
    NoteSignature line = NoteSignature.of(peter.name(), peter.keyId(), wrong);
    assertInstanceOf(Refused.class, peter.verify(note.signedAlsoBy(line)));
    NoteSignature tooShort = NoteSignature.of(peter.name(), peter.keyId(), new byte[3]);
    assertInstanceOf(Refused.class, peter.verify(note.signedAlsoBy(tooShort)));
  }

  @Test
  void ignoresLinesOfOtherKeys() {
    NoteSignature sameId = NoteSignature.of("EnochRoot", 0xc74f20a3, new byte[9]);
    NoteSignature sameName = NoteSignature.of(peter.name(), 1, new byte[4000]);
    SignedNote note = SignedNote.parse(NOTE).signedAlsoBy(sameId).signedAlsoBy(sameName);
    assertEquals(note, SignedNote.parse(note.format()));
    assertInstanceOf(Verified.class, peter.verify(note));
    assertInstanceOf(Refused.class, peter.verify(new SignedNote(TEXT, List.of(sameId, sameName))));
  }

  @Test
  void signsWhatItsVerifierAccepts() {
    SignedNote note = signer.sign("one\n\ntwo\n");
    assertEquals(note, SignedNote.parse(note.format()));
    NoteVerifier read = NoteVerifier.parse(signer.verifier().vkey());
    assertInstanceOf(Verified.class, read.verify(note));
    assertInstanceOf(Refused.class, signer("log.example.test").verifier().verify(note));
    assertInstanceOf(Refused.class, peter.verify(note));
  }

  /** RFC 8032 §7.1, test 1. */
  @Test
  void computesThePublicKey() throws Exception {
    byte[] seed =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    EdECPrivateKey key =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    String publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    String vkey = NoteSigner.of("rfc", key).verifier().vkey();
    byte[] typed = Base64.getDecoder().decode(vkey.split("\\+", 3)[2]);
    assertEquals("01" + publicKey, HexFormat.of().formatHex(typed));
  }

  @Test
  void refusesKeysThatAreNoPairOrNotEd25519() throws Exception {
    KeyPair one = NoteSigner.generate(new SecureRandom());
    KeyPair two = NoteSigner.generate(new SecureRandom());
    KeyPair mixed = new KeyPair(one.getPublic(), two.getPrivate());
    assertThrows(LogFormatException.class, () -> NoteSigner.of("log", mixed));
    KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    assertThrows(LogFormatException.class, () -> NoteSigner.of("log", ed448));
    KeyPair x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    assertThrows(LogFormatException.class, () -> NoteSigner.of("log", x25519));
  }

  @Test
  void doesNotShowThePrivateKey() {
    assertFalse(signer.toString().contains("rivate"));
    assertEquals("NoteSigner[" + signer.verifier().vkey() + "]", signer.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— name AAAAAAA=",
        "text\n\n— name\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n— name AAAAAA==\n",
        "text\n\n— name AAAAAAB=\n",
        "text\n\n— name AAAAAAA\n",
        "text\n\n— na+me AAAAAAA=\n",
        "text\n\n— na me AAAAAAA=\n",
        "text\n\n— na\u2003me AAAAAAA=\n",
        "text\n\n— name AAAAAAA=\r\n",
        "te\txt\n\n— name AAAAAAA=\n",
        "te\rxt\n\n— name AAAAAAA=\n",
        "text\n\n— name AAAAAAA=\n— name\n",
        "text\n\n— name AAAAAAA=\nmore\n",
      })
  void refusesWhatIsNoNote(String note) {
    assertOneLine(() -> SignedNote.parse(note));
  }

  @Test
  void keepsItsBudgets() {
    SignedNote note = signer.sign("text\n");
    String line = note.signatures().getFirst().line() + "\n";
    assertEquals(
        SignedNote.MAX_SIGNATURES,
        SignedNote.parse("text\n\n" + line.repeat(SignedNote.MAX_SIGNATURES)).signatures().size());
    assertOneLine(() -> SignedNote.parse("text\n\n" + line.repeat(SignedNote.MAX_SIGNATURES + 1)));
    NoteSignature large = NoteSignature.of("name", 1, new byte[SignedNote.MAX_LENGTH]);
    assertOneLine(() -> note.signedAlsoBy(large));
    assertOneLine(() -> new SignedNote("text\n", List.of()));
    assertOneLine(() -> SignedNote.parse("x".repeat(SignedNote.MAX_LENGTH) + "\n\n" + line));
    assertOneLine(() -> SignedNote.parse(new byte[SignedNote.MAX_LENGTH + 1]));
    assertOneLine(() -> SignedNote.parse(new byte[] {(byte) 0xff, '\n', '\n'}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AQ==",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AQIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void refusesWhatIsNoVkey(String vkey) {
    assertOneLine(() -> NoteVerifier.parse(vkey));
  }

  @Test
  void refusesToSignWhatIsNoText() {
    for (String text : List.of("", "x", "a\tb\n", "\ud800\n")) {
      assertOneLine(() -> signer.sign(text));
    }
  }

  static NoteSigner signer(String name) {
    return NoteSigner.of(name, NoteSigner.generate(new SecureRandom()));
  }

  static void assertOneLine(Executable parse) {
    String message = assertThrows(LogFormatException.class, parse).getMessage();
    assertFalse(message.contains("\n"), message);
    assertFalse(message.length() > 200, message);
  }
}
