package org.signetmail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.MessageSigner.HeaderProtection;

/** Messages for tests, made and read in one call. */
final class Mail {
  static final String PLAIN =
      """
      From: Alice <alice@example.test>
      To: Bob <bob@example.test>
      Subject: the plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@example.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße, Bob.\s
      From here on it is secret: swordfish
      """
          .replace("\n", "\r\n");

  private Mail() {}

  static Octets octets(String message) {
    return Octets.of(message.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Octets octets) throws IOException {
    return new String(octets.toByteArray(), StandardCharsets.UTF_8);
  }

  static CryptoProfile profile(CryptoProfile.Name name) {
    return CryptoProfile.of(name);
  }

  static MessageSigner signer(SigningIdentity identity, Form form) {
    return new MessageSigner(
        identity,
        new MessageSigner.Options(form, HeaderProtection.ON, profile(CryptoProfile.Name.AUTO)));
  }

  static MessageEncrypter encrypter(CryptoProfile.Name profile, Certificate... to) {
    return new MessageEncrypter(
        List.of(to), new MessageEncrypter.Options(HeaderProtection.ON, profile(profile)));
  }

  static String signed(String message, SigningIdentity identity, Form form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    signer(identity, form).sign(octets(message), People.NOW, People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static String encrypted(String message, CryptoProfile.Name profile, Certificate... to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encrypter(profile, to).encrypt(octets(message), People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static String signedAndEncrypted(
      String message, SigningIdentity identity, CryptoProfile.Name profile, Certificate... to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageProtector(signer(identity, Form.MULTIPART_SIGNED), encrypter(profile, to))
        .protect(octets(message), People.NOW, People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static Reading read(String message, People people, DecryptionIdentity... keys)
      throws IOException {
    return read(octets(message), people, keys);
  }

  static Reading read(Octets message, People people, DecryptionIdentity... keys)
      throws IOException {
    return new MessageReader(
            List.of(keys), people.trust(), Spool.standard(), MessageReader.Options.standard())
        .read(message, People.NOW);
  }

  static boolean finds(Reading reading, MessageFinding code) {
    return reading.findings().stream().map(Finding::code).anyMatch(c -> c == code);
  }
}
