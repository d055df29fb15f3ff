package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.NoticeOutbox;
import org.signetmail.app.organization.Organization;
import org.signetmail.testkit.CommandRun;

/** Runs every command of {@code docs/operate/portal.md}, and reads the letter. */
class PortalManualTest {
  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("portal.md", folder, home);

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
    assertEquals(1, manual.follow());

    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      List<NoticeOutbox.Waiting> letters = organization.notices().waiting();
      assertEquals(1, letters.size());
      String letter = Files.readString(letters.getFirst().file());
      assertTrue(
          letter.contains("/enrol?for=alice%40example.com#code="),
          "a link with the code\n" + letter);
    }
    CommandRun nobody = manual.ran(new byte[0], List.of("enrol", "invite", "bob@example.com"));
    assertEquals(2, nobody.status());
    assertTrue(nobody.errors().contains("give --name"), nobody.errors());
    CommandRun plain =
        manual.ran(
            new byte[0],
            List.of("enrol", "invite", "alice@example.com", "--portal", "http://example.com"));
    assertEquals(2, plain.status());
    assertTrue(plain.errors().contains("is no https address"), plain.errors());
  }
}
