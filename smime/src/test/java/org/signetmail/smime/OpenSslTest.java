package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** Both ways with the {@code openssl} command of the system. */
@Tag("slow")
class OpenSslTest {
  private static final People PEOPLE = new People();

  @TempDir static Path folder;

  @BeforeAll
  static void findOpenSsl() throws IOException, InterruptedException {
    boolean isThere;
    try {
      isThere = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    Assumptions.assumeTrue(isThere, "openssl: is not on the PATH; install it to run this test");
    write("ca.pem", PEOPLE.root().pem());
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static String pem(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pkcs8)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static void keep(DecryptionIdentity reader) throws IOException {
    write("reader.pem", reader.certificate().pem());
    write("reader.key", pem(KeyPairs.pkcs8((EncryptionKey) reader.key(), SecretAccess.TOKEN)));
  }

  private static void keep(SigningIdentity signer) throws IOException {
    write("signer.pem", signer.certificate().pem());
    write("signer.key", pem(signer.key().privateKey(SecretAccess.TOKEN).getEncoded()));
  }

  /** Runs {@code openssl cms} in the folder; fails with what it said. */
  private static void cms(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl", "cms"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_256", "P_384", "P_521"})
  void verifiesAndDecryptsWhatIsMadeHere(KeyAlgorithm algorithm)
      throws IOException, InterruptedException {
    SigningIdentity alice = PEOPLE.signer("alice", algorithm);
    DecryptionIdentity bob = PEOPLE.reader("bob", algorithm);
    keep(bob);
    for (Form form : Form.values()) {
      write("signed.eml", Mail.signed(Mail.PLAIN, alice, form));
      cms("-verify", "-in", "signed.eml", "-CAfile", "ca.pem", "-out", "content");
      assertTrue(Files.readString(folder.resolve("content")).contains("swordfish"));
    }
    for (CryptoProfile.Name profile :
        List.of(CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN)) {
      write(
          "encrypted.eml", Mail.signedAndEncrypted(Mail.PLAIN, alice, profile, bob.certificate()));
      cms(
          "-decrypt",
          "-in",
          "encrypted.eml",
          "-recip",
          "reader.pem",
          "-inkey",
          "reader.key",
          "-out",
          "inner.eml");
      cms("-verify", "-in", "inner.eml", "-CAfile", "ca.pem", "-out", "content");
      String content = Files.readString(folder.resolve("content"));
      assertTrue(content.contains("hp=\"cipher\"") && content.contains("HP-Outer: Subject: [...]"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_256", "P_384"})
  void itsMessagesAreReadHere(KeyAlgorithm algorithm) throws IOException, InterruptedException {
    SigningIdentity alice = PEOPLE.signer("alice", algorithm);
    DecryptionIdentity bob = PEOPLE.reader("bob", algorithm);
    keep(alice);
    keep(bob);
    write("body", "Content-Type: text/plain\r\n\r\nswordfish\r\n");
    for (String form : List.of("-stream", "-nodetach")) {
      cms(
          "-sign",
          "-binary",
          "-crlfeol",
          form,
          "-in",
          "body",
          "-signer",
          "signer.pem",
          "-inkey",
          "signer.key",
          "-from",
          "alice@example.test",
          "-out",
          "signed.eml");
      try (Reading reading =
          Mail.read(Octets.of(Files.readAllBytes(folder.resolve("signed.eml"))), PEOPLE)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      }
      for (String cipher : List.of("-aes256", "-aes-128-cbc", "-aes-256-gcm", "-aes-128-gcm")) {
        cms(
            "-encrypt",
            "-binary",
            cipher,
            "-in",
            "signed.eml",
            "-from",
            "alice@example.test",
            "-out",
            "encrypted.eml",
            "reader.pem");
        try (Reading reading =
            Mail.read(
                Octets.of(Files.readAllBytes(folder.resolve("encrypted.eml"))), PEOPLE, bob)) {
          assertInstanceOf(Verdict.Passed.class, reading.verdict(), cipher + ": " + reading);
          assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        }
      }
    }
  }

  @Test
  void passwordsServeBothWays() throws IOException, InterruptedException {
    MessagePassword password = MessagePassword.of("swordfish".toCharArray());
    MessageEncrypter.Options compatible =
        new MessageEncrypter.Options(
            MessageSigner.HeaderProtection.OFF, CryptoProfile.of(CryptoProfile.Name.COMPATIBLE));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(List.of(), List.of(password), compatible, Evidence.NONE)
        .encrypt(Mail.octets(Mail.PLAIN), People.RANDOM, out);
    write("ours.eml", out.toString(StandardCharsets.ISO_8859_1));
    cms("-decrypt", "-in", "ours.eml", "-pwri_password", "swordfish", "-out", "content");
    assertTrue(Files.readString(folder.resolve("content")).contains("=46rom here on"));
    write("body", "Content-Type: text/plain\r\n\r\nswordfish\r\n");
    for (String cipher : List.of("-aes256", "-aes-128-cbc")) {
      cms(
          "-encrypt",
          "-binary",
          cipher,
          "-in",
          "body",
          "-from",
          "alice@example.test",
          "-pwri_password",
          "swordfish",
          "-out",
          "theirs.eml");
      MessageReader reader =
          new MessageReader(
                  List.of(), PEOPLE.trust(), Spool.standard(), MessageReader.Options.standard())
              .opening(List.of(password));
      Octets theirs = Octets.of(Files.readAllBytes(folder.resolve("theirs.eml")));
      try (Reading reading = reader.read(theirs, People.NOW)) {
        assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
        assertTrue(Mail.text(reading.content().orElseThrow()).contains("swordfish"));
      }
    }
  }

  @Test
  void tripleDesIsReadOnlyUnderTheProfileForOldMail() throws IOException, InterruptedException {
    DecryptionIdentity bob = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
    keep(bob);
    write("body", "Content-Type: text/plain\r\n\r\nswordfish\r\n");
    cms(
        "-encrypt",
        "-binary",
        "-des3",
        "-in",
        "body",
        "-from",
        "alice@example.test",
        "-out",
        "old.eml",
        "reader.pem");
    Octets old = Octets.of(Files.readAllBytes(folder.resolve("old.eml")));
    try (Reading reading = Mail.read(old, PEOPLE, bob)) {
      assertInstanceOf(Opening.Refused.class, reading.opening().orElseThrow());
      assertTrue(Mail.finds(reading, MessageFinding.CONTENT_ALGORITHM));
    }
    MessageReader legacy =
        new MessageReader(
            List.of(bob),
            PEOPLE.trust(),
            Spool.standard(),
            new MessageReader.Options(
                CryptoProfile.of(CryptoProfile.Name.LEGACY_READ), Budget.STANDARD));
    try (Reading reading = legacy.read(old, People.NOW)) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
    }
  }

  @Test
  void receiptsServeBothWays() throws IOException, InterruptedException {
    SigningIdentity alice = PEOPLE.signer("alice", KeyAlgorithm.P_256);
    SigningIdentity bob = PEOPLE.signer("bob", KeyAlgorithm.RSA_2048);
    Mailbox alices = Mailbox.of("alice@example.test");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.signer(alice, Form.OPAQUE)
        .asking(ReceiptRequest.everybody(alices, People.RANDOM))
        .sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
    Octets sent = Octets.of(out.toByteArray());
    write("sent.eml", Mail.text(sent));
    keep(bob);
    cms(
        "-sign_receipt",
        "-in",
        "sent.eml",
        "-signer",
        "signer.pem",
        "-inkey",
        "signer.key",
        "-out",
        "receipt.eml");
    Octets theirs = Octets.of(Files.readAllBytes(folder.resolve("receipt.eml")));
    Verdict verdict =
        new ReceiptCheck(List.of(), PEOPLE.trust(), MessageReader.Options.standard())
            .check(sent, theirs, People.NOW);
    assertInstanceOf(Verdict.Passed.class, verdict, verdict.toString());

    keep(alice);
    write("body", "Content-Type: text/plain\r\n\r\nswordfish\r\n");
    cms(
        "-sign",
        "-in",
        "body",
        "-signer",
        "signer.pem",
        "-inkey",
        "signer.key",
        "-from",
        "alice@example.test",
        "-receipt_request_all",
        "-receipt_request_to",
        "alice@example.test",
        "-out",
        "theirs.eml");
    Octets asking = Octets.of(Files.readAllBytes(folder.resolve("theirs.eml")));
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    try (Reading reading = Mail.read(asking, PEOPLE)) {
      ReceiptAsked asked = reading.receiptAsked().orElseThrow();
      ReceiptAsked.Decision decision = asked.decision(List.of(Mailbox.of("bob@example.test")));
      ReceiptAsked.Decision.Due due = assertInstanceOf(ReceiptAsked.Decision.Due.class, decision);
      assertEquals(List.of(alices), due.to());
      new ReceiptMaker(Mail.signer(bob, Form.OPAQUE))
          .make(asked, due, People.NOW, People.RANDOM, made);
    }
    write("ours.eml", made.toString(StandardCharsets.ISO_8859_1));
    cms("-verify_receipt", "ours.eml", "-in", "theirs.eml", "-CAfile", "ca.pem", "-out", "nothing");
  }
}
