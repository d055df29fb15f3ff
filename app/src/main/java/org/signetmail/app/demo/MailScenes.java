package org.signetmail.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;

/**
 * Scenes with mail: written, protected on its way, read. Each checks what it says, and fails when
 * it is not so.
 */
final class MailScenes {
  private final Stage stage;

  MailScenes(Stage stage) {
    this.stage = stage;
  }

  /** Sends a letter over SMTP to the gateway, and gives the copy that arrived. */
  Path send(byte[] letter, Cast from, Cast to, String name) throws IOException {
    int before = stage.sink().messages(to.mailbox()).size();
    Envelope envelope =
        new Envelope(
            Optional.of(from.mailbox()),
            List.of(new Envelope.Recipient(to.mailbox(), List.of())),
            List.of());
    int port = stage.services().smtpOutboundPort();
    Map<Mailbox, Answer> answers;
    try (RelayClient client =
            new RelayClient(RelaySettings.plain("127.0.0.1", port, "laptop.example.test"));
        Octets message = Octets.of(letter)) {
      answers = client.send(envelope, message);
    }
    List<Path> arrived = stage.sink().messages(to.mailbox());
    check(
        answers.values().stream().allMatch(a -> a.kind() == Answer.Kind.ACCEPTED),
        "the gateway answered " + answers.values());
    check(arrived.size() == before + 1, "250 was said, and the next hop does not have the mail");
    return stage.keep("mail/" + name, Files.readAllBytes(arrived.getLast()));
  }

  /** What a person signs at home with the own key, before any server sees it. */
  byte[] signedAtHome(Cast person, byte[] letter) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageSigner.Options options =
        new MessageSigner.Options(
            MessageSigner.Form.MULTIPART_SIGNED,
            MessageSigner.HeaderProtection.ON,
            CryptoProfile.of(CryptoProfile.Name.AUTO));
    new MessageSigner(person.keys().signing(), options)
        .sign(Octets.of(letter), now(), stage.organization().random(), out);
    return out.toByteArray();
  }

  /** A person reads a message and it holds. */
  String passes(Cast reader, Path mail, String text) throws IOException {
    try (Reading reading = read(reader.decryption(), mail)) {
      check(
          reading.verdict() instanceof Verdict.Passed,
          "verdict " + reading.verdict().word() + ": " + lines(reading.findings()));
      Verdict.Passed passed = (Verdict.Passed) reading.verdict();
      check(reading.opening().orElse(null) instanceof Opening.Opened, "it was not even encrypted");
      Opening.Opened opened = (Opening.Opened) reading.opening().orElseThrow();
      check(contentOf(reading).contains(text), "the text is not what was written");
      Certificate signer = passed.signer().certificate();
      return "passed: from "
          + reading.from().orElseThrow()
          + ", subject '"
          + reading.subject()
          + "'\nsigned "
          + (signer.isSeal() ? "with the organisation's seal" : "with the person's own key")
          + ", "
          + passed.signer().algorithm()
          + "; encrypted with "
          + opened.algorithm()
          + "\npath "
          + passed.signer().path().certificates().stream()
              .map(Certificate::displayName)
              .collect(Collectors.joining(" → "));
    }
  }

  /** The same message with one byte changed does not pass, and nothing of it is shown. */
  String failsWhenChanged(Cast reader, Path mail) throws IOException {
    byte[] changed = Files.readAllBytes(mail);
    int at = changed.length * 2 / 3;
    while (!Character.isLetter(changed[at]) || changed[at] == 'z' || changed[at] == 'Z') {
      at++;
    }
    changed[at]++;
    Path copy = stage.keep("mail/changed-on-the-way.eml", changed);
    try (Reading reading = read(reader.decryption(), copy)) {
      boolean isNotOpened = // where the byte left no message inside, nothing is shown at all
          reading.opening().orElse(null) instanceof Opening.Refused && reading.content().isEmpty();
      check(
          reading.verdict() instanceof Verdict.Failed || isNotOpened,
          "byte " + at + " was changed, and the verdict is " + reading.verdict().word());
      return (isNotOpened ? "not opened" : "failed")
          + ", byte "
          + at
          + " of "
          + changed.length
          + " changed:\n"
          + firstError(reading);
    }
  }

  String isNotFor(Cast stranger, Path mail) throws IOException {
    try (Reading reading = read(stranger.decryption(), mail)) {
      check(
          reading.opening().orElse(null) instanceof Opening.NotForUs && reading.content().isEmpty(),
          stranger.name() + " could open it");
      return "not for " + stranger.name() + ": none of her keys is a recipient";
    }
  }

  private Reading read(List<DecryptionIdentity> keys, Path mail) throws IOException {
    MessageReader reader =
        new MessageReader(
            keys,
            stage.organization().trust(RevocationChecking.REQUIRED),
            Spool.standard(),
            MessageReader.Options.standard());
    return reader.read(Octets.of(Files.readAllBytes(mail)), now());
  }

  private Instant now() {
    return stage.organization().now();
  }

  private static String contentOf(Reading reading) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reading.content().orElseThrow().writeTo(out);
    return out.toString(UTF_8);
  }

  private static String firstError(Reading reading) {
    return reading.findings().stream()
        .filter(Finding::isError)
        .findFirst()
        .map(f -> f.code().code() + ": " + f.line())
        .orElseThrow();
  }

  private static String lines(List<Finding> findings) {
    return findings.stream().map(Finding::line).collect(Collectors.joining(" | "));
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
