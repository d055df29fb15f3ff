package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.tlog.SignedNoteTest.assertOneLine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.tlog.Audit.Broken;
import org.signetmail.tlog.Audit.Consistent;
import org.signetmail.tlog.ProofFile.Logged;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

final class TransparencyLogTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final byte[] SALT = new byte[Commitment.SALT_LENGTH];

  private final MemoryLogStore store = new MemoryLogStore();
  private final NoteSigner signer = SignedNoteTest.signer("log.example.test");
  private final TransparencyLog log = new TransparencyLog(store, signer);
  private final NoteVerifier outside = NoteVerifier.parse(log.verifier().vkey());

  @Test
  void anEmptyLogIsConsistentAndCanBePublished() {
    assertEquals(new Consistent(0, MerkleTree.emptyRoot()), log.audit());
    assertEquals(Optional.empty(), log.prove(0));
    assertEquals(Optional.empty(), log.proveGrowth(0));
    assertEquals(Optional.empty(), log.read(new HashTile(0, 0, 1)));
    assertEquals(0, publish().checkpoint().size());
    assertEquals(Optional.empty(), log.prove(0));
    assertEquals(new Consistent(0, MerkleTree.emptyRoot()), log.audit());
  }

  @Test
  void provesWhatWasPublished() {
    grow(0, 10);
    PublishedCheckpoint published = publish();
    grow(10, 11);
    for (int index = 0; index < 10; index++) {
      ProofFile proof = ProofFile.parse(log.prove(index).orElseThrow().format());
      Logged logged = verified(proof.verify(outside));
      assertEquals(entry(index).published(), logged.entry());
      assertEquals(index, logged.index());
      assertEquals(published.checkpoint(), logged.checkpoint());
    }
    assertEquals(Optional.empty(), log.prove(10));
    assertEquals(Optional.empty(), log.prove(-1));
  }

  @Test
  void refusesEveryChangedProof() {
    grow(0, 11);
    publish();
    byte[] proof = log.prove(6).orElseThrow().format();
    for (int at = 0; at < proof.length; at++) {
      byte[] changed = proof.clone();
      changed[at] ^= 1;
      assertNothingVerified(changed);
    }
    for (int length = 0; length < proof.length; length++) {
      assertNothingVerified(Arrays.copyOf(proof, length));
    }
  }

  @Test
  void refusesAProofOfAnotherLog() {
    grow(0, 3);
    publish();
    ProofFile proof = log.prove(1).orElseThrow();
    NoteVerifier other = SignedNoteTest.signer("log.example.test").verifier();
    assertInstanceOf(Refused.class, proof.verify(other));
  }

  @Test
  void proofsHoldNoPrivateValue() {
    grow(0, 3);
    publish();
    ProofFile proof = log.prove(1).orElseThrow();
    assertTrue(proof.entry().opening().isEmpty());
    ProofFile given = new ProofFile(entry(1), proof.index(), proof.hashes(), proof.checkpoint());
    assertEquals(proof, given);
  }

  @Test
  void provesThatItOnlyGrew() {
    grow(0, 5);
    Checkpoint five = publish().checkpoint();
    grow(5, 13);
    Checkpoint thirteen = publish().checkpoint();

    byte[] growth = log.proveGrowth(5).orElseThrow().format();
    assertEquals(thirteen, verified(GrowthFile.parse(growth).verify(five, outside)));
    assertArrayEquals(growth, GrowthFile.parse(growth).format());
    Checkpoint forged = new Checkpoint(five.origin(), 5, thirteen.root());
    assertInstanceOf(Refused.class, GrowthFile.parse(growth).verify(forged, outside));
    assertInstanceOf(Refused.class, GrowthFile.parse(growth).verify(thirteen, outside));
    assertInstanceOf(Verified.class, log.consistency(5, 13).verify(five.root(), thirteen.root()));
    assertEquals(Optional.empty(), log.proveGrowth(14));
    Checkpoint nothing = new Checkpoint(five.origin(), 0, MerkleTree.emptyRoot());
    assertEquals(thirteen, verified(log.proveGrowth(0).orElseThrow().verify(nothing, outside)));
  }

  @Test
  void publishesOnlyWhenThereIsSomethingNew() {
    grow(0, 2);
    PublishedCheckpoint first = publish();
    assertEquals(new Verified<>(first), log.publish(NOON.plusSeconds(60)));
    log.append(entry(2));
    PublishedCheckpoint second = publish();
    assertEquals(3, second.checkpoint().size());
    assertEquals(Optional.of(second), log.latestCheckpoint());
    assertEquals(64, log.read(Tile.parse("tile/0/000.p/2")).orElseThrow().length);
    assertEquals(Optional.empty(), log.read(Tile.parse("tile/0/000.p/4")));
  }

  @Test
  void signsNothingThatDoesNotContinueWhatItSigned() {
    grow(0, 4);
    publish();
    grow(4, 6);
    store.tamperNode(2, 0, MerkleTree.emptyRoot());
    assertInstanceOf(Refused.class, log.publish(NOON));
    assertEquals(4, log.latestCheckpoint().orElseThrow().checkpoint().size());
  }

  @Test
  void signsNothingAfterACheckpointThatIsNotItsOwn() {
    grow(0, 4);
    NoteSigner stranger = SignedNoteTest.signer(signer.name());
    Checkpoint checkpoint = new Checkpoint(signer.name(), 4, MerkleTree.root(4, store));
    store.tamperCheckpoint(new PublishedCheckpoint(stranger.sign(checkpoint.text()), NOON));
    assertInstanceOf(Refused.class, log.publish(NOON));
    assertInstanceOf(Broken.class, log.audit());
  }

  @Test
  void auditFindsNothingInAGoodLog() {
    grow(0, 2500);
    SignedNote early = signer.sign(checkpoint(1000).text());
    publish();
    grow(2500, 2600);
    Consistent expected = new Consistent(2600, MerkleTree.root(2600, store));
    assertEquals(expected, log.audit());
    assertEquals(expected, log.audit(List.of(early)));
    assertEquals(expected, new Auditor(store, outside).audit(List.of(early)));
  }

  @Test
  void auditFindsAChangedLeaf() {
    grow(0, 2500);
    publish();
    store.tamperLeaf(2100, entry(7));
    assertBroken(2100, "leaf 2100");
  }

  @Test
  void auditFindsAChangedHash() {
    grow(0, 100);
    store.tamperNode(3, 5, MerkleTree.emptyRoot());
    assertBroken(40, "hash 5 of level 3");
    store.tamperNode(0, 77, MerkleTree.emptyRoot());
    assertBroken(77, "leaf 77");
  }

  @Test
  void auditFindsARewrittenLog() {
    grow(0, 20);
    PublishedCheckpoint published = publish();
    MemoryLogStore rewritten = new MemoryLogStore();
    for (int i = 0; i < 20; i++) {
      rewritten.append(List.of(entry(i == 13 ? 7 : i)));
    }
    rewritten.saveCheckpoint(published);
    Broken broken = assertInstanceOf(Broken.class, new TransparencyLog(rewritten, signer).audit());
    assertTrue(broken.what().contains("signed was"), broken.what());
  }

  @Test
  void auditFindsRemovedLeaves() {
    grow(0, 20);
    PublishedCheckpoint published = publish();
    MemoryLogStore shortened = new MemoryLogStore();
    for (int i = 0; i < 19; i++) {
      shortened.append(List.of(entry(i)));
    }
    TransparencyLog restored = new TransparencyLog(shortened, signer);
    assertInstanceOf(Consistent.class, restored.audit());
    Broken broken = assertInstanceOf(Broken.class, restored.audit(List.of(published.note())));
    assertEquals(19, broken.index());
    shortened.saveCheckpoint(published);
    assertInstanceOf(Broken.class, restored.audit());
    assertInstanceOf(Refused.class, restored.publish(NOON));
  }

  @Test
  void auditFindsTwoTreesOfOneSize() {
    grow(0, 5);
    publish();
    SignedNote other = signer.sign(new Checkpoint(signer.name(), 5, entry(0).leafHash()).text());
    assertInstanceOf(Broken.class, log.audit(List.of(other)));
    assertInstanceOf(Broken.class, log.audit(List.of(signer.sign("hello\n"))));
  }

  @Test
  void auditFindsAChangedOpening() {
    grow(0, 2000);
    store.tamperOpening(1500, entry(3));
    assertBroken(1500, "entry 1500");
  }

  @Test
  void refusesWhatIsNoProof() {
    grow(0, 3);
    publish();
    String good = new String(log.prove(1).orElseThrow().format(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "\n\n",
            good.replace("proof@v1", "proof@v2"),
            good.replace("proof@v1", "proof@v1x"),
            good.replaceFirst("extra .*\n", ""),
            good.replaceFirst("extra .*\n", "extra e30=\n"),
            good.replace("index 1", "index 01"),
            good.replace("index 1", "index -1"),
            good.replace("index 1\n", ""),
            good.replace("index 1\n", "index 1\r\n"),
            good.replace("index 1\n", "index 1\nAAAA\n"),
            good.replace("index 1\n", "index 1\n" + (hashLine() + "\n").repeat(70)),
            good.replace("\n\n", "\n"),
            "x".repeat(1 << 20))) {
      assertOneLine(() -> ProofFile.parse(bad.getBytes(StandardCharsets.UTF_8)));
    }
    assertOneLine(() -> GrowthFile.parse(good.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hashLine() {
    return MerkleTree.emptyRoot().base64();
  }

  /** Whatever is read from the bytes, it must not claim anything but the truth. */
  private void assertNothingVerified(byte[] bytes) {
    ProofFile proof;
    try {
      proof = ProofFile.parse(bytes);
    } catch (LogFormatException e) {
      return;
    }
    assertInstanceOf(Refused.class, proof.verify(outside));
  }

  private void assertBroken(long index, String about) {
    Broken broken = assertInstanceOf(Broken.class, log.audit());
    assertEquals(index, broken.index());
    assertTrue(broken.what().contains(about), broken.what());
  }

  private PublishedCheckpoint publish() {
    return verified(log.publish(NOON));
  }

  private Checkpoint checkpoint(long size) {
    return new Checkpoint(signer.name(), size, MerkleTree.root(size, store));
  }

  private void grow(int from, int to) {
    for (int i = from; i < to; i++) {
      assertEquals(i, log.append(entry(i)));
    }
  }

  private static LogEntry entry(int i) {
    return LogEntry.of(EntryType.RECOVERY_APPROVED, NOON.plusSeconds(i))
        .with("case", Integer.toString(i))
        .committing("officer", "officer" + i + "@example.test", SALT);
  }

  private static <T> T verified(Verification<T> verification) {
    return switch (verification) {
      case Verified<T>(T value) -> value;
      case Refused<T>(String reason) -> throw new AssertionError(reason);
    };
  }
}
