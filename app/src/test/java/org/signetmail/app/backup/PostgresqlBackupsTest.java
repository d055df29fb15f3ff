package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.backup.BackupMaker.Kind;
import org.signetmail.app.backup.BackupMaker.Made;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.DrillRecord;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Finding;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Backups of a running system whose store PostgreSQL's own program copies. */
class PostgresqlBackupsTest {
  @TempDir Path folder;
  private String live = "";
  private TestSystem system;

  @BeforeEach
  void begin() throws IOException {
    live = PostgresServer.shared().freshDatabase();
    system = new TestSystem(folder, live, "method: pg_dump");
  }

  @AfterEach
  void end() {
    system.close();
  }

  @Test
  void comesBackIntoAnotherDatabaseWholeOrToAPointInTime() throws IOException {
    LogEntry something = LogEntry.of(EntryType.POLICY_CHANGED, system.clock.instant());
    system
        .organization()
        .store()
        .log()
        .append(IntStream.range(0, 12_000).mapToObj(i -> something.with("n", "" + i)).toList());
    Made first = make();
    assertTrue(first.manifest().tool().orElseThrow().startsWith("pg_dump "));
    system.issue("alice");
    Made second = make();
    assertEquals("incremental", second.manifest().kind(), second.toString());
    long size = Files.size(second.file());
    assertTrue(size < Files.size(first.file()) / 2, size + " of " + Files.size(first.file()));
    assertEquals(List.of(), objections(chain(second.file())));

    try (Organization restored = restored("whole", chain(second.file()))) {
      assertTrue(restored.store().people().find(TestSystem.mailbox("alice")).isPresent());
      assertInstanceOf(Audit.Consistent.class, restored.log().audit());
    }
    try (Organization restored = restored("before", chain(first.file()))) {
      assertTrue(restored.store().people().find(TestSystem.mailbox("alice")).isEmpty());
      assertInstanceOf(Audit.Consistent.class, restored.log().audit());
    }
  }

  @Test
  void isDrilledInADatabaseOfItsOwnWhichIsGoneAfterwards() throws Exception {
    make();
    Drill.Held held =
        new Drill(system.organization()).hold(List.of(system.backups), List.of(), Progress.NONE);
    assertEquals(DrillRecord.Result.PASSED, held.report().result(), held.report().text());
    assertTrue(held.report().text().contains("3 of 3 canaries gave their key"));
    try (Connection connection = DriverManager.getConnection(live);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(*) FROM pg_database WHERE datname LIKE '%signet_drill'")) {
      assertTrue(found.next());
      assertEquals(0, found.getInt(1));
    }
  }

  @Test
  void theLogFindsARowInThePlaceOfAnother() throws Exception {
    system.issue("alice");
    try (Connection connection = DriverManager.getConnection(live);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE certificate SET der = (SELECT der FROM certificate ORDER BY log_index LIMIT 1)"
              + " WHERE owner_key = 'alice@example.test'");
    }
    assertEquals(
        List.of(BackupFinding.BACKUP_RECORDS),
        objections(chain(make().file())).stream().map(Finding::code).toList());
  }

  @Test
  void anotherMethodBeginsAnotherChain() throws IOException {
    make();
    system.close();
    Path file = system.home.resolve("signet.yaml");
    Files.writeString(file, Files.readString(file).replace("method: pg_dump", "method: rows"));
    try (Organization organization = Organization.open(new Home(system.home), system.clock)) {
      system.clock.pass(Duration.ofSeconds(2));
      Made made =
          new BackupMaker(organization).make(system.backups, Kind.WHAT_CHANGED, Progress.NONE);
      assertEquals("the method is another", made.why().orElseThrow());
      assertEquals(Optional.empty(), made.manifest().tool());
    }
  }

  private Made make() throws IOException {
    system.clock.pass(Duration.ofSeconds(2));
    return system.maker().make(system.backups, Kind.WHAT_CHANGED, Progress.NONE);
  }

  private Organization restored(String name, BackupChain chain) throws IOException {
    Home home = new Home(folder.resolve(name));
    Backup.Restoration restoration =
        Backups.restore(
            chain,
            List.of(system.recipient()),
            system.organization().root(),
            home,
            Optional.of(PostgresServer.shared().freshDatabase()),
            Backups.Rows.AS_LOGGED,
            system.clock,
            Progress.NONE);
    assertInstanceOf(Backup.Restoration.Restored.class, restoration, restoration.toString());
    Files.copy(
        system.organization().home().passphraseFile(),
        home.passphraseFile(),
        StandardCopyOption.COPY_ATTRIBUTES);
    return Organization.open(home, system.clock);
  }

  private List<Finding> objections(BackupChain chain) {
    Organization organization = system.organization();
    return new LogEvidence(organization.store().log(), organization.log().verifier())
        .objections(chain, Optional.empty());
  }

  private static BackupChain chain(Path file) throws IOException {
    return assertInstanceOf(
            BackupShelf.Found.Chain.class, Backups.find(List.of(file), Optional.empty()))
        .chain();
  }
}
