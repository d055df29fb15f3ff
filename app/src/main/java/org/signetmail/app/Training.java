package org.signetmail.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;

/**
 * What the build runs once to learn which classes a start needs (the AOT cache): each message
 * command on a small message, with the kinds of key that people have. Nothing of it is kept.
 */
public final class Training {
  private static final char[] PASSWORD = "training".toCharArray();
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /** One moment for all certificates: made later, one would outlive its issuer. */
  private final Instant start = Instant.now();

  private final List<String> failures = new ArrayList<>();

  private Training(Path folder) {
    this.folder = folder;
  }

  /** Exits with 1 when a command did not end as it should, so that the build can say so. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("signet-training");
    PrintStream terminal = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    var training = new Training(folder);
    try {
      training.commands("p256", KeyAlgorithm.P_256);
      training.commands("rsa", KeyAlgorithm.RSA_2048);
    } finally {
      remove(folder);
    }
    training.failures.forEach(terminal::println);
    terminal.flush();
    System.exit(training.failures.isEmpty() ? 0 : 1);
  }

  private void commands(String name, KeyAlgorithm algorithm) throws IOException {
    SigningKey rootKey = KeyPairs.signing(KeyAlgorithm.P_384, RANDOM);
    Certificate root =
        CertificateSigner.selfSign(tbs(Kind.ROOT, rootKey.publicKey(), List.of()), rootKey);
    var authority = new CertificateSigner(new SigningIdentity(rootKey, List.of(root)));
    SigningKey issuingKey = KeyPairs.signing(KeyAlgorithm.P_256, RANDOM);
    Certificate issuing = signed(authority, Kind.ISSUING, issuingKey.publicKey(), List.of());
    var issuer = new CertificateSigner(new SigningIdentity(issuingKey, List.of(issuing)));
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    Certificate certificate = signed(issuer, Kind.PERSON_SIGNING, key.publicKey(), List.of(ALICE));
    EncryptionKey readingKey = KeyPairs.encryption(algorithm, RANDOM);
    Certificate reading =
        signed(issuer, Kind.PERSON_ENCRYPTION, readingKey.publicKey(), List.of(ALICE));

    String keys = file(name + ".p12");
    var signer = new SigningIdentity(key, List.of(certificate, issuing));
    var reader = new DecryptionIdentity(readingKey, reading);
    Files.write(Path.of(keys), KeyFile.write(signer, List.of(reader), PASSWORD));
    String password = text("password", "training\n");
    String trust = text(name + "-root.pem", pem(root));
    String recipient = text(name + ".pem", pem(reading));
    String mail =
        text(
            "mail.eml",
            """
            From: Alice Example <alice@example.test>
            To: alice@example.test
            Subject: Training
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            A small message.
            """
                .replace("\n", "\r\n"));

    String plain = file("plain.eml");
    String clear = file("signed.eml");
    String opaque = file("opaque.eml");
    String secret = file("secret.eml");
    run(0, "sign", "--key", keys, "--password-file", password, "-o", clear, mail);
    run(0, "sign", "--key", keys, "--password-file", password, "--opaque", "-o", opaque, mail);
    run(0, "verify", "--trust", trust, clear);
    run(0, "verify", "--trust", trust, "--json", clear);
    run(0, "verify", "--trust", trust, "--json", opaque);
    run(0, "inspect", clear);
    run(0, "inspect", "--json", clear);
    for (String profile : List.of("compatible", "modern")) {
      run(0, "encrypt", "--to", recipient, "--profile", profile, "-o", secret, clear);
      run(0, "decrypt", "--key", keys, "--password-file", password, "-o", plain, secret);
      run(
          0,
          "open",
          "--key",
          keys,
          "--password-file",
          password,
          "--trust",
          trust,
          "--json",
          secret);
    }
    run(5, "verify", "--trust", trust, text("not.eml", "not a message"));
    run(0, "--help");
  }

  private void run(int expected, String... command) {
    var errors = new ByteArrayOutputStream();
    int status = Main.run(command, new PrintStream(errors, true, StandardCharsets.UTF_8));
    if (status != expected) {
      failures.add(
          "signet " + String.join(" ", command) + "\n  exit code " + status + ": " + errors);
    }
  }

  private Certificate signed(
      CertificateSigner signer, Kind kind, PublicKey key, List<Mailbox> mailboxes) {
    return switch (signer.sign(tbs(kind, key, mailboxes))) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new IllegalStateException(refused.findings().toString());
    };
  }

  private ToBeSigned tbs(Kind kind, PublicKey key, List<Mailbox> mailboxes) {
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        ToBeSigned.randomSerial(RANDOM),
        new ToBeSigned.SubjectName("Training " + kind, Optional.of("Training")),
        key,
        start.minus(Duration.ofDays(1)),
        start.plus(Duration.ofDays(1)),
        mailboxes,
        List.of(),
        Optional.of("http://pki.example.test/authority.crl"),
        Optional.of("http://pki.example.test/authority.cer"),
        Optional.empty());
  }

  private static String pem(Certificate certificate) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.encoded());
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }

  private String text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
