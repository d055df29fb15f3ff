package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.gateway.SubmissionPassword;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/** What every {@link StoreSnapshot} keeps to. */
abstract class StoreSnapshotContract extends StoreContract {
  private static final NoteSigner SIGNER =
      NoteSigner.of("log.example.test", NoteSigner.generate(new SecureRandom()));

  private static final LogEntry MARK =
      LogEntry.of(EntryType.BACKUP_RESTORED, NOON).with("backup", "5e88");

  @TempDir Path folder;

  /** A second place for a store. */
  abstract StoreUrl otherUrl();

  @Test
  void comesBackWholeWithAMarkAtTheEndOfItsLog() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    try (Store restored = Store.openToRestore(otherUrl())) {
      restored.snapshot().restore(new ByteArrayInputStream(copy), MARK);
      assertEquals(store.certificates().ofOwner(ALICE), restored.certificates().ofOwner(ALICE));
      assertEquals(store.people().page("", 10), restored.people().page("", 10));
      assertEquals(store.log().latestCheckpoint(), restored.log().latestCheckpoint());
      assertInstanceOfConsistent(restored);
      // It goes on where the copy ended.
      long size = store.log().size();
      assertEquals(size + 1, restored.log().size());
      assertArrayEquals(MARK.leaf(), restored.log().leaf(size));
      assertEquals(List.of(size + 1), restored.log().append(List.of(issued())));
      assertInstanceOfConsistent(restored);
    }
  }

  @Test
  void crlNumbersGoOnBeyondAllThatWerePublishedSinceTheCopy() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    BigInteger last = BigInteger.ZERO;
    for (int i = 0; i < 100; i++) {
      last = store.crls().nextNumber(ISSUER);
    }
    try (Store restored = Store.openToRestore(otherUrl())) {
      restored.snapshot().restore(new ByteArrayInputStream(copy), MARK);
      restored.snapshot().restore(new ByteArrayInputStream(copy), MARK); // changes nothing
      BigInteger next = restored.crls().nextNumber(ISSUER);
      assertTrue(next.compareTo(last) > 0, next + " comes after " + last);
      assertTrue(next.bitLength() < 40, "there is room for many more restores");
    }
  }

  @Test
  void saysHowManyRowsAndWhichTreeItHas() throws IOException {
    fill(store);
    StoreSnapshot.Summary summary = store.snapshot().write(OutputStream.nullOutputStream());
    assertEquals(1L, summary.rows().get("archived_key"));
    assertEquals(2L, summary.rows().get("certificate"));
    assertEquals(store.log().size(), summary.rows().get("log_leaf"));
    assertEquals(store.log().size(), summary.tree().size());
    assertEquals(MerkleTree.root(store.log().size(), store.log()), summary.tree().root());
  }

  @Test
  void isTheSameWhicheverDatabaseItIsIn() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    try (Store sqlite = Store.open(StoreUrl.sqlite(folder.resolve("third.db")));
        Store back = Store.open(otherUrl())) {
      sqlite.snapshot().restore(new ByteArrayInputStream(copy), MARK);
      back.snapshot().restore(new ByteArrayInputStream(copy), MARK);
      assertArrayEquals(copy(sqlite), copy(back));
    }
  }

  @Test
  void goesOnWhereItWasInterruptedAndIsUnusableUntilThen() throws IOException {
    fill(store);
    byte[] copy = copy(store);
    StoreUrl place = otherUrl();
    for (int ninth = 0; ninth <= 9; ninth++) {
      int end = 1 + ninth * (copy.length - 2) / 9; // the last falls one octet before the end
      try (Store other = Store.openToRestore(place)) {
        IOException e =
            assertThrows(
                IOException.class,
                () -> other.snapshot().restore(new Interrupted(copy, end), MARK));
        assertEquals("the disk is gone", e.getMessage());
      }
      assertTrue(
          String.valueOf(
                  assertThrows(StoreUnavailable.class, () -> Store.open(place).close())
                      .getMessage())
              .contains("filled in part"));
    }
    try (Store other = Store.openToRestore(place)) {
      LogEntry another = MARK.with("of", "elsewhere");
      assertThrows(
          IOException.class,
          () -> other.snapshot().restore(new ByteArrayInputStream(copy), another));
      CountingInput again = new CountingInput(copy);
      other.snapshot().restore(again, MARK);
      assertTrue(again.read < copy.length / 2, "it read " + again.read + " of " + copy.length);
      other.snapshot().restore(new ByteArrayInputStream(copy), MARK); // changes nothing
    }
    try (Store other = Store.open(place)) {
      assertEquals(store.log().size() + 1, other.log().size());
      assertInstanceOfConsistent(other);
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
            restored.snapshot().restore(new ByteArrayInputStream(copy), MARK);
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
    put(store, new Person(BOB, "Bob", Set.of(), Person.State.ACTIVE, NOON));
    IOException refused =
        assertThrows(
            IOException.class,
            () -> store.snapshot().restore(new ByteArrayInputStream(empty), MARK));
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
      other.snapshot().restore(new ByteArrayInputStream(copy), MARK);
      assertEquals(store.log().size() + 1, other.log().size());
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
    put(store, new Person(BOB, "Bob", Set.of(), Person.State.ACTIVE, NOON));
  }

  private static void assertRefused(Store store, byte[] copy) {
    IOException e =
        assertThrows(
            IOException.class,
            () -> store.snapshot().restore(new ByteArrayInputStream(copy), MARK));
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

  /** A copy whose medium fails after some octets. */
  private static final class Interrupted extends InputStream {
    private final ByteArrayInputStream in;

    Interrupted(byte[] copy, int end) {
      in = new ByteArrayInputStream(copy, 0, end);
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the disk is gone");
      }
      return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int part = in.read(into, offset, length);
      if (part < 0) {
        throw new IOException("the disk is gone");
      }
      return part;
    }
  }

  /** Counts what is read and not what is skipped. */
  private static final class CountingInput extends ByteArrayInputStream {
    private int read;

    CountingInput(byte[] octets) {
      super(octets);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      int part = super.read(into, offset, Math.min(length, 100));
      read += Math.max(0, part);
      return part;
    }
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
            new Officer(
                BOB,
                "Bob",
                TestCertificates.fresh(),
                Optional.of(TestCertificates.fresh()),
                TestCertificates.fresh()),
            new Quorum(2, 3),
            entry(EntryType.OFFICER_ENROLLED));
    store
        .recoveries()
        .open(
            recoveryCase(archived.keyId()),
            RecoveryStoreContract.MANY,
            entry(EntryType.RECOVERY_REQUESTED));
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
            RecoveryStoreContract.MANY,
            entry(EntryType.RECOVERY_APPROVED));
    put(store, new Person(ALICE, "Alice Ä", Set.of("a", "b"), Person.State.ACTIVE, NOON));
    store
        .formerCertificates()
        .keep(TestCertificates.fresh(), entry(EntryType.CERTIFICATE_REMEMBERED));
    store.journal().accept("message", Set.of(ALICE, BOB), NOON);
    store
        .passwords()
        .keep(
            new SubmissionPassword(ALICE, octets(32), octets(32), NOON),
            entry(EntryType.PASSWORD_SET));
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
