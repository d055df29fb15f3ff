package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs every command of {@code docs/operate/officers.md}, in order, and looks at what it did. */
class OfficersManualTest {
  private static final Pattern CASE = Pattern.compile("R-[1-9A-Z]{4}-[1-9A-Z]{2}");

  @TempDir Path folder;

  private String caseId = "";
  private int replacements;

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    Manual manual = new Manual("officers.md", folder, folder.resolve("signet-home"));
    for (String name : List.of("olga", "omar", "otto", "nina", "bob")) {
      Files.writeString(folder.resolve(name + ".pass"), "the password of " + name + "\n");
    }
    manual.names("signet-home");
    manual.means("R-7K3Q-M2", () -> caseId);
    manual.before("signet officer enrol nina@", () -> bobAsks(manual));
    manual.fails("signet officer replace --out ", 3); // Bob's case is open
    manual.after("signet officer replace --out ", run -> says(run, "wait for open cases", caseId));
    manual.after("signet officer replace --key ", run -> says(run, "every old share is worthless"));
    manual.after("signet officer replace --in ", run -> says(run, "every old share is worthless"));
    manual.after("signet officer list --json", this::listed);
    assertTrue(manual.follow() > 10, "commands on the page");
    assertEquals(2, replacements, "that end with all records sealed again");

    bobAsksAgain(manual);
    assertNotEquals(0, approved(manual, "otto.p12", "otto").status(), "he has no seat");
    assertNotEquals(0, approved(manual, "olga.p12", "olga").status(), "these keys have none");
    for (String officer : List.of("omar", "nina")) {
      assertEquals(0, approved(manual, officer + ".p12", officer).status());
    }
    assertNotEquals(0, collected(manual).status(), "three act together now");
    assertEquals(0, approved(manual, "olga-2.p12", "olga").status());
    assertEquals(0, collected(manual).status());
    assertTrue(Files.size(folder.resolve("back.p12")) > 0);
  }

  private void listed(CommandRun run) {
    JsonNode list = JsonMapper.shared().readTree(run.text());
    JsonNode only = list.get("sets").get(0);
    assertEquals(1, list.get("sets").size(), "the former sets are retired");
    assertEquals(3, only.get("quorum").asInt());
    List<String> addresses =
        only.get("officers").valueStream().map(one -> one.get("mailbox").asString()).toList();
    assertEquals(List.of("olga@example.com", "omar@example.com", "nina@example.com"), addresses);
    assertFalse(run.text().contains("otto@"), run.text());
  }

  private void says(CommandRun run, String... words) {
    for (String word : words) {
      assertTrue(run.text().contains(word), run.text());
    }
    replacements += run.status() == 0 ? 1 : 0;
  }

  private void bobAsks(Manual manual) {
    manual.done("user", "add", "bob@example.com", "--name=Bob");
    for (String[] one : new String[][] {{"new", "bob.p12"}, {"replace", "bob-new.p12"}}) {
      manual.done(
          "enrol",
          one[0],
          "bob@example.com",
          "-o",
          folder.resolve(one[1]).toString(),
          "--vouched-by=anna@example.com",
          "--password-file=" + folder.resolve("bob.pass"));
    }
    bobAsksAgain(manual);
  }

  private void bobAsksAgain(Manual manual) {
    CommandRun asked =
        manual.done(
            "recovery",
            "request",
            "--key=" + folder.resolve("bob-new.p12"),
            "--password-file=" + folder.resolve("bob.pass"),
            "--reason=lost");
    Matcher opened = CASE.matcher(asked.text());
    assertTrue(opened.find(), asked.text());
    caseId = opened.group();
  }

  private CommandRun approved(Manual manual, String key, String officer) {
    return manual.ran(
        new byte[0],
        List.of(
            "recovery",
            "approve",
            caseId,
            "--key=" + folder.resolve(key),
            "--password-file=" + folder.resolve(officer + ".pass")));
  }

  private CommandRun collected(Manual manual) {
    return manual.ran(
        new byte[0],
        List.of(
            "recovery",
            "collect",
            caseId,
            "--key=" + folder.resolve("bob-new.p12"),
            "--password-file=" + folder.resolve("bob.pass"),
            "--new-password-file=" + folder.resolve("bob.pass"),
            "-o",
            folder.resolve("back.p12").toString()));
  }
}
