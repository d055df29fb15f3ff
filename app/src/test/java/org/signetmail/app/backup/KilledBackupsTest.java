package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.backup.BackupMaker.Kind;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * A process that takes backups, or restores one, is killed with SIGKILL at a random moment, again
 * and again; afterwards the same command completes. {@code -Dsignet.kills=50} kills more often.
 */
class KilledBackupsTest {
  private static final int KILLS = Integer.getInteger("signet.kills", 3);
  private static final int ENTRIES = 20_000;

  @TempDir Path folder;
  private final Random random = new Random(5);

  @Test
  void whatIsRecordedIsThereAndWholeHoweverOftenTakingIsKilled() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      fill(system.organization());
    }
    Path home = folder.resolve("home");
    for (int kill = 0; kill < KILLS; kill++) {
      Child child = new Child(List.of("create", home.toString()));
      child.await("begin", 1 + random.nextInt(4));
      Thread.sleep(random.nextInt(500));
      child.kill();
    }
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      Path backups = BackupMaker.folder(organization);
      Thread.sleep(1500); // a name of its own
      new BackupMaker(organization).make(backups, Kind.WHAT_CHANGED, Progress.NONE);
      BackupShelf shelf = BackupShelf.of(List.of(backups));
      assertEquals(List.of(), shelf.findings());
      Map<String, BackupChain.Link> there =
          shelf.backups().stream()
              .collect(Collectors.toMap(link -> link.manifest().id(), Function.identity()));
      List<BackupRecord> known = organization.store().backups().backups();
      assertEquals(
          known.stream().map(BackupRecord::id).collect(Collectors.toSet()), there.keySet());
      assertTrue(known.size() > 1, "something was taken");
      try (Stream<Path> drafts = Files.list(backups)) {
        assertTrue(drafts.noneMatch(file -> file.toString().endsWith(".part")));
      }
      for (BackupChain.Link link : shelf.backups()) {
        assertInstanceOf(
            Backup.Verification.Whole.class,
            Backups.verify(
                assertInstanceOf(BackupShelf.Found.Chain.class, shelf.chainTo(link)).chain(),
                organization.root(),
                InstantSource.system(),
                Progress.NONE));
      }
      BackupChain newest =
          assertInstanceOf(BackupShelf.Found.Chain.class, shelf.newest(Optional.empty())).chain();
      assertEquals(
          List.of(),
          new LogEvidence(organization.store().log(), organization.log().verifier())
              .objections(newest, Optional.empty()));
      assertInstanceOf(Audit.Consistent.class, organization.log().audit());
      System.out.printf("%d kills: %d backups, all whole%n", KILLS, known.size());
    }
  }

  @Test
  void aRestoreIntoSqliteCompletes() throws Exception {
    restoreIsKilledAndCompletes("jdbc:sqlite:signet.db", () -> {});
  }

  @Test
  void aRestoreIntoPostgresqlCompletes() throws Exception {
    String url = PostgresServer.shared().freshDatabase();
    restoreIsKilledAndCompletes(
        url,
        () -> {
          try (Connection connection = DriverManager.getConnection(url);
              Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
          }
        });
  }

  private interface Disaster {
    void strike() throws Exception;
  }

  private void restoreIsKilledAndCompletes(String storeUrl, Disaster disaster) throws Exception {
    Path safe = Files.createDirectory(folder.resolve("safe"));
    Path backups = Files.createDirectory(folder.resolve("backups"));
    long size;
    try (TestSystem system = new TestSystem(folder, storeUrl)) {
      fill(system.organization());
      system.maker().make(backups, Kind.FULL, Progress.NONE);
      system.clock.pass(Duration.ofSeconds(2));
      fill(system.organization());
      system.maker().make(backups, Kind.WHAT_CHANGED, Progress.NONE);
      size = system.organization().store().log().size() - 1; // its own entry came after it
      for (Path one :
          List.of(
              system.home.resolve("passphrase"),
              system.home.resolve(KeyName.BACKUP.file()),
              system.organization().home().certificateFile("root"))) {
        Files.copy(one, safe.resolve(String.valueOf(one.getFileName())));
      }
    }
    disaster.strike();
    Path home = folder.resolve("restored");
    List<String> command = List.of("restore", home.toString(), backups.toString(), safe.toString());
    int killed = 0;
    for (int kill = 0; kill < KILLS && !Files.exists(home); kill++) {
      Child child = new Child(command);
      child.await("begin", 1);
      Thread.sleep(200 + random.nextInt(1500));
      killed += child.kill() ? 1 : 0;
    }
    if (!Files.exists(home)) {
      Child last = new Child(command);
      last.await("restored", 1);
      last.end();
    }
    Files.copy(
        safe.resolve("passphrase"), home.resolve("passphrase"), StandardCopyOption.COPY_ATTRIBUTES);
    try (Organization restored = Organization.open(new Home(home), InstantSource.system())) {
      assertInstanceOf(Audit.Consistent.class, restored.log().audit());
      assertEquals(size + 1, restored.store().log().size());
      assertEquals(
          EntryType.BACKUP_RESTORED,
          LogEntry.parse(restored.store().log().leaf(size)).type(),
          "that it was restored is said once");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertTrue(left.noneMatch(file -> file.toString().endsWith(".restoring")));
    }
    System.out.printf("%d restores killed, then it was whole%n", killed);
  }

  private static void fill(Organization organization) {
    LogEntry entry = LogEntry.of(EntryType.POLICY_CHANGED, organization.now());
    organization.store().log().append(Stream.generate(() -> entry).limit(ENTRIES).toList());
  }

  /** A process of {@link BackupProcess}. */
  private static final class Child {
    private final Process process;
    private final BufferedReader lines;
    private final List<String> said = new ArrayList<>();

    Child(List<String> arguments) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BackupProcess.class.getName()));
      command.addAll(arguments);
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      lines = process.inputReader();
    }

    /** Reads until so many lines begin with this word. */
    void await(String word, int count) throws IOException {
      int found = 0;
      while (found < count) {
        String line = lines.readLine();
        assertTrue(line != null, "the process ended by itself after " + said);
        said.add(line);
        found += line.startsWith(word) ? 1 : 0;
      }
    }

    /** Whether it was still at work. */
    boolean kill() throws InterruptedException {
      boolean atWork = process.isAlive();
      process.toHandle().destroyForcibly(); // SIGKILL
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return atWork;
    }

    void end() throws InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), said.toString());
    }
  }
}
