package org.signetmail.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Budget;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.EncryptedAttachment;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.MessageSigner.HeaderProtection;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/**
 * Reads any octets as a message. Alice signed the seeds and nothing else: whatever comes out as
 * passed must say exactly what she said.
 */
final class Messages {
  static final Map<String, byte[]> SEEDS = seeds();

  private static final MessageReader READER =
      new MessageReader(
          List.of(Parties.BOB, Parties.CAROL),
          Parties.trust(RevocationEvidence.NONE),
          Spool.standard(),
          MessageReader.Options.standard());
  private static final Set<String> SAID = said();

  private static final String FIELDS =
      """
      From: alice@example.test
      To: bob@example.test
      Subject: the plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      MIME-Version: 1.0
      """;

  private Messages() {}

  static void read(byte[] input) {
    try (Reading reading = READER.read(Octets.of(input), Parties.NOW)) {
      if (reading.verdict() instanceof Verdict.Passed) {
        requireSaid(reading);
      }
      requireShown(reading);
    } catch (MalformedMessage e) {
      requireOneLine(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is encrypted within a mail is a view of it, and is read as any message. */
  static void findAttached(byte[] input) {
    try {
      Optional<Octets> found = EncryptedAttachment.of(Octets.of(input), Budget.STANDARD);
      if (found.isPresent()) {
        try (Reading reading = READER.read(found.get(), Parties.NOW)) {
          requireShown(reading);
        }
      }
    } catch (MalformedMessage e) {
      requireOneLine(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void readCms(byte[] input) {
    read(around(input));
  }

  /** Signs the input as it is, without looking at it, and reads that. */
  static void readProtected(byte[] input) {
    try (Reading reading = READER.read(Octets.of(signed(input)), Parties.NOW)) {
      boolean hides = reading.subject().contains("\n") || reading.subject().contains("\r");
      if (hides) {
        throw new AssertionError("a subject of several lines: " + reading.subject());
      }
      Optional<Mailbox> from = reading.from();
      if (reading.verdict() instanceof Verdict.Passed
          && !from.equals(Optional.of(Mailbox.of("alice@example.test")))) {
        throw new AssertionError("passed for " + from + ", and Alice signed");
      }
      requireShown(reading);
    } catch (MalformedMessage e) {
      requireOneLine(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, byte[]> cmsSeeds() {
    Map<String, byte[]> seeds = Target.sorted();
    SEEDS.forEach((name, message) -> {
      String text = new String(message, StandardCharsets.UTF_8);
      int body = text.indexOf("\r\n\r\n") + 4;
      if (text.contains("application/pkcs7-mime")) {
        seeds.put(name, Base64.getMimeDecoder().decode(text.substring(body)));
      }
    });
    return seeds;
  }

  static Map<String, byte[]> protectedSeeds() {
    Map<String, byte[]> seeds = Target.sorted();
    seeds.put("clear", lines(FIELDS + "Content-Type: text/plain; hp=\"clear\"\n\nHello\n"));
    seeds.put(
        "cipher",
        lines(
            FIELDS
                + "HP-Outer: Subject: [...]\nHP-Outer: From: alice@example.test\n"
                + "Content-Type: text/plain; hp=\"cipher\"; hp-legacy-display=\"1\"\n\n"
                + "Subject: the plan\n\nHello\n"));
    seeds.put(
        "wrapped",
        lines("Content-Type: message/rfc822\n\n" + FIELDS + "Content-Type: text/plain\n\nHello\n"));
    seeds.put(
        "old",
        lines(
            FIELDS
                + "Content-Type: multipart/mixed; boundary=b; protected-headers=\"v1\"\n\n"
                + "--b\nContent-Type: text/rfc822-headers\n\nSubject: the plan\n\n"
                + "--b\nContent-Type: text/plain\n\nHello\n--b--\n"));
    return seeds;
  }

  private static void requireSaid(Reading reading) throws IOException {
    if (!reading.from().equals(Optional.of(Mailbox.of("alice@example.test")))) {
      throw new AssertionError("passed for " + reading.from() + ", and Alice signed");
    }
    String content = text(reading);
    if (!SAID.contains(content)) {
      throw new AssertionError("passed, and Alice never said: " + content);
    }
  }

  /** What a window or a log would ask of it. */
  private static void requireShown(Reading reading) throws IOException {
    reading.findings().forEach(finding -> requireNoLineEnds(finding.detail()));
    reading.signers().forEach(signer -> requireNoLineEnds(signer.issuerAndSerial()));
    if (reading.content().isPresent()) {
      reading.content().get().toByteArray();
    }
    if (reading.toString().isEmpty()) {
      throw new AssertionError("nothing to show");
    }
  }

  static void requireOneLine(IOException e) {
    requireNoLineEnds(String.valueOf(e.getMessage()));
  }

  private static void requireNoLineEnds(String text) {
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new AssertionError("more than one line: " + text);
    }
  }

  /**
   * Without the difference of line ends, which a canonical form does not have (RFC 8551 §3.1.1).
   */
  private static String text(Reading reading) throws IOException {
    byte[] octets = reading.content().orElseThrow().toByteArray();
    return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }

  private static Set<String> said() {
    Set<String> said = new HashSet<>();
    SEEDS.forEach((name, message) -> {
      try (Reading reading = READER.read(Octets.of(message), Parties.NOW)) {
        if (reading.verdict() instanceof Verdict.Passed) {
          said.add(text(reading));
        } else if (name.startsWith("signed")) {
          throw new IllegalStateException(name + ": " + reading);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return said;
  }

  static Map<String, byte[]> attachedSeeds() {
    Map<String, byte[]> seeds = Target.sorted();
    SEEDS.forEach((name, message) -> {
      if (name.startsWith("encrypted")) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String part = text.substring(text.indexOf("Content-Type:"));
        String mixed =
            FIELDS.replace("\n", "\r\n")
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\nwords\r\n--b\r\n"
                + part
                + "\r\n--b--\r\n";
        seeds.put("mixed-" + name, mixed.getBytes(StandardCharsets.ISO_8859_1));
      }
    });
    seeds.put("cms", new byte[] {0x30, (byte) 0x80, 0, 0});
    return seeds;
  }

  private interface Maker {
    void make(Octets message, OutputStream out) throws IOException;
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    byte[] plain = lines(FIELDS + "Content-Type: text/plain\n\nHello Bob\n");
    seeds.put("plain", plain);
    for (Form form : Form.values()) {
      String name = "signed-" + form.name().toLowerCase(Locale.ROOT);
      seeds.put(
          name, made(plain, (in, out) -> signer(form).sign(in, Parties.NOW, Parties.RANDOM, out)));
    }
    for (CryptoProfile.Name profile :
        List.of(CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN)) {
      seeds.put(
          "encrypted-" + profile.word(),
          made(plain, (in, out) -> encrypter(profile).encrypt(in, Parties.RANDOM, out)));
      seeds.put(
          "signed-encrypted-" + profile.word(),
          made(
              plain,
              (in, out) ->
                  new MessageProtector(signer(Form.MULTIPART_SIGNED), encrypter(profile))
                      .protect(in, Parties.NOW, Parties.RANDOM, out)));
    }
    return seeds;
  }

  private static byte[] made(byte[] message, Maker maker) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      maker.make(Octets.of(message), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static MessageSigner signer(Form form) {
    return new MessageSigner(
        Parties.ALICE,
        new MessageSigner.Options(
            form, HeaderProtection.ON, CryptoProfile.of(CryptoProfile.Name.AUTO)));
  }

  private static MessageEncrypter encrypter(CryptoProfile.Name profile) {
    return new MessageEncrypter(
        List.of(Parties.BOB.certificate(), Parties.CAROL.certificate()),
        new MessageEncrypter.Options(HeaderProtection.ON, CryptoProfile.of(profile)));
  }

  private static byte[] signed(byte[] entity) {
    String between = "--=_between";
    String header = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      byte[] signature =
          DetachedSignature.sign(new ByteArrayInputStream(entity), Parties.ALICE, Parties.NOW);
      out.write(lines(FIELDS + header + " micalg=sha-256; boundary=\"=_between\"\n\n"));
      out.write(lines(between + "\n"));
      out.write(entity);
      out.write(lines("\n" + between + "\nContent-Type: application/pkcs7-signature\n"));
      out.write(lines("Content-Transfer-Encoding: base64\n\n"));
      out.write(Base64.getMimeEncoder().encode(signature));
      out.write(lines("\n" + between + "--\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] around(byte[] cms) {
    String message =
        FIELDS
            + "Content-Type: application/pkcs7-mime; smime-type=signed-data\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(cms)
            + "\n";
    return lines(message);
  }

  private static byte[] lines(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
