package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.archive.Organization.Person;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.archive.internal.SecretSharing;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.archive.internal.ShareSeal;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Officers go and come, and what they kept stays kept. */
class ReplacementTest {
  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final Person nina = world.organization.officer("nina@example.test");
  private final Resealing resealing =
      new Resealing(
          world.stores.officers,
          world.stores.reseals,
          new Quorum(2, 3),
          world.organization.archive.key(),
          world.organization.random,
          InstantSource.fixed(ArchiveWorld.NOW));

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_256", "X25519", "ML_KEM_768", "MLKEM768_X25519"})
  void theNewOfficersRecoverWhatTheFormerOnesKept(KeyAlgorithm algorithm) {
    EncryptionKey key = world.archived(algorithm, world.bob.mailbox());
    List<Person> present = replaced();
    CaseId id = world.opened(world.bob, world.bob, key.id());
    world.approved(id, present.get(1));
    world.approved(id, present.get(2));
    KeyRelease.Outcome outcome =
        world.recover(world.released(id, world.bob.mailbox()), world.bob.encryption());
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN),
        KeyPairs.pkcs8(
            assertInstanceOf(KeyRelease.Outcome.Recovered.class, outcome, outcome.toString())
                .keys()
                .getFirst(),
            SecretAccess.TOKEN));
  }

  @Test
  void allFormerSharesOpenTheRecordNoMore() throws IOException {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    ArchivedKey before = world.stores.archive.find(key.id()).orElseThrow();
    assertTrue(opened(before, before).isPresent(), "the attack works on the record of before");
    replaced();
    ArchivedKey after = world.stores.archive.find(key.id()).orElseThrow();
    assertTrue(opened(before, after).isEmpty());
    assertNotEquals(before.receipt().record(), after.receipt().record());
    for (SealedShare share : after.shares()) {
      assertThrows(
          IOException.class,
          () -> ShareSeal.open(share.sealed(), world.officers.get(2).keys()),
          "who went opens nothing of it");
    }
  }

  @Test
  void thePagesLeafIsOverItsReceipts() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    replaced();
    ArchiveReceipt receipt = world.stores.archive.find(key.id()).orElseThrow().receipt();
    assertTrue(receipt.verify(world.organization.archive.certificate()).isPresent());
    LogEntry leaf =
        world.stores.log.stream()
            .filter(entry -> entry.type() == EntryType.ARCHIVE_RESEALED)
            .findFirst()
            .orElseThrow();
    assertEquals(
        Optional.of(org.signetmail.tlog.MerkleTree.leafHash(receipt.encoded()).hex()),
        leaf.value("receipts"));
    assertEquals(EntryType.OFFICER_SET_RETIRED, world.stores.log.getLast().type());
  }

  @Test
  void fewerThanTheQuorumReplaceNobody() {
    world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    Resealing.Opening opening =
        resealing.open(
            List.of(world.officers.get(0).officer(), nina.officer()),
            2,
            List.of(world.officers.get(0).present(), nina.present()));
    assertEquals(
        ArchiveFinding.OFFICER_QUORUM,
        assertInstanceOf(Resealing.Opening.Refused.class, opening).findings().getFirst().code());
    assertEquals(1, world.stores.officers.sets(new Quorum(2, 3)).size());
  }

  @Test
  void aQuorumCanChangeAndNewKeysGoToTheNewSetAtOnce() {
    EncryptionKey before = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    List<Officer> next = new ArrayList<>(world.officers.stream().map(Person::officer).toList());
    next.add(nina.officer());
    open(next, 3);
    EncryptionKey meanwhile = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    assertEquals(1, generation(before.id()));
    assertEquals(2, generation(meanwhile.id()));
    assertEquals(3, world.stores.archive.find(meanwhile.id()).orElseThrow().receipt().quorum());

    assertInstanceOf(Resealing.Outcome.Done.class, run());
    assertEquals(2, generation(before.id()));
    assertEquals(1, world.stores.officers.sets(new Quorum(2, 3)).size());
  }

  @Test
  void aRecordInAnOpenCaseIsLeftUntilTheCaseIsClosed() {
    EncryptionKey inCase = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    EncryptionKey other = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    CaseId id = world.opened(world.bob, world.bob, inCase.id());
    world.approved(id, world.officers.get(0));
    open(List.of(world.officers.get(0).officer(), nina.officer()), 2);

    Resealing.Outcome.Waiting waiting = assertInstanceOf(Resealing.Outcome.Waiting.class, run());
    assertEquals(List.of(id.text()), waiting.cases());
    assertEquals(1, waiting.left());
    assertEquals(List.of(1, 2), List.of(generation(inCase.id()), generation(other.id())));

    world.approved(id, world.officers.get(1));
    assertInstanceOf(
        KeyRelease.Outcome.Recovered.class,
        world.recover(world.released(id, world.bob.mailbox()), world.bob.encryption()));
    assertInstanceOf(Resealing.Outcome.Done.class, run());
    assertEquals(2, generation(inCase.id()));
  }

  @Test
  void anOfficerOfBeforeMlKemGetsItByReplacement() {
    ArchiveWorld old = new ArchiveWorld(2, 2, true);
    EncryptionKey key = old.archived(KeyAlgorithm.P_256, old.bob.mailbox());
    CaseId id = old.opened(old.bob, old.bob, key.id());
    old.officers.forEach(officer -> old.approved(id, officer));
    assertInstanceOf(
        KeyRelease.Outcome.Recovered.class,
        old.recover(old.released(id, old.bob.mailbox()), old.bob.encryption()));
  }

  @Test
  void neitherKindOfKeyOpensAShareAlone() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    SealedShare share = world.stores.archive.find(key.id()).orElseThrow().shares().getFirst();
    for (DecryptionIdentity one : world.officers.getFirst().keys()) {
      assertThrows(IOException.class, () -> ShareSeal.open(share.sealed(), List.of(one)));
    }
  }

  /** Opens one sealing of a key with all shares of another. */
  private Optional<byte[]> opened(ArchivedKey sharesOf, ArchivedKey record) throws IOException {
    SortedMap<Integer, byte[]> values = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      byte[] clear =
          ShareSeal.open(sharesOf.shares().get(i).sealed(), world.officers.get(i).keys());
      ShareContent content = ShareContent.of(clear);
      values.put(content.index(), content.value());
    }
    int[] indexes = values.keySet().stream().mapToInt(i -> i).toArray();
    byte[] sealing = SecretSharing.combine(indexes, values.values().toArray(byte[][]::new));
    byte[] context = KeySeal.context(record.keyId(), record.owner(), record.receipt().record());
    return KeySeal.open(record.sealedKey(), sealing, context);
  }

  /** Nina for the third officer, with a new quorum of the same size. */
  private List<Person> replaced() {
    List<Person> next = List.of(world.officers.get(0), world.officers.get(1), nina);
    open(next.stream().map(Person::officer).toList(), 2);
    assertInstanceOf(Resealing.Outcome.Done.class, run());
    return next;
  }

  private void open(List<Officer> next, int required) {
    Resealing.Opening opening = resealing.open(next, required, present());
    assertInstanceOf(Resealing.Opening.Opened.class, opening, opening.toString());
  }

  private Resealing.Outcome run() {
    return resealing.run(present(), (sealed, left) -> {});
  }

  private List<PresentOfficer> present() {
    return List.of(world.officers.get(0).present(), world.officers.get(1).present());
  }

  private int generation(KeyId key) {
    return world.stores.archive.find(key).orElseThrow().generation();
  }
}
