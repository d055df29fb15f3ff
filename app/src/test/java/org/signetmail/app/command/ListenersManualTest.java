package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;

/** Runs every command of {@code docs/operate/listeners.md}. */
class ListenersManualTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.com");

  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("listeners.md", folder, home);

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    CommandRun init =
        manual.ran(
            new byte[0],
            List.of(
                "init",
                home.toString(),
                "--organization=Example Corp",
                "--domain=example.com",
                "--officers=3",
                "--quorum=2"));
    assertEquals(0, init.status(), init.errors());
    manual.done("user", "add", ALICE.toString(), "--name=Alice");
    manual.before("signet user password --remove", () -> assertTrue(isKept()));
    assertEquals(2, manual.follow());

    assertTrue(
        Files.readString(folder.resolve("alice.pass")).matches("([2-9a-z]{4}-){6}[2-9a-z]{4}\\R"));
    assertFalse(isKept());
    CommandRun again = manual.ran(new byte[0], List.of("user", "password", "--remove", "" + ALICE));
    assertEquals(1, again.status());
    assertTrue(again.errors().contains("has no password to send with"), again.errors());
    CommandRun nobody = manual.ran(new byte[0], List.of("user", "password", "carol@example.com"));
    assertEquals(1, nobody.status());
    assertTrue(nobody.errors().contains("is nobody here"), nobody.errors());
    assertEquals("", nobody.text());
  }

  private boolean isKept() throws Exception {
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      return organization.store().passwords().find(ALICE).isPresent();
    }
  }
}
