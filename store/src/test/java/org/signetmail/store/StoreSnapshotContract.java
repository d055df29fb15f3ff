package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/** What every {@link StoreSnapshot} keeps to. */
abstract class StoreSnapshotContract extends StoreContract {
  private static final NoteSigner SIGNER =
      NoteSigner.of("log.example.test", NoteSigner.generate(new SecureRandom()));

  @TempDir Path folder;

  /** A second place for a store. */
  abstract StoreUrl otherUrl();

  @Test
  void comesBackWhole() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    try (Store restored = Store.open(otherUrl())) {
      restored.snapshot().restore(new ByteArrayInputStream(copy));
      assertArrayEquals(copy, copy(restored));
      assertEquals(store.certificates().ofOwner(ALICE), restored.certificates().ofOwner(ALICE));
      assertEquals(store.people().page("", 10), restored.people().page("", 10));
      assertEquals(store.log().latestCheckpoint(), restored.log().latestCheckpoint());
      assertInstanceOfConsistent(restored);
      // It goes on where the copy ended.
      long size = restored.log().size();
      assertEquals(List.of(size), restored.log().append(List.of(issued())));
      assertInstanceOfConsistent(restored);
    }
  }

  @Test
  void isTheSameWhicheverDatabaseItIsIn() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    try (Store sqlite = Store.open(StoreUrl.sqlite(folder.resolve("third.db")))) {
      sqlite.snapshot().restore(new ByteArrayInputStream(copy));
      byte[] again = copy(sqlite);
      assertArrayEquals(copy, again);
      try (Store back = Store.open(otherUrl())) {
        back.snapshot().restore(new ByteArrayInputStream(again));
        assertArrayEquals(copy, copy(back));
      }
    }
  }

  @Test
  void isOfOneMomentWhileOthersWrite() throws Exception {
    fill(store);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                store.certificates().keep(signing(TestCertificates.fresh()), issued());
              }
            });
    try {
      for (int i = 0; i < 3; i++) {
        byte[] copy = copy(store);
        if (i == 2) {
          try (Store restored = Store.open(otherUrl())) {
            restored.snapshot().restore(new ByteArrayInputStream(copy));
            assertInstanceOfConsistent(restored);
          }
        }
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    byte[] empty = copy(store);
    store.people().put(new Person(BOB, "Bob", Set.of(), Person.State.ACTIVE, NOON));
    IOException refused =
        assertThrows(
            IOException.class, () -> store.snapshot().restore(new ByteArrayInputStream(empty)));
    assertTrue(String.valueOf(refused.getMessage()).contains("not empty"), refused.getMessage());
    assertEquals(1, store.people().count());
  }

  @Test
  void findsEveryDamageAndRestoresNothing() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    try (Store other = Store.open(otherUrl())) {
      for (int i = 0; i < 40; i++) {
        byte[] damaged = copy.clone();
        damaged[(int) ((long) i * (copy.length - 1) / 39)] ^= 1;
        assertRefused(other, damaged);
      }
      for (int length : new int[] {0, 5, 15, 18, copy.length / 2, copy.length - 1}) {
        assertRefused(other, Arrays.copyOf(copy, length));
      }
      assertRefused(other, Arrays.copyOf(copy, copy.length + 1));
      other.snapshot().restore(new ByteArrayInputStream(copy));
      assertArrayEquals(copy, copy(other));
    }
  }

  @Test
  void saysWhenItCannotBeWritten() {
    fill(store);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("disk full");
          }
        };
    IOException e = assertThrows(IOException.class, () -> store.snapshot().write(full));
    assertEquals("disk full", e.getMessage());
    store.people().put(new Person(BOB, "Bob", Set.of(), Person.State.ACTIVE, NOON));
  }

  private static void assertRefused(Store store, byte[] copy) {
    IOException e =
        assertThrows(
            IOException.class, () -> store.snapshot().restore(new ByteArrayInputStream(copy)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("store copy: "), e.getMessage());
    assertEquals(0, store.log().size());
    assertEquals(0, store.people().count());
  }

  private static void assertInstanceOfConsistent(Store store) {
    Audit audit = new TransparencyLog(store.log(), SIGNER).audit();
    assertTrue(audit instanceof Audit.Consistent, audit.toString());
  }

  private static byte[] copy(Store store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.snapshot().write(out);
    return out.toByteArray();
  }

  /** Something in every table. */
  private static void fill(Store store) {
    CertificateRecord signs = signing(TestCertificates.fresh("alice@example.test"));
    store.certificates().keep(signs, issued());
    byte[] key = TestCertificates.freshKey();
    ArchivedKey archived = archivedKey(key, ALICE);
    store.archive().keep(archived, entry(EntryType.KEY_ARCHIVED));
    store
        .certificates()
        .keep(
            encryption(
                TestCertificates.over(key, TestCertificates.freshSerial(), "alice@example.test")),
            issued());
    store
        .certificates()
        .revoke(
            ISSUER,
            new Revocation(signs.certificate().serial(), NOON, Revocation.Reason.KEY_COMPROMISE),
            entry(EntryType.CERTIFICATE_REVOKED));
    store
        .crls()
        .publish(
            ISSUER,
            List.of(CrlStoreContract.crl(store.crls().nextNumber(ISSUER).longValueExact())));
    store
        .officers()
        .enrol(
            new Officer(BOB, "Bob", TestCertificates.fresh(), TestCertificates.fresh()),
            entry(EntryType.OFFICER_ENROLLED));
    store.recoveries().open(recoveryCase(archived.keyId()), entry(EntryType.RECOVERY_REQUESTED));
    store
        .recoveries()
        .append(
            "R-A",
            0,
            new RecoveryCase.Step.Approved(
                NOON,
                ISSUER,
                List.of(new RecoveryCase.ResealedShare(archived.keyId(), 1, octets(100))),
                octets(64)),
            entry(EntryType.RECOVERY_APPROVED));
    store.people().put(new Person(ALICE, "Alice Ä", Set.of("a", "b"), Person.State.ACTIVE, NOON));
    store.journal().accept("message", Set.of(ALICE, BOB), NOON);
    store.log().append(Stream.generate(StoreContract::issued).limit(700).toList());
    new TransparencyLog(store.log(), SIGNER).publish(NOON);
  }

  private static RecoveryCase recoveryCase(KeyId key) {
    return new RecoveryCase(
        "R-A",
        BOB,
        ALICE,
        List.of(key),
        new Receiver.Owner(TestCertificates.fresh()),
        "lost",
        "",
        NOON,
        octets(50),
        List.of());
  }
}
