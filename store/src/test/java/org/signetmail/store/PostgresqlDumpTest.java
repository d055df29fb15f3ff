package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.store.StoreContract.ALICE;
import static org.signetmail.store.StoreContract.BOB;
import static org.signetmail.store.StoreContract.NOON;
import static org.signetmail.store.StoreContract.issued;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.enrolment.Person;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Copies by {@code pg_dump}, put back by {@code pg_restore}. */
class PostgresqlDumpTest {
  private static final LogEntry MARK =
      LogEntry.of(EntryType.BACKUP_RESTORED, NOON).with("backup", "5e88");

  @TempDir Path folder;
  private StoreUrl other;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(StoreUrl.of(PostgresServer.shared().freshDatabase()));
    other = StoreUrl.of(PostgresServer.shared().freshDatabase());
    StoreContract.put(
        store, new Person(ALICE, "Alice Ä", Set.of("a", "b"), Person.State.ACTIVE, NOON));
    for (int i = 0; i < 20; i++) {
      store.certificates().keep(StoreContract.signing(TestCertificates.fresh()), issued());
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void comesBackWholeWithAMarkAtTheEndOfItsLog() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    StoreSnapshot.Summary written = dump(PostgresqlTools.FOUND).write(copy);
    assertTrue(written.tool().orElseThrow().matches("pg_dump [0-9.]+"), written.toString());
    assertEquals(20L, written.rows().get("certificate"));
    assertEquals(store.snapshot().look().digests(), written.digests());
    try (Store restored = Store.openToRestore(other)) {
      restored.snapshot().restore(in(copy), MARK);
      restored.snapshot().restore(in(copy), MARK); // changes nothing
    }
    try (Store restored = Store.open(other)) {
      assertEquals(store.people().page("", 10), restored.people().page("", 10));
      long size = store.log().size();
      assertEquals(size + 1, restored.log().size());
      assertArrayEquals(MARK.leaf(), restored.log().leaf(size));
      assertEquals(written.digests(), restored.snapshot().look().digests());
      assertEquals(List.of(size + 1), restored.log().append(List.of(issued())));
    }
  }

  @Test
  void whatIsCountedIsOfTheVeryCopy() throws Exception {
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                store
                    .certificates()
                    .keep(StoreContract.signing(TestCertificates.fresh()), issued());
              }
            });
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    StoreSnapshot.Summary written;
    try {
      written = dump(PostgresqlTools.FOUND).write(copy);
    } finally {
      writer.interrupt();
      writer.join();
    }
    try (Store restored = Store.openToRestore(other)) {
      restored.snapshot().restore(in(copy), MARK);
      StoreSnapshot.Summary there = restored.snapshot().look();
      assertEquals(written.rows().get("certificate"), there.rows().get("certificate"));
      assertEquals(written.digests(), there.digests());
      assertEquals(written.tree().size() + 1, there.tree().size());
    }
  }

  @Test
  void goesOnAfterItWasInterruptedAndIsUnusableUntilThen() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    dump(PostgresqlTools.FOUND).write(copy);
    byte[] octets = copy.toByteArray();
    for (int cut : new int[] {40, octets.length / 2, octets.length - 10}) {
      try (Store restored = Store.openToRestore(other)) {
        InputStream gone =
            new FilterInputStream(new ByteArrayInputStream(octets, 0, cut)) {
              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                int part = super.read(into, offset, length);
                if (part < 0) {
                  throw new IOException("the disk is gone");
                }
                return part;
              }
            };
        IOException e =
            assertThrows(IOException.class, () -> restored.snapshot().restore(gone, MARK));
        assertEquals("the disk is gone", e.getMessage());
        assertEquals(0, restored.people().count(), "all of it, or nothing");
      }
      assertThrows(StoreUnavailable.class, () -> Store.open(other).close());
    }
    try (Store restored = Store.openToRestore(other)) {
      restored.snapshot().restore(in(copy), MARK);
    }
    try (Store restored = Store.open(other)) {
      assertEquals(1, restored.people().count());
    }
  }

  /** The program reads to the end, finds no archive, and says so; nothing is there afterwards. */
  @Test
  void anArchiveThatIsNoneIsRefused() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    dump(PostgresqlTools.FOUND).write(copy);
    byte[] cut = Arrays.copyOf(copy.toByteArray(), copy.size() / 2);
    try (Store restored = Store.openToRestore(other)) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> restored.snapshot().restore(new ByteArrayInputStream(cut), MARK));
      assertTrue(String.valueOf(e.getMessage()).startsWith("pg_restore: "), e.getMessage());
      assertEquals(0, restored.people().count());
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    dump(PostgresqlTools.FOUND).write(copy);
    try (Store restored = Store.openToRestore(other)) {
      StoreContract.put(restored, new Person(BOB, "Bob", Set.of(), Person.State.ACTIVE, NOON));
      IOException e =
          assertThrows(IOException.class, () -> restored.snapshot().restore(in(copy), MARK));
      assertTrue(String.valueOf(e.getMessage()).contains("not empty"), e.getMessage());
      assertEquals(1, restored.people().count());
    }
  }

  @Test
  void goesIntoNoOtherKindOfStoreAndNoOtherSchema() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    dump(PostgresqlTools.FOUND).write(copy);
    try (Store sqlite = Store.openToRestore(StoreUrl.sqlite(folder.resolve("signet.db")))) {
      refuses(sqlite, copy, "pg_dump made it");
      assertThrows(
          IllegalArgumentException.class,
          () -> sqlite.snapshot(SnapshotForm.PG_DUMP, PostgresqlTools.FOUND));
    }
    try (ScratchStore scratch = ScratchStore.beside(other, folder, "elsewhere", SnapshotForm.ROWS);
        Store elsewhere = Store.openToRestore(scratch.url())) {
      refuses(elsewhere, copy, "in schema public, this store's would be in elsewhere");
    }
  }

  @Test
  void aDatabaseBesideTheLiveOneIsEmptyAndLeavesNothing() throws Exception {
    StoreUrl.Postgresql live = (StoreUrl.Postgresql) other;
    String beside;
    try (ScratchStore scratch = ScratchStore.beside(other, folder, "drill", SnapshotForm.PG_DUMP);
        Store empty = Store.open(scratch.url())) {
      beside = ((StoreUrl.Postgresql) scratch.url()).url();
      assertTrue(beside.endsWith("_drill"), beside);
      assertEquals(0, empty.people().count());
    }
    StoreUrl gone = new StoreUrl.Postgresql(beside, live.user(), live.password());
    assertThrows(StoreUnavailable.class, () -> Store.open(gone).close());
  }

  @Test
  void whatTheProgramSaysIsSaidInOneLine() throws IOException {
    fake("pg_dump", "echo 'pg_dump: error: the disk of the server is gone' >&2; exit 1", "99.1");
    IOException e = assertThrows(IOException.class, () -> dump(tools()).write(none()));
    assertEquals("pg_dump: the disk of the server is gone", e.getMessage());
  }

  @Test
  void aProgramOlderThanTheServerIsPassedOver() throws IOException {
    fake("pg_dump", "exit 1", "9.6.24");
    assertTrue(dump(tools()).write(none()).tool().isPresent(), "the server's own was found");
  }

  @Test
  void aReaderThatFailsIsNotTheProgramsFault() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("disk full");
          }
        };
    IOException e = assertThrows(IOException.class, () -> dump(PostgresqlTools.FOUND).write(full));
    assertEquals("disk full", e.getMessage());
  }

  private void refuses(Store target, ByteArrayOutputStream copy, String why) {
    IOException e =
        assertThrows(
            StoreSnapshot.NotRestorable.class, () -> target.snapshot().restore(in(copy), MARK));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    assertEquals(0, target.log().size(), "as empty as before");
  }

  private StoreSnapshot dump(PostgresqlTools tools) {
    return store.snapshot(SnapshotForm.PG_DUMP, tools);
  }

  private PostgresqlTools tools() {
    return new PostgresqlTools(Optional.of(folder));
  }

  private void fake(String name, String does, String version) throws IOException {
    Path program = folder.resolve(name);
    Files.writeString(
        program,
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo \"%s (PostgreSQL) %s\"; exit; fi\n%s\n"
            .formatted(name, version, does));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static OutputStream none() {
    return OutputStream.nullOutputStream();
  }

  private static InputStream in(ByteArrayOutputStream copy) {
    return new ByteArrayInputStream(copy.toByteArray());
  }
}
