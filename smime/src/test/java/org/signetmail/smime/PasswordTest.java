package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.CryptoProfile.Name;
import org.signetmail.smime.MessageSigner.HeaderProtection;

/** Messages to somebody who has no certificate and was told a password (RFC 5652 §6.2.4). */
class PasswordTest {
  private static final People PEOPLE = new People();
  private static final MessagePassword RIGHT = MessagePassword.of("correct hörse".toCharArray());
  private static final MessagePassword WRONG = MessagePassword.of("battery".toCharArray());

  private static String encrypted(Name profile, List<Certificate> to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            to,
            List.of(RIGHT),
            new MessageEncrypter.Options(HeaderProtection.ON, CryptoProfile.of(profile)),
            Evidence.NONE)
        .encrypt(Mail.octets(Mail.PLAIN), People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static MessageReader reader(Budget budget, DecryptionIdentity... keys) {
    return new MessageReader(
        List.of(keys),
        PEOPLE.trust(),
        Spool.standard(),
        new MessageReader.Options(CryptoProfile.of(Name.AUTO), budget));
  }

  @Test
  void thePasswordOpensItAndNothingElseDoes() throws IOException {
    for (Name profile : List.of(Name.AUTO, Name.MODERN)) {
      String message = encrypted(profile, List.of());
      MessageReader reader = reader(Budget.STANDARD);
      try (Reading reading =
          reader.opening(List.of(WRONG, RIGHT)).read(Mail.octets(message), People.NOW)) {
        Opening.Opened opened =
            assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        assertTrue(opened.openedBy().isEmpty());
        assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
      }
      try (Reading reading =
          reader.opening(List.of(WRONG)).read(Mail.octets(message), People.NOW)) {
        assertInstanceOf(Opening.Refused.class, reading.opening().orElseThrow());
        assertTrue(Mail.finds(reading, MessageFinding.OPENING_FAILED));
      }
      try (Reading reading = reader.read(Mail.octets(message), People.NOW)) {
        assertInstanceOf(Opening.NotForUs.class, reading.opening().orElseThrow());
        String detail = reading.findings().getFirst().detail();
        assertTrue(detail.contains("1 recipient,"), detail);
        assertTrue(detail.endsWith("; a password opens it"), detail);
      }
    }
  }

  @Test
  void recipientsOfEveryKindShareOneMessage() throws IOException {
    List<DecryptionIdentity> all =
        List.of(
            PEOPLE.reader("rsa", KeyAlgorithm.RSA_2048),
            PEOPLE.reader("ec", KeyAlgorithm.P_521),
            PEOPLE.reader("x", KeyAlgorithm.X448),
            PEOPLE.reader("kem", KeyAlgorithm.ML_KEM_512));
    String message =
        encrypted(Name.MODERN, all.stream().map(DecryptionIdentity::certificate).toList());
    for (DecryptionIdentity one : all) {
      try (Reading reading = reader(Budget.STANDARD, one).read(Mail.octets(message), People.NOW)) {
        Opening.Opened opened =
            assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        assertEquals(5, opened.recipients());
        assertEquals(one.certificate(), opened.openedBy().orElseThrow());
      }
    }
    try (Reading reading =
        reader(Budget.STANDARD).opening(List.of(RIGHT)).read(Mail.octets(message), People.NOW)) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
    }
  }

  private static Budget iterations(int most) {
    Budget s = Budget.STANDARD;
    return new Budget(
        s.cryptoLayers(),
        s.mimeParts(),
        s.mimeDepth(),
        s.recipients(),
        s.certificates(),
        s.headerBytes(),
        s.inflatedBytes(),
        s.inflateRatio(),
        most);
  }

  @Test
  void derivationCostsNoMoreThanTheBudget() throws IOException {
    String message = encrypted(Name.MODERN, List.of());
    try (Reading reading =
        reader(iterations(599_999))
            .opening(List.of(RIGHT))
            .read(Mail.octets(message), People.NOW)) {
      assertInstanceOf(Opening.Refused.class, reading.opening().orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.BUDGET));
    }
    try (Reading reading = // enough for the first
        reader(iterations(600_000))
            .opening(List.of(RIGHT, WRONG))
            .read(Mail.octets(message), People.NOW)) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
    }
  }

  @Test
  void aPasswordIsNotPrintedAndNotEmpty() {
    assertFalse(RIGHT.toString().contains("correct"));
    assertThrows(IllegalArgumentException.class, () -> MessagePassword.of(new char[0]));
  }
}
