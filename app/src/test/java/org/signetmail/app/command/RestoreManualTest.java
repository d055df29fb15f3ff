package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.PostgresServer;

/**
 * Runs every command of {@code docs/operate/restore.md}, in order, and looks whether an old letter
 * opens in what came back.
 */
class RestoreManualTest {
  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("restore.md", folder, home);
  private final Path onPostgresql = folder.resolve("on-postgresql");
  private final Path postgresqlHome = onPostgresql.resolve("home");
  private Instant monday = Instant.EPOCH;
  private String later = "";

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    AdministratorsDesk desk = aSystemThatIsLost();
    aSystemOnPostgresqlThatIsLost();
    String database = PostgresServer.shared().freshDatabase();
    manual.names("passphrase", "restored", "restored-2", "of-monday");
    manual.means("/mnt/backups-of-postgresql", () -> onPostgresql.resolve("backups").toString());
    manual.means("/mnt/new-backups", () -> folder.resolve("new-backups").toString());
    manual.means("/mnt/backups", () -> folder.resolve("backups").toString());
    manual.means("jdbc:postgresql://db2/signet", () -> database);
    manual.means("2026-11-23T12:00:00Z", monday::toString);
    String restore = "signet backup restore --trust root.pem --key backup.p12 --password-file";
    manual.before(restore + " passphrase --store", () -> onTheDesk(onPostgresql));
    manual.before(restore + " passphrase --until", () -> onTheDesk(folder.resolve("safe")));
    assertTrue(manual.follow() > 12, "commands on the page");

    assertEquals("rw-------", permissions(folder.resolve("restored/passphrase")));
    desk.theOldLetterOpens(folder.resolve("restored"), "olga", "omar");
    assertTrue(isThere("restored", "carol"), "who came later");
    assertTrue(isThere("of-monday", "bob"));
    assertFalse(isThere("of-monday", "carol"), "who came later");
    assertTrue(isThere("restored-2", "dora"));
    whatIsYoungerThanTheBackupIsMissed();
  }

  private AdministratorsDesk aSystemThatIsLost() throws Exception {
    AdministratorsDesk desk = new AdministratorsDesk(manual, home);
    desk.found("jdbc:sqlite:signet.db");
    desk.bobHasLostHisKey();
    String backups = Files.createDirectory(folder.resolve("backups")).toString();
    Files.createDirectory(folder.resolve("new-backups"));
    manual.done("backup", "create", backups);
    monday = Instant.now();
    Thread.sleep(1100); // a time on the page has seconds, as backups have
    manual.done("user", "add", "carol@example.com", "--name=carol");
    Files.write(folder.resolve("kept.note"), manual.done("log", "checkpoint").out());
    manual.done("backup", "create", backups);
    manual.done("cert", "revoke", desk.serialOfBob(), "--reason=key-compromise");
    later = manual.done("log", "checkpoint").text();
    Files.move(home, folder.resolve("lost"));
    Path safe = Files.createDirectory(folder.resolve("safe"));
    for (String name : List.of("root.pem", "backup.p12", "passphrase")) {
      Files.copy(folder.resolve(name), safe.resolve(name));
    }
    return desk;
  }

  private void aSystemOnPostgresqlThatIsLost() throws IOException {
    Files.createDirectory(onPostgresql);
    Manual other = new Manual("restore.md", onPostgresql, postgresqlHome);
    new AdministratorsDesk(other, postgresqlHome).found(PostgresServer.shared().freshDatabase());
    Path yaml = postgresqlHome.resolve("signet.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("backup:\n", "backup:\n  method: pg_dump\n"));
    other.done("user", "add", "dora@example.com", "--name=dora");
    other.done(
        "backup", "create", Files.createDirectory(onPostgresql.resolve("backups")).toString());
  }

  private void onTheDesk(Path from) throws IOException {
    for (String name : List.of("root.pem", "backup.p12", "passphrase")) {
      Files.copy(from.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean isThere(String home, String person) throws IOException {
    try (Organization organization =
        Organization.open(new Home(folder.resolve(home)), InstantSource.system())) {
      return organization.store().people().find(Mailbox.of(person + "@example.com")).isPresent();
    }
  }

  private void whatIsYoungerThanTheBackupIsMissed() throws IOException {
    Path note = Files.writeString(folder.resolve("later.note"), later);
    CommandRun run =
        manual.ran(
            new byte[0],
            List.of(
                "log", "verify", "--home=" + folder.resolve("restored"), "--remembered=" + note));
    assertEquals(1, run.status(), run.text());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  private static String permissions(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }
}
