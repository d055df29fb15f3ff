package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.Organization.Person;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.archive.internal.ResealedContent;
import org.signetmail.archive.internal.SecretSharing;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.archive.internal.ShareSeal;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.SealedOctets;

/**
 * Who has the whole database, the log and the archive's own keys, and M − 1 officers, has nothing;
 * any M officers give the key back. For every choice of officers.
 */
class QuorumTest {

  @ParameterizedTest
  @CsvSource({"2,3", "3,5"})
  void anyQuorumOfOfficersAndNoFewer(int quorum, int count) {
    for (int chosen = 0; chosen < 1 << count; chosen++) {
      if (Integer.bitCount(chosen) == quorum - 1) {
        fewerHaveNothing(quorum, count, chosen);
      } else if (Integer.bitCount(chosen) == quorum) {
        theQuorumRecovers(quorum, count, chosen);
      }
    }
  }

  private static void theQuorumRecovers(int quorum, int count, int chosen) {
    ArchiveWorld world = new ArchiveWorld(quorum, count);
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    CaseId id = world.opened(world.bob, world.bob, key.id());
    for (Person officer : chosen(world, chosen)) {
      world.approved(id, officer);
    }
    KeyRelease.Outcome outcome =
        world.recover(world.released(id, world.bob.mailbox()), world.bob.encryption());
    EncryptionKey back =
        assertInstanceOf(KeyRelease.Outcome.Recovered.class, outcome, outcome.toString())
            .keys()
            .getFirst();
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(back, SecretAccess.TOKEN));
  }

  private static void fewerHaveNothing(int quorum, int count, int chosen) {
    ArchiveWorld world = new ArchiveWorld(quorum, count);
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox());
    CaseId id = world.opened(world.bob, world.bob, key.id());
    List<Person> traitors = chosen(world, chosen);
    traitors.forEach(officer -> world.approved(id, officer));

    assertInstanceOf(
        Recovery.Collected.Refused.class,
        world.recovery.collect(id, world.bob.mailbox(), ArchiveWorld.NOW));
    assertEquals(Optional.empty(), attack(world, key, traitors, quorum));
  }

  /**
   * All they can do: open what any key in their hands opens (the officers' own, the archive's, the
   * receiver's too), and guess the missing share.
   */
  private static Optional<byte[]> attack(
      ArchiveWorld world, EncryptionKey key, List<Person> traitors, int quorum) {
    ArchivedKey record = world.stores.archive.find(key.id()).orElseThrow();
    SortedMap<Integer, byte[]> shares = new TreeMap<>();
    List<DecryptionIdentity> hands = new ArrayList<>();
    traitors.forEach(officer -> hands.addAll(officer.keys()));
    hands.add(world.bob.encryption());
    for (SealedShare share : record.shares()) {
      opened(share.sealed(), hands).ifPresent(c -> shares.put(c.index(), c.value()));
    }
    for (RecoveryCase recovery : world.stores.cases.cases(1000)) {
      recovery.steps().stream()
          .filter(RecoveryCase.Step.Approved.class::isInstance)
          .map(RecoveryCase.Step.Approved.class::cast)
          .flatMap(approved -> approved.shares().stream())
          .forEach(share ->
              resealed(share.sealed(), world.bob.encryption())
                  .ifPresent(c -> shares.put(c.index(), c.value())));
    }
    assertEquals(quorum - 1, shares.size(), "the traitors' own shares and no other");
    byte[] context = KeySeal.context(key.id(), record.owner(), record.receipt().record());
    assertTrue(KeySeal.open(record.sealedKey(), combined(shares), context).isEmpty());
    int missing = 1;
    while (shares.containsKey(missing)) {
      missing++;
    }
    byte[] guess = new byte[KeySeal.KEY_LENGTH];
    for (int value = 0; value < 256; value++) {
      guess[0] = (byte) value;
      shares.put(missing, guess);
      Optional<byte[]> opened = KeySeal.open(record.sealedKey(), combined(shares), context);
      if (opened.isPresent()) {
        return opened;
      }
    }
    return Optional.empty();
  }

  private static byte[] combined(SortedMap<Integer, byte[]> shares) {
    return SecretSharing.combine(
        shares.keySet().stream().mapToInt(i -> i).toArray(),
        shares.values().toArray(byte[][]::new));
  }

  private static Optional<ShareContent> opened(byte[] sealed, List<DecryptionIdentity> hands) {
    try {
      return Optional.of(ShareContent.of(ShareSeal.open(sealed, hands)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ShareContent> resealed(byte[] sealed, DecryptionIdentity hand) {
    try {
      return Optional.of(
          ResealedContent.of(SealedOctets.open(sealed, List.of(hand), 1 << 16)).share());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Person> chosen(ArchiveWorld world, int bits) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < world.officers.size(); i++) {
      if ((bits >> i & 1) == 1) {
        people.add(world.officers.get(i));
      }
    }
    return people;
  }
}
