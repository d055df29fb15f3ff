package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;
import static org.signetmail.smtp.House.DAVE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;
import org.signetmail.smime.Spool;

/** One message to several of our people is decrypted once, where one key opens it for all. */
class SharedReadingTest {
  private static final String PLAIN =
      """
      From: peter@partner.test
      To: bob@example.test, carol@example.test
      Subject: plan
      Content-Type: text/plain

      at noon
      """
          .replace("\n", "\r\n");

  private final House house = new House(BOB, CAROL, DAVE);
  private final MessageReader reader =
      new MessageReader(
          List.of(), house.trust(), Spool.standard(), MessageReader.Options.standard());

  @ParameterizedTest
  @EnumSource(names = {"COMPATIBLE", "MODERN"})
  void theSameKeyOpensItForAll(CryptoProfile.Name profile) throws IOException {
    Octets message = encrypted(profile, PLAIN, BOB, CAROL);
    try (SharedReading shared = reader.shared(message, Instant.now())) {
      Reading bob = shared.with(List.of(key(BOB)));
      Reading carol = shared.with(List.of(key(CAROL)));
      assertSame(bob.opened().orElseThrow(), carol.opened().orElseThrow());
      assertEquals(Optional.of(key(BOB).certificate()), openedBy(bob));
      assertEquals(Optional.of(key(CAROL).certificate()), openedBy(carol));
      assertTrue(text(carol).contains("at noon"));
      Reading dave = shared.with(List.of(key(DAVE)));
      assertInstanceOf(Opening.NotForUs.class, dave.opening().orElseThrow());
      assertTrue(text(shared.with(List.of(key(BOB), key(DAVE)))).contains("at noon"));
    }
  }

  @Test
  void whoseKeyComesToAnotherReadsWhatThatOneOpens() throws IOException {
    String message = text(encrypted(CryptoProfile.Name.MODERN, PLAIN, BOB, CAROL));
    Octets changed = Octets.of(octets(withBrokenKeyFor(message, key(CAROL))));
    try (SharedReading shared = reader.shared(changed, Instant.now())) {
      assertTrue(text(shared.with(List.of(key(BOB)))).contains("at noon"));
      Reading carol = shared.with(List.of(key(CAROL)));
      assertInstanceOf(Opening.Refused.class, carol.opening().orElseThrow());
      assertTrue(carol.opened().isEmpty());
    }
    try (SharedReading shared = reader.shared(changed, Instant.now())) {
      assertTrue(shared.with(List.of(key(CAROL))).opened().isEmpty());
      assertTrue(text(shared.with(List.of(key(BOB)))).contains("at noon"));
    }
  }

  @Test
  void whatIsEncryptedAgainInsideIsReadForEachAlone() throws IOException {
    Octets inner = encrypted(CryptoProfile.Name.MODERN, PLAIN, CAROL);
    Octets message = encrypted(CryptoProfile.Name.MODERN, text(inner), BOB, CAROL);
    try (SharedReading shared = reader.shared(message, Instant.now())) {
      Reading bob = shared.with(List.of(key(BOB)));
      Reading carol = shared.with(List.of(key(CAROL)));
      assertNotSame(bob, carol);
      assertInstanceOf(Opening.NotForUs.class, bob.opening().orElseThrow());
      assertTrue(text(carol).contains("at noon"));
    }
  }

  private static Optional<?> openedBy(Reading reading) {
    return assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow()).openedBy();
  }

  private DecryptionIdentity key(Mailbox mailbox) {
    return Objects.requireNonNull(house.readers.get(mailbox));
  }

  private Octets encrypted(CryptoProfile.Name profile, String message, Mailbox... to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(to).stream().map(one -> key(one).certificate()).toList(),
            new MessageEncrypter.Options(
                MessageSigner.HeaderProtection.OFF, CryptoProfile.of(profile)))
        .encrypt(Octets.of(octets(message)), house.random, out);
    return Octets.of(out.toByteArray());
  }

  /** A bit of the wrapped key falls over that stands behind the recipient's name. */
  private static String withBrokenKeyFor(String message, DecryptionIdentity recipient) {
    int end = message.indexOf("\r\n\r\n") + 4;
    byte[] cms = Base64.getMimeDecoder().decode(message.substring(end));
    String all = new String(cms, StandardCharsets.ISO_8859_1);
    String serial =
        new String(recipient.certificate().serial().toByteArray(), StandardCharsets.ISO_8859_1);
    int at = all.indexOf(serial) + serial.length();
    assertTrue(at > serial.length(), "names its recipients by serial");
    cms[at + 20] ^= 1; // within the 40 octets of the wrapped key (RFC 3394)
    return message.substring(0, end) + Base64.getMimeEncoder().encodeToString(cms) + "\r\n";
  }

  private static String text(Reading reading) throws IOException {
    return text(reading.opened().orElseThrow());
  }

  private static String text(Octets octets) throws IOException {
    return new String(octets.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
