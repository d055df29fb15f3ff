package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.PostgresServer;

/**
 * Homes that the version before made (tables up to V018): three officers, Alice with two sets of
 * keys, Bob who left, a recovery case that one officer has approved, and a backup. This version
 * opens them, loses nothing, and brings the case to its end.
 */
class UpgradedHomeTest {
  @TempDir Path folder;

  @Test
  void onSqlite() throws Exception {
    unpack("v018-sqlite.tar.gz");
    everythingIsThere();
    CommandRun since = signet("log", "verify", "--remembered=" + folder.resolve("checkpoint"));
    assertEquals(0, since.status(), since.errors());
    Path backup;
    try (var files = Files.list(folder.resolve("home/backups"))) {
      backup = files.findFirst().orElseThrow();
    }
    CommandRun verified =
        signet(
            "backup",
            "verify",
            backup.toString(),
            "--trust=" + folder.resolve("home/certificates/root.pem"));
    assertEquals(0, verified.status(), verified.text() + verified.errors());
  }

  @Test
  void onPostgresql() throws Exception {
    unpack("v018-postgresql.tar.gz");
    String url = PostgresServer.shared().freshDatabase();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(folder.resolve("store.sql")));
    }
    Path settings = folder.resolve("home/signet.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceFirst("jdbc:postgresql:[^\"]*", "")
            .replace("url: \"\"", "url: \"" + url + "\""));
    everythingIsThere();
  }

  private void everythingIsThere() throws Exception {
    CommandRun log = signet("log", "verify");
    assertEquals(0, log.status(), log.text() + log.errors());

    String people = done("user", "list", "--json").text();
    assertTrue(people.contains("alice@example.test"), people);
    assertTrue(people.contains("left"), people);
    String certificates = done("cert", "list", "--json").text();
    assertEquals(
        27,
        certificates.split("\"serial\"", -1).length - 1,
        "as many as the version before listed: " + certificates);

    String id = Files.readString(folder.resolve("case")).strip();
    assertTrue(done("recovery", "show", id).text().contains("laptop stolen"));
    Path password = folder.resolve("password");
    done("recovery", "approve", id, "--key=" + folder.resolve("omar.p12"), secret(password));
    Path history = folder.resolve("history.p12");
    done(
        "recovery",
        "collect",
        id,
        "--key=" + folder.resolve("alice-new.p12"),
        secret(password),
        "--new-password-file=" + password,
        "-o",
        history.toString());
    assertTrue(Files.size(history) > 0);

    done("crl", "publish");
    done("user", "add", "carol@example.test", "--name=Carol");
    done(
        "enrol",
        "new",
        "carol@example.test",
        "--vouched-by=olga@example.test",
        secret(password),
        "-o",
        folder.resolve("carol.p12").toString());
    assertEquals(0, signet("log", "verify").status());
  }

  private static String secret(Path password) {
    return "--password-file=" + password;
  }

  private CommandRun done(String... words) {
    CommandRun run = signet(words);
    assertEquals(0, run.status(), String.join(" ", words) + ": " + run.text() + run.errors());
    return run;
  }

  private CommandRun signet(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--home=" + folder.resolve("home"));
    return CommandRun.of(new byte[0], errors -> Main.run(all.toArray(String[]::new), errors));
  }

  private void unpack(String name) throws IOException, InterruptedException {
    Path packed = folder.resolve(name);
    try (InputStream in =
        UpgradedHomeTest.class.getResourceAsStream("/org/signetmail/app/upgrade/" + name)) {
      Files.copy(java.util.Objects.requireNonNull(in), packed);
    }
    assertEquals(
        0,
        new ProcessBuilder("tar", "-xzf", packed.toString(), "-C", folder.toString())
            .inheritIO()
            .start()
            .waitFor());
  }
}
