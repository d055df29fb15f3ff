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
    manual.names("people.csv");
    manual.before(
        "signet user import",
        () ->
            Files.writeString(
                folder.resolve("people.csv"),
                """
                Email,Name,Groups
                bob@example.com,Bob Example,pilot;staff
                "carol@example.com","Carol ""C"" Example",staff
                alice@example.com,Alice Example,
                """));
    manual.after(
        "signet user import",
        run -> assertTrue(run.text().startsWith("2 added, 1 known already"), run.text()));
    manual.after(
        "signet enrol invite --group pilot",
        run -> assertTrue(run.text().startsWith("1 are invited"), run.text()));
    manual.after(
        "signet enrol invite --everybody",
        run -> assertTrue(run.text().startsWith("3 are invited"), run.text()));
    assertEquals(4, manual.follow());

    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      List<NoticeOutbox.Waiting> letters = organization.notices().waiting();
      assertEquals(5, letters.size());
      String letter = Files.readString(letters.getFirst().file());
      assertTrue(
          letter.contains("/enrol?for=alice%40example.com#code="),
          "a link with the code\n" + letter);
    }
    CommandRun nobody = manual.ran(new byte[0], List.of("enrol", "invite", "dan@example.com"));
    assertEquals(2, nobody.status());
    assertTrue(nobody.errors().contains("give --name"), nobody.errors());
    CommandRun plain =
        manual.ran(
            new byte[0],
            List.of("enrol", "invite", "alice@example.com", "--portal", "http://example.com"));
    assertEquals(2, plain.status());
    assertTrue(plain.errors().contains("is no https address"), plain.errors());
    wavesGoOnWhereTheLastOneEnded();
    aTableWithAWrongRowIsRefusedWhole();
  }

  private void wavesGoOnWhereTheLastOneEnded() {
    CommandRun first = manual.done("enrol", "invite", "--everybody", "--at-most", "2");
    assertTrue(first.text().contains("go on with --after bob@example.com"), first.text());
    CommandRun second = manual.done("enrol", "invite", "--everybody", "--after", "bob@example.com");
    assertTrue(second.text().startsWith("1 are invited"), second.text());
    assertEquals(2, manual.ran(new byte[0], List.of("enrol", "invite")).status());
  }

  private void aTableWithAWrongRowIsRefusedWhole() throws Exception {
    Path table = folder.resolve("wrong.csv");
    Files.writeString(
        table,
        """
        address;name
        eve@example.com;Eve
        eve@elsewhere.test;Eve
        nobody;Nobody
        dan@example.com;
        EVE@example.com;Eve again
        """);
    CommandRun wrong = manual.ran(new byte[0], List.of("user", "import", table.toString()));
    assertEquals(5, wrong.status(), wrong.errors());
    for (String problem :
        List.of(
            "row 3: eve@elsewhere.test: is not in our domains",
            "row 4: ",
            "row 5: dan@example.com: has no name",
            "row 6: ",
            "4 rows are no people of ours")) {
      assertTrue(wrong.errors().contains(problem), problem + "\n" + wrong.errors());
    }
    assertTrue(!manual.done("user", "list").text().contains("eve@"), "nobody was added");
    Files.writeString(table, "mailbox,full name\n");
    CommandRun strange = manual.ran(new byte[0], List.of("user", "import", table.toString()));
    assertEquals(5, strange.status());
    assertTrue(strange.errors().contains("has no column 'address'"), strange.errors());
  }
}
