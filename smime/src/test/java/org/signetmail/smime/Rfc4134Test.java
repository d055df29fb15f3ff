package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyUnwrap;
import org.signetmail.smime.internal.cms.RecipientInfo;
import org.signetmail.testkit.DeclaredExceptions;
import org.signetmail.testkit.Fixtures;

/**
 * The examples of RFC 4134, as old mail is read. Where the RFC has a signature that holds, and we
 * do not say so, the reason is declared.
 */
class Rfc4134Test {
  private static final Instant AT = Instant.parse("2005-07-01T00:00:00Z");
  private static final String NO_MESSAGE = "unsigned structure.cms-unreadable";

  /** What the RFC says of each; 3, 6 and 7 are CMS and no kind of message (RFC 8551 §2.4). */
  private static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("3.1.bin", NO_MESSAGE),
              Map.entry("3.2.bin", NO_MESSAGE),
              Map.entry("4.1.bin", "passed"),
              Map.entry("4.2.bin", "passed"),
              Map.entry("4.3.bin", "passed"),
              Map.entry("4.4.bin", "passed"),
              Map.entry("4.5.bin", "passed"),
              Map.entry("4.6.bin", "passed"),
              Map.entry("4.7.bin", "passed"),
              Map.entry("4.8.eml", "passed"),
              Map.entry("4.9.eml", "passed"),
              Map.entry("4.10.bin", "passed"),
              Map.entry("4.11.bin", "unsigned"),
              Map.entry("5.1.bin", "opened unsigned"),
              Map.entry("5.2.bin", "opened unsigned"),
              Map.entry("5.3.eml", "opened unsigned"),
              Map.entry("6.0.bin", NO_MESSAGE),
              Map.entry("7.1.bin", NO_MESSAGE),
              Map.entry("7.2.bin", NO_MESSAGE)));

  @Test
  void everyExampleComesOutAsTheRfcSaysOrAsDeclared() throws IOException {
    Map<String, String> actual = new TreeMap<>();
    for (String name : EXPECTED.keySet()) {
      try (Reading reading = read(name)) {
        actual.put(name, Foreign.outcome(reading));
      }
    }
    DeclaredExceptions.hold(Rfc4134Test.class, "/rfc4134-exceptions.tsv", EXPECTED, actual);
  }

  /** Whoever opens bare CMS gets the sentence; a reader of messages takes it for no message. */
  @ParameterizedTest
  @ValueSource(strings = {"5.1.bin", "5.2.bin"})
  void whatWasEncryptedToBobIsTheSentence(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(folder().resolve(name));
    DecryptionIdentity bob = bob();
    EnvelopeReader reader = ContentInfo.of(new ByteArrayInputStream(bytes)).envelope(2);
    RecipientInfo.Addressed info =
        reader.recipients().stream()
            .map(RecipientInfo.Addressed.class::cast)
            .filter(r -> r.recipient().matches(bob.certificate()))
            .findFirst()
            .orElseThrow();
    Jca jca = new Jca(Primitives.platform());
    byte[] key =
        new KeyUnwrap(jca, People.RANDOM)
            .unwrap(info, bob, reader.cipher().orElseThrow().keyLength());
    try (Octets opened = reader.open(key, jca, Spool.standard())) {
      assertArrayEquals(
          Files.readAllBytes(folder().resolve("ExContent.bin")), opened.toByteArray());
    }
  }

  private static Reading read(String name) throws IOException {
    Path folder = folder();
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    String from = name.matches("4\\.[25].*") ? "AliceRSA@example.com" : "AliceDSS@example.com";
    Octets message =
        switch (name) {
          case "4.3.bin" ->
              Foreign.message(from, Files.readAllBytes(folder.resolve("ExContent.bin")), bytes);
          case "4.8.eml", "4.9.eml", "5.3.eml" -> Octets.of(bytes);
          default -> Foreign.message(from, bytes);
        };
    List<Certificate> anchors =
        List.of(
            Foreign.certificate(folder.resolve("CarlRSASelf.cer")),
            Foreign.certificate(folder.resolve("CarlDSSSelf.cer")));
    return Foreign.read(message, AT, anchors, List.of(), List.of(bob()));
  }

  private static DecryptionIdentity bob() throws IOException {
    return Foreign.reader(
        folder().resolve("BobPrivRSAEncrypt.pri"),
        Foreign.certificate(folder().resolve("BobRSASignByCarl.cer")));
  }

  private static Path folder() {
    return Fixtures.data("rfc4134");
  }
}
