package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/** Cosignatures, made here by hand after C2SP tlog-cosignature and held against {@link Witness}. */
class WitnessTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String NAME = "witness.example/w1";
  private static final NoteSigner LOG =
      NoteSigner.of("log.example", NoteSigner.generate(new SecureRandom()));
  private static final SignedNote NOTE =
      LOG.sign(new Checkpoint("log.example", 7, MerkleTree.leafHash(new byte[] {1})).text());

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "ML-DSA-44"})
  void whatAWitnessSignedIsBelievedWithItsTime(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    Witness witness = Witness.parse(Witness.of(NAME, pair.getPublic()).vkey());
    SignedNote cosigned = NOTE.signedAlsoBy(line(pair, NAME, NOW.getEpochSecond(), NOTE.text()));

    Cosignature verified = believed(witness, SignedNote.parse(cosigned.format()));
    assertEquals(NOW, verified.at());
    assertEquals(NAME, verified.witness());
    assertInstanceOf(Verified.class, Checkpoint.open(cosigned, LOG.verifier()), "ours still holds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "ML-DSA-44"})
  void anotherTimeCheckpointOrNameIsNotBelieved(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    Witness witness = Witness.of(NAME, pair.getPublic());
    NoteSignature line = line(pair, NAME, NOW.getEpochSecond(), NOTE.text());

    byte[] later = line.signature();
    later[7]++;
    assertRefused(
        "does not hold",
        witness,
        NOTE.signedAlsoBy(NoteSignature.of(NAME, witness.keyId(), later)));
    SignedNote other =
        LOG.sign(new Checkpoint("log.example", 8, MerkleTree.leafHash(new byte[] {1})).text());
    assertRefused("does not hold", witness, other.signedAlsoBy(line));
    assertRefused("not cosigned", Witness.of("witness.example/w2", pair.getPublic()), NOTE);
    assertRefused(
        "does not hold",
        witness,
        NOTE.signedAlsoBy(NoteSignature.of(NAME, witness.keyId(), Arrays.copyOf(later, 8))));
  }

  @Test
  void theKeyOfALogIsNotTakenForAWitnesss() {
    LogFormatException refused =
        assertThrows(LogFormatException.class, () -> Witness.parse(LOG.verifier().vkey()));
    assertTrue(refused.getMessage().contains("0x04"), refused.getMessage());
    assertThrows(LogFormatException.class, () -> Witness.parse("no vkey"));
    String vkey = Witness.of(NAME, NoteSigner.generate(new SecureRandom()).getPublic()).vkey();
    assertThrows(LogFormatException.class, () -> Witness.parse("other" + vkey), "another name");
  }

  @Test
  void aNewerWordOfAWitnessTakesThePlaceOfItsOlderOne() throws Exception {
    MemoryLogStore store = new MemoryLogStore();
    TransparencyLog log = new TransparencyLog(store, LOG);
    log.append(LogEntry.of(EntryType.ORGANIZATION_CREATED, NOW));
    log.publish(NOW);
    KeyPair pair = NoteSigner.generate(new SecureRandom());
    Witness witness = Witness.of(NAME, pair.getPublic());
    for (int day = 0; day < 2; day++) {
      PublishedCheckpoint latest = log.latestCheckpoint().orElseThrow();
      String text = latest.note().text();
      NoteSignature line = line(pair, NAME, NOW.getEpochSecond() + day, text);
      SignedNote answer =
          log.proveGrowth(0)
              .orElseThrow()
              .withAnswer((line.line() + "\n").getBytes(StandardCharsets.UTF_8));
      Cosignature word = believed(witness, answer);
      log.keep(latest, List.of(word));
    }
    SignedNote kept = log.latestCheckpoint().orElseThrow().note();
    assertEquals(2, kept.signatures().size(), kept::format);
    Cosignature word = believed(witness, kept);
    assertEquals(NOW.plusSeconds(1), word.at());

    log.append(LogEntry.of(EntryType.ORGANIZATION_CREATED, NOW));
    log.publish(NOW);
    PublishedCheckpoint grown = log.latestCheckpoint().orElseThrow();
    assertThrows(
        LogFormatException.class,
        () -> log.keep(grown, List.of(word)),
        "what was said of another checkpoint");
  }

  private static Cosignature believed(Witness witness, SignedNote note) {
    return switch (witness.verify(note)) {
      case Verified<Cosignature>(Cosignature cosignature) -> cosignature;
      case Refused<Cosignature>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static void assertRefused(String why, Witness witness, SignedNote note) {
    Refused<?> refused = assertInstanceOf(Refused.class, witness.verify(note));
    assertTrue(refused.reason().contains(why), refused.reason());
  }

  private static NoteSignature line(KeyPair pair, String name, long time, String text)
      throws Exception {
    boolean ed25519 = pair.getPublic().getAlgorithm().startsWith("Ed");
    Signature signer = Signature.getInstance(ed25519 ? "Ed25519" : "ML-DSA-44");
    signer.initSign(pair.getPrivate());
    signer.update(ed25519 ? message(time, text) : subtree(name, time, text));
    byte[] signature = signer.sign();
    byte[] blob = ByteBuffer.allocate(8 + signature.length).putLong(time).put(signature).array();
    byte[] spki = pair.getPublic().getEncoded();
    int length = ed25519 ? 32 : 1312;
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) (ed25519 ? 4 : 6));
    sha256.update(spki, spki.length - length, length);
    byte[] id = Arrays.copyOf(sha256.digest(), 4);
    byte[] both = ByteBuffer.allocate(4 + blob.length).put(id).put(blob).array();
    return NoteSignature.parse("— " + name + " " + Base64.getEncoder().encodeToString(both));
  }

  private static byte[] message(long time, String text) {
    return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] subtree(String name, long time, String text) {
    String[] lines = text.split("\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("subtree/v1\n\0".getBytes(StandardCharsets.UTF_8));
    out.write(name.length());
    out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(ByteBuffer.allocate(8).putLong(time).array());
    out.write(lines[0].length());
    out.writeBytes(lines[0].getBytes(StandardCharsets.UTF_8));
    out.writeBytes(ByteBuffer.allocate(16).putLong(0).putLong(Long.parseLong(lines[1])).array());
    out.writeBytes(Base64.getDecoder().decode(lines[2]));
    return out.toByteArray();
  }
}
