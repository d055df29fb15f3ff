package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.ResealStore;
import org.signetmail.archive.RetiredSet;
import org.signetmail.archive.SealedShare;
import org.signetmail.backup.LogEvidence;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/** What every {@link OfficerStore} keeps to. */
abstract class OfficerStoreContract extends StoreContract {
  private static final Quorum QUORUM = new Quorum(2, 3);
  private static final Quorum OTHER = new Quorum(5, 7);

  @Test
  void listsOfficersInOrderOfEnrolment() {
    List<Officer> officers = List.of(officer("zoe"), officer("anna"), officer("max"));
    assertEquals(List.of(), store.officers().officers());
    for (int i = 0; i < officers.size(); i++) {
      assertEquals(i, enrol(officers.get(i)));
    }
    assertEquals(officers, store.officers().officers());
    assertEquals(3, store.log().size());
  }

  @Test
  void aPersonAndAKeyAreAnOfficersOnce() {
    Officer zoe = officer("zoe");
    enrol(zoe);
    Officer sameMailbox = officer("ZOE");
    Officer sameKey =
        new Officer(
            Mailbox.of("max@example.test"),
            "Max",
            zoe.encryption(),
            Optional.empty(),
            sameMailbox.signing());
    assertThrows(IllegalArgumentException.class, () -> enrol(sameMailbox));
    assertThrows(IllegalArgumentException.class, () -> enrol(sameKey));
    assertEquals(List.of(zoe), store.officers().officers());
    assertEquals(1, store.log().size());
  }

  @Test
  void theFirstSetTakesAsManyAsItHasSeatsAndTheNextWait() {
    List<Officer> four = List.of(officer("a"), officer("b"), officer("c"), officer("d"));
    four.forEach(this::enrol);
    assertEquals(
        List.of(new OfficerSet(1, QUORUM, four.subList(0, 3))), store.officers().sets(OTHER));
    assertEquals(four.subList(3, 4), store.officers().waiting());
    assertThrows(IllegalArgumentException.class, () -> enrol(officer("d")));
    enrol(officer("a")); // new keys for a person with a seat
    assertEquals(2, store.officers().waiting().size());
  }

  @Test
  void aSetFollowsAnotherAndTheFormerRetiresWhenNothingIsSealedToIt() {
    List<Officer> first = List.of(officer("a"), officer("b"), officer("c"));
    first.forEach(this::enrol);
    Officer dora = officer("d");
    enrol(dora);
    ArchivedKey key = archivedKey(TestCertificates.freshKey(), ALICE);
    store.archive().keep(key, entry(EntryType.KEY_ARCHIVED));
    OfficerSet next = new OfficerSet(2, new Quorum(2, 2), List.of(first.get(0), dora));
    store.officers().open(next, entry(EntryType.OFFICER_REPLACED));
    assertEquals(
        List.of(first.get(0), first.get(1), first.get(2), dora), store.officers().officers());
    assertEquals(List.of(), store.officers().waiting());
    assertEquals(next, store.officers().sets(OTHER).getLast());
    assertThrows(
        IllegalArgumentException.class,
        () -> store.officers().open(next, entry(EntryType.OFFICER_REPLACED)));

    LogEntry end = entry(EntryType.OFFICER_SET_RETIRED);
    assertEquals(Optional.empty(), store.officers().retire(1, end));
    assertEquals(1, store.reseals().count(1));
    ResealStore.Placed placed = store.reseals().page(1, -1, 10).getFirst();
    ArchivedKey again =
        new ArchivedKey(
            key.keyId(),
            key.owner(),
            key.subjectPublicKeyInfo(),
            octets(90),
            List.of(new SealedShare(dora.id(), 2, octets(50))),
            key.receipt(),
            2);
    ResealStore.Placed after = new ResealStore.Placed(placed.place(), again);
    LogEntry page = entry(EntryType.ARCHIVE_RESEALED);
    assertEquals(
        Optional.empty(), store.reseals().reseal(2, List.of(after), page), "not of this set");
    assertTrue(store.reseals().reseal(1, List.of(after), page).isPresent());
    ArchivedKey found = store.archive().find(key.keyId()).orElseThrow();
    assertEquals(2, found.generation());
    assertArrayEquals(again.sealedKey(), found.sealedKey());
    assertEquals(List.of(dora.id()), found.shares().stream().map(SealedShare::officer).toList());

    assertTrue(store.officers().retire(1, end).isPresent());
    assertEquals(List.of(next), store.officers().sets(OTHER));
    assertThrows(IllegalArgumentException.class, () -> store.officers().retire(2, end));
    assertThrows(
        RetiredSet.class,
        () ->
            store
                .archive()
                .keep(
                    archivedKey(TestCertificates.freshKey(), ALICE),
                    entry(EntryType.KEY_ARCHIVED)));
    assertEquals(1, store.archive().count());
  }

  @Test
  void aRecordInAnUnfinishedCaseIsNotSealedAgain() {
    enrol(officer("a"));
    ArchivedKey key = archivedKey(TestCertificates.freshKey(), ALICE);
    store.archive().keep(key, entry(EntryType.KEY_ARCHIVED));
    ResealStore.Placed placed = store.reseals().page(1, -1, 10).getFirst();
    RecoveryCase open =
        new RecoveryCase(
            "R-B",
            BOB,
            ALICE,
            List.of(key.keyId()),
            new Receiver.Owner(TestCertificates.fresh("alice@example.test")),
            "lost",
            "",
            NOON,
            octets(9),
            List.of());
    store.recoveries().open(open, RecoveryStoreContract.MANY, entry(EntryType.RECOVERY_REQUESTED));
    assertEquals(List.of(), store.reseals().page(1, -1, 10));
    assertEquals(List.of("R-B"), store.reseals().casesOn(1));
    LogEntry page = entry(EntryType.ARCHIVE_RESEALED);
    assertEquals(Optional.empty(), store.reseals().reseal(1, List.of(placed), page));
    store
        .recoveries()
        .append(
            "R-B",
            0,
            new RecoveryCase.Step.Withdrawn(NOON, ALICE),
            RecoveryStoreContract.MANY,
            entry(EntryType.RECOVERY_WITHDRAWN));
    assertEquals(1, store.reseals().page(1, -1, 10).size());
    assertTrue(store.reseals().reseal(1, List.of(placed), page).isPresent());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordIsHeldAgainstItsPageAlsoWhenTheOthersWentOn(boolean isTrue) throws IOException {
    List<ResealStore.Placed> kept = List.of(kept(), kept());
    List<ResealStore.Placed> page = kept.stream().map(one -> again(one, 2)).toList();
    List<ResealStore.Placed> logged =
        isTrue ? page : List.of(page.getFirst(), again(kept.getLast(), 2));
    assertTrue(store.reseals().reseal(1, page, leaf(logged)).isPresent());
    assertEquals(isTrue, objection().isEmpty(), "the page is whole");

    List<ResealStore.Placed> one = List.of(again(page.getFirst(), 3));
    assertTrue(store.reseals().reseal(2, one, leaf(one)).isPresent());
    assertEquals(isTrue, objection().isEmpty(), "the page is split");
  }

  private ResealStore.Placed kept() {
    ArchivedKey key = archivedKey(TestCertificates.freshKey(), ALICE);
    LogEntry entry =
        entry(EntryType.KEY_ARCHIVED)
            .with("key", key.keyId().hex())
            .with("receipt", Hash.sha256(key.receipt().encoded()).hex());
    return new ResealStore.Placed(store.archive().keep(key, entry).orElseThrow(), key);
  }

  private static ResealStore.Placed again(ResealStore.Placed before, int generation) {
    ArchivedKey key = before.key();
    return new ResealStore.Placed(
        before.place(),
        new ArchivedKey(
            key.keyId(),
            key.owner(),
            key.subjectPublicKeyInfo(),
            octets(90),
            key.shares(),
            archivedKey(TestCertificates.freshKey(), ALICE).receipt(),
            generation));
  }

  private static LogEntry leaf(List<ResealStore.Placed> page) {
    Frontier receipts =
        Frontier.empty()
            .append(
                page.stream()
                    .map(one -> MerkleTree.leafHash(one.key().receipt().encoded()))
                    .toList())
            .after();
    return entry(EntryType.ARCHIVE_RESEALED)
        .with("records", Integer.toString(page.size()))
        .with("receipts", receipts.root().toString());
  }

  private Optional<String> objection() throws IOException {
    return LogEvidence.objection(store.log(), store.snapshot().look());
  }

  private long enrol(Officer officer) {
    return store.officers().enrol(officer, QUORUM, entry(EntryType.OFFICER_ENROLLED));
  }

  private static Officer officer(String name) {
    Mailbox mailbox = Mailbox.of(name + "@example.test");
    return new Officer(
        mailbox,
        name,
        TestCertificates.fresh(mailbox.toString()),
        Optional.of(TestCertificates.fresh(mailbox.toString())),
        TestCertificates.fresh(mailbox.toString()));
  }
}
