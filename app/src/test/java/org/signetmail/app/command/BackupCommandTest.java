package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code signet backup} says, and the code it ends with. */
class BackupCommandTest {
  @TempDir Path folder;
  private Path home = Path.of("");
  private String root = "";

  @BeforeEach
  void aSystemWithABackup() {
    home = folder.resolve("home");
    root = home.resolve("certificates/root.pem").toString();
    ran(
        0,
        "init",
        home.toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=3",
        "--quorum=2");
    ran(0, "backup", "create", "--home=" + home);
  }

  @Test
  void reportsAreJsonWhereAsked() throws IOException {
    JsonNode list = json(ran(0, "backup", "list", "--json", "--home=" + home)).get(0);
    JsonNode whole = json(verify(0, "--json", "--home=" + home, home + "/backups"));
    assertEquals("whole", whole.path("result").asString());
    assertTrue(whole.path("log-asked").asBoolean());
    assertEquals(list.path("id").asString(), whole.path("chain").get(0).path("id").asString());
    assertEquals(3, whole.path("rows").path("archived_key").asInt());
    JsonNode drill = json(ran(0, "backup", "drill", "--json", "--home=" + home));
    assertEquals("passed", drill.path("result").asString());
    assertFalse(
        json(ran(0, "backup", "list", "--json", "--home=" + home))
            .get(0)
            .path("verified")
            .isNull());
  }

  @Test
  void whatIsNoBackupIsNotWhatItClaims() {
    says(verify(5, home + "/signet.yaml"), "does not begin as a backup");
    says(verify(5, folder + "/nowhere"), "no such file");
    says(verify(1, home.toString()), "there is none");
    says(verify(2, "--until=yesterday", home + "/backups"), "is no time");
    says(verify(2, "--log=http://127.0.0.1:1/log", home + "/backups"), "--vkey");
    says(
        verify(5, "--log=http://127.0.0.1:1/log", "--vkey=" + root, home + "/backups"),
        "no verifier key");
    says(
        verify(
            6, "--log=http://127.0.0.1:1/log", "--vkey=" + home + "/log.vkey", home + "/backups"),
        "no answer");
  }

  @Test
  void aKeyThatOpensItNotIsToldFromOneThatIsNotThere() {
    says(restore(4, "keys/archive-transport.p12", "a"), "no key that was given opens it");
    says(restore(5, "keys/nobody.p12", "b"), "no such file");
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    Path file = Files.writeString(there.resolve("letter.txt"), "mine");
    says(restore(1, "offline/backup.p12", "there"), "there is something in it");
    assertEquals("mine", Files.readString(file));
    says(ran(2, "backup", "create", "--home=" + home, file.toString()), "exists already");
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aNewKeyOpensWhatIsTakenFromThenOnAndTheOldOneNoMore() {
    says(ran(2, "backup", "key", "--home=" + home, "-o", root, password()), "is there already");
    String next = folder.resolve("next.p12").toString();
    ran(0, "backup", "key", "--home=" + home, "-o", next, password());
    CommandRun made = ran(0, "backup", "create", "--home=" + home);
    assertTrue(made.text().contains("full (the recipients are others)"), made.text());
    says(restore(4, "offline/backup.p12", "old"), "no key that was given opens it");
    restore(0, next, "new");

    ran(0, "backup", "key", "--beside", "--home=" + home, "-o", folder + "/third.p12", password());
    ran(0, "backup", "create", "--home=" + home);
    restore(0, next, "by-the-second");
    restore(0, folder + "/third.p12", "by-the-third");
  }

  private CommandRun restore(int status, String key, String to) {
    return ran(
        status,
        "backup",
        "restore",
        "--trust=" + root,
        "--key=" + home.resolve(key),
        password(),
        "--home=" + folder.resolve(to),
        home + "/backups");
  }

  private CommandRun verify(int status, String... words) {
    List<String> all = new ArrayList<>(List.of("backup", "verify", "--trust=" + root));
    all.addAll(List.of(words));
    return ran(status, all.toArray(String[]::new));
  }

  private String password() {
    return "--password-file=" + home.resolve("passphrase");
  }

  private static CommandRun ran(int status, String... words) {
    CommandRun run = CommandRun.of(new byte[0], errors -> Main.run(words, errors));
    assertEquals(status, run.status(), () -> String.join(" ", words) + ": " + run.errors());
    return run;
  }

  private static void says(CommandRun run, String what) {
    assertTrue(run.errors().contains(what), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return JsonMapper.builder().build().readTree(run.out());
  }
}
