package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** What a person is told when a SQLite store cannot be used: one line, with what to do. */
class SqliteFailureTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThere() {
    assertEquals(
        "store jdbc:sqlite:"
            + folder
            + "/no/store.db: folder "
            + folder
            + "/no does not exist; create it",
        refusal(folder.resolve("no/store.db")));
  }

  @Test
  void aFolderForAFile() {
    assertEquals("store jdbc:sqlite:" + folder + ": is a folder; name a file", refusal(folder));
  }

  @Test
  void aFolderThatNobodyMayWriteTo() {
    // /proc takes no files from anybody, root included.
    assertLine("cannot be created", refusal(Path.of("/proc/store.db")));
  }

  @Test
  void anotherKindOfFile() throws IOException {
    Path text = Files.writeString(folder.resolve("store.db"), "not a database ".repeat(100));
    assertLine("is not a SQLite database; name another file", refusal(text));
    assertEquals("not a database ".repeat(100), Files.readString(text));
  }

  @Test
  void theDatabaseOfAnotherProgram() throws SQLException {
    Path other = folder.resolve("other.db");
    change(other, "CREATE TABLE bookmark (id INTEGER PRIMARY KEY)");
    assertLine("is the SQLite database of another program; name another file", refusal(other));
  }

  @Test
  void aStoreThatALaterSignetHasChanged() throws SQLException {
    Path file = folder.resolve("store.db");
    Store.open(StoreUrl.sqlite(file)).close();
    change(file, "UPDATE signet_schema SET version = 99, usable_from = 98");
    assertLine("has schema version 99, this Signet knows up to", refusal(file));
  }

  @Test
  void aDamagedFile() throws IOException {
    Path file = folder.resolve("store.db");
    Store.open(StoreUrl.sqlite(file)).close();
    byte[] octets = Files.readAllBytes(file);
    for (int i = 100; i < octets.length; i++) {
      octets[i] ^= 0x55;
    }
    Files.write(file, octets);
    assertLine("is damaged; stop Signet and restore a backup", refusal(file));
  }

  @Test
  void aCopyOfAStoreThatSomebodyCutARowFrom() throws SQLException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Path file = folder.resolve("store.db");
    try (Store store = Store.open(StoreUrl.sqlite(file))) {
      store
          .certificates()
          .keep(StoreContract.signing(TestCertificates.fresh()), StoreContract.issued());
      change(file, "DELETE FROM key_use");
      assertDoesNotThrow(() -> store.snapshot().write(copy));
    }
    try (Store other = Store.open(StoreUrl.sqlite(folder.resolve("other.db")))) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  other
                      .snapshot()
                      .restore(
                          new ByteArrayInputStream(copy.toByteArray()),
                          LogEntry.of(EntryType.BACKUP_RESTORED, StoreContract.NOON)));
      assertTrue(String.valueOf(e.getMessage()).contains("has a row that no store has"));
      assertEquals(0, other.log().size());
    }
  }

  @Test
  void aClosedStoreRefuses() {
    Store store = Store.open(StoreUrl.sqlite(folder.resolve("store.db")));
    store.close();
    Person person =
        new Person(Mailbox.of("a@b.test"), "A", Set.of(), Person.State.ACTIVE, StoreContract.NOON);
    assertThrows(IllegalStateException.class, () -> StoreContract.put(store, person));
    assertThrows(IllegalStateException.class, () -> store.people().count());
  }

  @Test
  void nobodyElseMayReadTheFiles() throws IOException {
    try (Store store = Store.open(StoreUrl.sqlite(folder.resolve("store.db")))) {
      store.log().append(List.of(StoreContract.issued()));
      for (String name : List.of("store.db", "store.db-wal", "store.db-shm")) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
            name);
      }
    }
    assertFalse(Files.exists(folder.resolve("store.db-wal")), "a clean close leaves one file");
  }

  private static String refusal(Path file) {
    StoreUnavailable e =
        assertThrows(StoreUnavailable.class, () -> Store.open(StoreUrl.sqlite(file)).close());
    return String.valueOf(e.getMessage());
  }

  private static void assertLine(String part, String line) {
    assertTrue(line.startsWith("store jdbc:sqlite:/") && line.contains(part), line);
    assertFalse(line.contains("\n"), line);
  }

  private static void change(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
