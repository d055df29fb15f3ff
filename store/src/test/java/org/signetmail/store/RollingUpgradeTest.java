package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.PostgresServer;

/**
 * Nodes of the version before go on while the tables are already newer: what changes the tables
 * only adds, and what such a node leaves out is written later.
 */
class RollingUpgradeTest {
  /** The last file of the version before. */
  private static final String BEFORE = "V018";

  /** What an older program does not notice. */
  private static final Pattern ADDS =
      Pattern.compile(
          "CREATE TABLE .*|CREATE (UNIQUE )?INDEX .*|ALTER TABLE \\w+ ADD COLUMN (?!.*NOT NULL).*"
              + "|ALTER TABLE \\w+ ADD COLUMN .*NOT NULL.* DEFAULT .*|INSERT INTO .*",
          Pattern.DOTALL);

  /** Nothing to be found by: no letter and no digit in name and mailbox. */
  private static final Person NAMELESS =
      new Person(
          Mailbox.of("_@example.test"), "–", Set.of(), Person.State.ACTIVE, StoreContract.NOON);

  @TempDir Path folder;

  @Test
  void everyFileSinceTheVersionBeforeOnlyAdds() throws IOException {
    List<String> changes = new ArrayList<>();
    for (Path file : files()) {
      Set<String> own = new java.util.HashSet<>();
      for (String statement : statements(file)) {
        if (statement.startsWith("CREATE TABLE ")) {
          own.add(statement.split("[ (]+")[2]);
        }
        // A unique index refuses rows of a table that an older program fills without knowing it.
        boolean isRule =
            statement.startsWith("CREATE UNIQUE INDEX")
                && own.stream().noneMatch(statement::contains);
        if (!ADDS.matcher(statement).matches() || isRule) {
          changes.add(file.getFileName() + ": " + statement);
        }
      }
    }
    assertEquals(List.of(), changes, "an older node would not survive these");
  }

  @Test
  void onSqlite() throws SQLException {
    goOn(StoreUrl.SQLITE + folder.resolve("store.db"));
  }

  @Test
  void onPostgresql() throws SQLException {
    goOn(PostgresServer.shared().freshDatabase());
  }

  /** Rows as the version before writes them: without the columns and tables that came since. */
  private static void goOn(String url) throws SQLException {
    CertificateRecord record = StoreContract.signing(TestCertificates.fresh());
    Person person =
        new Person(StoreContract.ALICE, "Alice", Set.of(), Person.State.ACTIVE, StoreContract.NOON);
    try (Store store = Store.open(StoreUrl.of(url))) {
      StoreContract.put(store, person);
      StoreContract.put(store, NAMELESS);
      store.certificates().keep(record, StoreContract.issued());
      assertEquals(0, store.catchUp(), "a node of this version leaves nothing out");
      try (Connection connection = DriverManager.getConnection(url);
          Statement older = connection.createStatement()) {
        older.execute("UPDATE certificate SET not_after = NULL");
        older.execute("DELETE FROM person_word");
      }
      assertEquals(2, store.catchUp());
      assertEquals(0, store.catchUp());
      Instant before = record.certificate().notAfter().minusSeconds(1);
      assertEquals(
          1, store.census().take(before).ending().values().stream().mapToLong(n -> n).sum());
    }
  }

  /** An older node that is started again: the tables say from which version on they can be used. */
  @Test
  void anOlderProgramOpensNewerTablesThatOnlyHaveMore() throws Exception {
    startAgain(StoreUrl.SQLITE + folder.resolve("store.db"));
    startAgain(PostgresServer.shared().freshDatabase());
  }

  private static void startAgain(String url) throws Exception {
    Store.open(StoreUrl.of(url)).close();
    try (Connection connection = DriverManager.getConnection(url);
        Statement newer = connection.createStatement()) {
      newer.execute("UPDATE signet_schema SET version = version + 7");
      newer.execute("ALTER TABLE certificate ADD COLUMN of_later TEXT");
    }
    CertificateRecord record = StoreContract.signing(TestCertificates.fresh());
    try (Store store = Store.open(StoreUrl.of(url))) {
      store.certificates().keep(record, StoreContract.issued());
      assertTrue(
          store.certificates().find(record.issuer(), record.certificate().serial()).isPresent());
      StoreUnavailable e =
          assertThrows(
              StoreUnavailable.class,
              () -> store.snapshot().write(OutputStream.nullOutputStream()));
      assertTrue(
          String.valueOf(e.getMessage()).contains("take backups with the newer Signet"),
          e.getMessage());
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement table = connection.createStatement();
        ResultSet row = table.executeQuery("SELECT version, usable_from FROM signet_schema")) {
      assertTrue(row.next());
      assertEquals(18, row.getLong("usable_from"), "the place of " + BEFORE + " among the files");
      assertEquals(7 + files().size() + 18, row.getLong("version"), "an older one leaves it");
    }
  }

  private static List<Path> files() throws IOException {
    Path schema =
        org.signetmail.testkit.Fixtures.repository()
            .resolve("store/src/main/resources/org/signetmail/store/schema");
    try (Stream<Path> all = Files.list(schema)) {
      List<Path> since =
          all.filter(file -> file.getFileName().toString().compareTo(BEFORE + "~") > 0)
              .sorted()
              .toList();
      assertTrue(!since.isEmpty(), "there are no files since " + BEFORE);
      return since;
    }
  }

  private static List<String> statements(Path file) throws IOException {
    String sql = Files.readString(file).replaceAll("(?m)^\\s*--.*$", "");
    return Arrays.stream(sql.strip().split(";\\s*(\\n|$)")).map(String::strip).toList();
  }
}
