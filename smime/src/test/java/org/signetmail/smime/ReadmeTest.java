package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;

/** The example of the README is this one, and it works. */
class ReadmeTest {
  @Test
  void theExampleWorks() throws IOException {
    People people = new People();
    SigningIdentity alice = people.signer("alice", KeyAlgorithm.P_256);
    DecryptionIdentity bob = people.reader("bob", KeyAlgorithm.P_256);
    Certificate bobsCertificate = bob.certificate();
    PathValidator.Context trust = people.trust();
    Instant now = People.NOW;
    SecureRandom random = People.RANDOM;
    Octets message = Mail.octets(Mail.PLAIN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // Sign and encrypt: the signature inside, the header fields protected, Subject hidden outside.
    MessageSigner signer = new MessageSigner(alice, MessageSigner.Options.standard());
    MessageEncrypter encrypter =
        new MessageEncrypter(List.of(bobsCertificate), MessageEncrypter.Options.standard());
    new MessageProtector(signer, encrypter).protect(message, now, random, out);

    Octets received = Octets.of(out.toByteArray());
    // Open and judge.
    MessageReader reader =
        new MessageReader(List.of(bob), trust, Spool.standard(), MessageReader.Options.standard());
    try (Reading reading = reader.read(received, now)) {
      String line =
          switch (reading.verdict()) {
            case Verdict.Passed passed -> "from " + passed.signer().certificate().displayName();
            case Verdict.Failed failed ->
                "forged or broken: " + failed.findings().getFirst().line();
            case Verdict.Indeterminate unknown ->
                "cannot say: " + unknown.findings().getFirst().line();
            case Verdict.Unsigned unsigned -> "not signed";
          };
      assertEquals("from alice", line);
    }
  }

  @Test
  void theExampleIsTheOneOfTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```java\n") + 8;
    String example = readme.substring(start, readme.indexOf("```", start));
    String test =
        Files.readString(Path.of("src/test/java/org/signetmail/smime/ReadmeTest.java"))
            .replaceAll("\\s+", " ");
    for (String statement : example.replaceAll("\\s+", " ").split(";")) {
      assertTrue(test.contains(statement.strip()), statement);
    }
  }
}
