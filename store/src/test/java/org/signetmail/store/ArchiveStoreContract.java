package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.EntryType;

/** What every {@link ArchiveStore} keeps to. */
abstract class ArchiveStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasKept() {
    ArchivedKey key = archivedKey(TestCertificates.freshKey(), ALICE);
    assertEquals(Optional.of(0L), keep(key));
    assertSame(key, store.archive().find(key.keyId()).orElseThrow());
    assertEquals(1, store.archive().count());
    assertEquals(1, store.log().size());
    assertEquals(Optional.empty(), store.archive().find(ISSUER));
  }

  @Test
  void keepsAKeyOnce() {
    byte[] publicKey = TestCertificates.freshKey();
    ArchivedKey first = archivedKey(publicKey, ALICE);
    keep(first);
    assertEquals(Optional.empty(), keep(archivedKey(publicKey, BOB)));
    assertSame(first, store.archive().find(first.keyId()).orElseThrow());
    assertEquals(1, store.archive().count());
    assertEquals(1, store.log().size());
  }

  @Test
  void listsAnOwnersKeysOldestFirst() {
    List<ArchivedKey> keys =
        List.of(
            archivedKey(TestCertificates.freshKey(), ALICE),
            archivedKey(TestCertificates.freshKey(), ALICE),
            archivedKey(TestCertificates.freshKey(), ALICE));
    keys.forEach(this::keep);
    keep(archivedKey(TestCertificates.freshKey(), BOB));
    assertEquals(
        keys.stream().map(ArchivedKey::keyId).toList(),
        store.archive().ofOwner(ALICE).stream().map(ArchivedKey::keyId).toList());
    assertEquals(4, store.archive().count());
  }

  @Test
  void aKeyThatSignsNeverComesIn() {
    byte[] key = TestCertificates.freshKey();
    store
        .certificates()
        .keep(signing(TestCertificates.over(key, TestCertificates.freshSerial())), issued());
    assertThrows(IllegalArgumentException.class, () -> keep(archivedKey(key, ALICE)));
    assertEquals(0, store.archive().count());
    assertEquals(1, store.log().size());
  }

  @Test
  void aKeyThatCameInNeverSigns() {
    byte[] key = TestCertificates.freshKey();
    keep(archivedKey(key, ALICE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            store
                .certificates()
                .keep(
                    signing(TestCertificates.over(key, TestCertificates.freshSerial())), issued()));
    assertEquals(List.of(), store.certificates().ofKey(KeyId.ofSubjectPublicKeyInfo(key)));
    assertEquals(1, store.log().size());
  }

  private Optional<Long> keep(ArchivedKey key) {
    return store.archive().keep(key, entry(EntryType.KEY_ARCHIVED));
  }

  private static void assertSame(ArchivedKey expected, ArchivedKey found) {
    assertEquals(expected.keyId(), found.keyId());
    assertEquals(expected.owner().toString(), found.owner().toString());
    assertArrayEquals(expected.subjectPublicKeyInfo(), found.subjectPublicKeyInfo());
    assertArrayEquals(expected.sealedKey(), found.sealedKey());
    assertEquals(expected.receipt(), found.receipt());
    assertEquals(expected.shares().size(), found.shares().size());
    for (int i = 0; i < expected.shares().size(); i++) {
      SealedShare share = expected.shares().get(i);
      assertEquals(share.officer(), found.shares().get(i).officer());
      assertEquals(share.index(), found.shares().get(i).index());
      assertArrayEquals(share.sealed(), found.shares().get(i).sealed());
    }
  }
}
