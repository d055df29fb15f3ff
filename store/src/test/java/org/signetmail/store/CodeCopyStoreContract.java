package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CodeCopyStore;
import org.signetmail.archive.CodeCopyStore.CodeCopy;
import org.signetmail.tlog.EntryType;

/** What every {@link CodeCopyStore} keeps to. */
abstract class CodeCopyStoreContract extends StoreContract {
  @Test
  void aNewerCopyTakesThePlaceOfAnOlderOneAndNeverTheOtherWayRound() {
    ArchivedKey key = archived();
    CodeCopy first = new CodeCopy(key.keyId(), octets(90), NOON);
    assertEquals(Optional.of(1L), keep(first));
    CodeCopy second = new CodeCopy(key.keyId(), octets(91), NOON.plusSeconds(1));
    assertEquals(Optional.of(2L), keep(second));
    assertEquals(Optional.empty(), keep(first));
    assertEquals(Optional.empty(), keep(second));
    CodeCopy found = store.codeCopies().find(key.keyId()).orElseThrow();
    assertArrayEquals(second.sealed(), found.sealed());
    assertEquals(second.at(), found.at());
    assertEquals(3, store.log().size());
  }

  @Test
  void allOrNone() {
    ArchivedKey key = archived();
    Instant now = NOON;
    assertEquals(
        Optional.empty(),
        store
            .codeCopies()
            .keep(
                List.of(
                    new CodeCopy(key.keyId(), octets(9), now),
                    new CodeCopy(ISSUER, octets(9), now)),
                entry(EntryType.RECOVERY_CODE_SET)),
        "one of them is of a key that is not archived");
    assertEquals(Optional.empty(), store.codeCopies().find(key.keyId()));
    assertEquals(1, store.log().size());
  }

  private ArchivedKey archived() {
    ArchivedKey key = archivedKey(TestCertificates.freshKey(), ALICE);
    store.archive().keep(key, entry(EntryType.KEY_ARCHIVED));
    return key;
  }

  private Optional<Long> keep(CodeCopy copy) {
    return store.codeCopies().keep(List.of(copy), entry(EntryType.RECOVERY_CODE_SET));
  }
}
