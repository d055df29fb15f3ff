package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Officer;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;

/** No seat is given to keys that nobody has, wherever a ceremony is cut off. */
class OfficerEnrolmentTest {
  private static final Mailbox OLGA = Mailbox.of("olga@example.com");
  private static final Mailbox OMAR = Mailbox.of("omar@example.com");
  private static final Mailbox OTTO = Mailbox.of("otto@example.com");

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void lay() throws Exception {
    Files.writeString(folder.resolve("password"), "the secret\n");
    CommandRun init =
        run(
            "init",
            home().toString(),
            "--organization=Example Corp",
            "--domain=example.com",
            "--officers=3",
            "--quorum=2");
    assertEquals(0, init.status(), init.errors());
  }

  @Test
  void whatWasCutOffBeforeTheSeatGoesOnWithTheSameKeys() throws Exception {
    Path file = folder.resolve("olga.p12");
    try (Organization organization = Organization.open(new Home(home()), InstantSource.system())) {
      OfficerCeremony.Keys keys = new OfficerCeremony(organization).make(OLGA, "Olga");
      PrivateFiles.write(file, keys.file("the secret".toCharArray()));
    }
    byte[] before = Files.readAllBytes(file);
    assertEquals(0, seats(OLGA));
    for (int again = 0; again < 2; again++) {
      CommandRun run = enrol(OLGA, file);
      assertEquals(0, run.status(), run.errors());
      assertTrue(run.text().contains("of 3; keys in " + file), run.text());
      assertEquals(1, seats(OLGA));
      assertArrayEquals(before, Files.readAllBytes(file));
    }
  }

  @Test
  void whereTheKeysCannotBeWrittenNoSeatIsTaken() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("file"), "no folder");
    CommandRun run = enrol(OMAR, inTheWay.resolve("omar.p12"));
    assertTrue(run.status() > 0, run.text());
    assertEquals(0, seats(OMAR));
  }

  @Test
  void aFileThatIsThereForSomethingElseStaysAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("thesis.txt"), "ten years of work");
    CommandRun run = enrol(OTTO, file);
    assertEquals(2, run.status(), run.errors());
    assertTrue(run.errors().contains("is there already"), run.errors());
    assertEquals("ten years of work", Files.readString(file));
    assertEquals(0, seats(OTTO));

    CommandRun whole = enrol(OTTO, folder.resolve("otto.p12"));
    assertEquals(0, whole.status(), whole.errors());
    CommandRun other = enrol(OTTO, folder.resolve("other.p12"));
    assertEquals(1, other.status(), "he is an officer already, under other keys");
    assertTrue(Files.notExists(folder.resolve("other.p12")));
    assertEquals(1, seats(OTTO));
  }

  private static long seats(Mailbox mailbox) throws Exception {
    try (Organization organization = Organization.open(new Home(home()), InstantSource.system())) {
      return organization.archiving().officers().list().stream()
          .map(Officer::mailbox)
          .filter(mailbox::equals)
          .count();
    }
  }

  private static CommandRun enrol(Mailbox mailbox, Path file) {
    return run(
        "officer",
        "enrol",
        mailbox.toString(),
        "--name=" + mailbox.localPart(),
        "-o",
        file.toString(),
        "--password-file=" + folder.resolve("password"),
        "--home=" + home());
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static Path home() {
    return folder.resolve("home");
  }
}
