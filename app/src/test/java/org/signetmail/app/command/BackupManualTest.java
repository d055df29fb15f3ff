package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.backup.BackupRecord;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every command of {@code docs/operate/backup.md}, in order, beside the running system, and
 * looks at what it did.
 */
class BackupManualTest {
  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("backup.md", folder, home);

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    AdministratorsDesk desk = new AdministratorsDesk(manual, home);
    desk.found("jdbc:sqlite:signet.db");
    Files.createDirectory(folder.resolve("backups"));
    Files.writeString(folder.resolve("second-site.pass"), "second\n");
    try (Organization organization = Organization.open(new Home(home), InstantSource.system());
        Services services = Services.start(organization)) {
      manual.means("/var/lib/signet/drills/20261123T120000Z-drill.json", this::newestReport);
      manual.means("/var/lib/signet", home::toString);
      manual.means("/mnt/backups", () -> folder.resolve("backups").toString());
      manual.means("https://signet.example.com", () -> "https://localhost:" + services.httpsPort());
      manual.names("offsite", "passphrase");
      manual.after("signet backup list --json", this::oneOfEachKind);
      manual.after(
          "signet backup verify --trust root.pem --json",
          run -> assertEquals("whole", json(run).path("result").asString()));
      manual.after("signet backup verify --trust root.pem --home", this::theLogWasAsked);
      manual.after("signet backup verify --trust root.pem --log", this::theLogWasAsked);
      manual.after("signet backup drill", run -> says(run, "3 of 3 canaries gave their key"));
      manual.after("signet backup prune", run -> says(run, "0 backups deleted"));
      assertTrue(manual.follow() > 15, "commands on the page");
    }
    Path report = folder.resolve("report.json");
    assertTrue(Files.readString(report).contains("\"result\":\"passed\""), "OpenSSL gave it out");
    List<String> metrics = Files.readAllLines(folder.resolve("metrics.txt"));
    assertTrue(metrics.contains("signet_drill_passed 1.0"), metrics.toString());
    assertTrue(
        metrics.stream()
            .filter(line -> line.matches("signet_(backup|drill)_age_seconds .*"))
            .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
            .allMatch(age -> age >= 0 && age < 600),
        metrics.toString());
    theBackupsOfTheEndOpenWithBothKeys();
    aBitThatFellOverIsFound();
    anOlderOneInPlaceOfTheNewestIsFound();
  }

  private void oneOfEachKind(CommandRun run) {
    JsonNode list = json(run);
    List<String> kinds = Stream.of(0, 1, 2).map(i -> list.get(i).path("kind").asString()).toList();
    assertEquals(List.of("full", "incremental", "full"), kinds);
  }

  private void theLogWasAsked(CommandRun run) {
    says(run, "the log knows it, and no newer one; nothing was left out");
  }

  private void theBackupsOfTheEndOpenWithBothKeys() {
    restored("by-the-first", "backup.p12", "passphrase");
    restored("by-the-second", "second-site.p12", "second-site.pass");
  }

  private void restored(String name, String key, String password) {
    manual.done(
        "backup",
        "restore",
        "--trust=" + folder.resolve("root.pem"),
        "--key=" + folder.resolve(key),
        "--password-file=" + folder.resolve(password),
        "--home=" + folder.resolve(name),
        folder.resolve("backups").toString());
    assertTrue(Files.exists(folder.resolve(name).resolve("signet.db")));
  }

  private void aBitThatFellOverIsFound() throws IOException {
    Path newest = newest(folder.resolve("offsite"));
    byte[] octets = Files.readAllBytes(newest);
    octets[octets.length / 2] ^= 1;
    Files.write(newest, octets);
    refused("check sum", folder.resolve("offsite"));
  }

  private void anOlderOneInPlaceOfTheNewestIsFound() throws IOException {
    Path backups = folder.resolve("backups");
    Path newest = newest(backups);
    Files.move(newest, folder.resolve("hidden"), StandardCopyOption.REPLACE_EXISTING);
    refused("the log knows one of", backups, "--home=" + home);
    Files.move(folder.resolve("hidden"), newest);
  }

  private void refused(String why, Path place, String... more) {
    List<String> words =
        Stream.concat(
                Stream.of(
                    "backup", "verify", "--trust=" + folder.resolve("root.pem"), place.toString()),
                Stream.of(more))
            .toList();
    CommandRun run = manual.ran(new byte[0], words);
    assertEquals(1, run.status(), run.errors());
    assertTrue(run.errors().contains(why), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertFalse(run.text().contains("nothing was left out"));
  }

  private Path newest(Path place) throws IOException {
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      BackupRecord last =
          organization.store().backups().backups().stream()
              .filter(one -> Files.exists(place.resolve(Path.of(one.file()).getFileName())))
              .reduce((first, second) -> second)
              .orElseThrow();
      return place.resolve(Path.of(last.file()).getFileName());
    }
  }

  private String newestReport() {
    try (Stream<Path> reports = Files.list(home.resolve("drills"))) {
      return reports
          .map(Path::toString)
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .reduce((first, second) -> second)
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void says(CommandRun run, String what) {
    assertTrue(run.text().contains(what), run.text());
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.builder().build().readTree(run.out());
  }
}
