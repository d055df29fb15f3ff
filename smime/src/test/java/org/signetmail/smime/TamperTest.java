package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** What was changed on the way: never passed with another content, never plaintext in pieces. */
class TamperTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final String SMALL = "From: alice@example.test\r\n\r\nswordfish\r\n";

  @Tag("slow")
  @Test
  void oneByteFlippedNeverPassesWithAnotherContent() throws IOException {
    for (Form form : Form.values()) {
      byte[] message = Mail.signed(SMALL, ALICE, form).getBytes(StandardCharsets.ISO_8859_1);
      int step = 3; // every third byte, each with two kinds of change: the parser sees them all
      for (int i = 0; i < message.length; i += step) {
        for (int change : new int[] {1, 0x20}) {
          byte[] changed = message.clone();
          changed[i] ^= (byte) change;
          try (Reading reading = Mail.read(Octets.of(changed), PEOPLE)) {
            if (reading.verdict() instanceof Verdict.Passed) {
              String content = Mail.text(reading.content().orElseThrow());
              assertTrue(content.endsWith("\r\n\r\nswordfish\r\n"), i + ": " + content);
              assertEquals("alice@example.test", reading.from().orElseThrow().toString());
            }
          } catch (MalformedMessage e) {
            assertFalse(String.valueOf(e.getMessage()).contains("swordfish"));
          }
        }
      }
    }
  }

  @Tag("slow")
  @Test
  void truncationNeverShowsPlaintext() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    for (CryptoProfile.Name profile :
        List.of(CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN)) {
      byte[] message =
          Mail.encrypted(SMALL, profile, bob.certificate()).getBytes(StandardCharsets.US_ASCII);
      int end = message.length;
      while (message[end - 1] == '\n' || message[end - 1] == '\r' || message[end - 1] == '=') {
        end--; // without these base64 says the same
      }
      for (int length = 0; length < end; length++) {
        try (Reading reading = Mail.read(Octets.of(Arrays.copyOf(message, length)), PEOPLE, bob)) {
          assertFalse(reading.verdict() instanceof Verdict.Passed);
          boolean shows =
              reading.content().isPresent()
                  && Mail.text(reading.content().get()).contains("swordfish");
          assertFalse(shows, profile + " at " + length);
        } catch (MalformedMessage e) {
          assertTrue(length < 400, profile + " at " + length + ": " + e.getMessage());
        }
      }
    }
  }

  @Test
  void everythingThatGoesWrongWithAMatchingKeyLooksTheSame() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    byte[] message =
        Mail.encrypted(SMALL, CryptoProfile.Name.MODERN, bob.certificate())
            .getBytes(StandardCharsets.US_ASCII);
    int body = new String(message, StandardCharsets.US_ASCII).indexOf("\r\n\r\n") + 4;
    String seen = "";
    for (int i = body + 400; i < message.length - 8; i += 7) {
      byte[] changed = message.clone();
      if (changed[i] == '\r' || changed[i] == '\n') {
        continue;
      }
      changed[i] = (byte) (changed[i] == 'A' ? 'B' : 'A');
      try (Reading reading = Mail.read(Octets.of(changed), PEOPLE, bob)) {
        if (reading.opening().orElse(null) instanceof Opening.Refused refused
            && refused.findings().getFirst().code() == MessageFinding.OPENING_FAILED) {
          String said = refused.findings().toString();
          assertTrue(seen.isEmpty() || seen.equals(said), said);
          seen = said;
        } else if (reading.opening().orElse(null) instanceof Opening.Opened opened) {
          // Only what is not part of the content may change, such as a NULL that means nothing.
          assertTrue(Mail.text(opened.content()).endsWith("\r\n\r\nswordfish\r\n"), "at " + i);
        }
      }
    }
    assertFalse(seen.isEmpty());
  }

  @Test
  void aChangedSignedAndEncryptedMessageFails() throws IOException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.P_256);
    String message =
        Mail.signedAndEncrypted(
            Mail.PLAIN, ALICE, CryptoProfile.Name.COMPATIBLE, bob.certificate());
    int at = message.length() - 600;
    while (!Character.isLetter(message.charAt(at))) {
      at++;
    }
    String changed =
        message.substring(0, at)
            + (message.charAt(at) == 'A' ? 'B' : 'A')
            + message.substring(at + 1);
    try (Reading reading = Mail.read(changed, PEOPLE, bob)) {
      assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
    }
    try (Reading reading = Mail.read(message, PEOPLE, bob)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
  }
}
