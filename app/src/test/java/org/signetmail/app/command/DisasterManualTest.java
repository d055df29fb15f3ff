package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;

/**
 * Lets every disaster of {@code docs/operate/disaster.md} happen, runs the commands against it, and
 * looks whether an old letter opens afterwards.
 */
class DisasterManualTest {
  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("disaster.md", folder, home);
  private final AdministratorsDesk desk = new AdministratorsDesk(manual, home);
  private final Path issuing = home.resolve("keys/issuing.key");
  private byte[] issuingKey = {};

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    desk.found("jdbc:sqlite:signet.db");
    desk.bobHasLostHisKey();
    Files.createDirectory(folder.resolve("backups"));
    backUp();
    for (String name : List.of("nina", "backup-2")) {
      desk.password(name);
    }
    manual.means("/var/lib/signet", home::toString);
    manual.means("/mnt/backups", () -> folder.resolve("backups").toString());
    manual.means("2026-11", () -> YearMonth.now(ZoneOffset.UTC).toString());
    manual.names("passphrase", "scratch", "reissued", "notice");

    manual.before("signet backup verify", this::theServerIsLost);
    manual.after("signet up", run -> opens("olga", "otto"));
    manual.before("signet log verify --home", this::theDatabaseIsDamaged);
    manual.fails("signet log verify --home", 6);
    manual.before(
        "signet backup restore --trust root.pem --key backup.p12 --password-file passphrase"
            + " --store",
        this::theIssuingKeyIsGone);
    manual.after("rm -r scratch", run -> theIssuingKeyIsBack());
    manual.after("signet ca rollover", this::anotherAuthorityIssues);
    manual.after("signet ca revoke", this::theFormerAuthorityEnded);
    manual.after("signet crl list", run -> officersAndBobUseWhatTheyGot());
    manual.after("signet officer list", run -> opens("olga", "nina"));
    manual.after("signet backup drill", run -> says(run, "3 of 3 canaries gave their key"));
    manual.before("signet log verify --remembered newest.note", this::theLogIsRolledBack);
    manual.fails("signet log verify --remembered newest.note", 1);
    assertTrue(manual.follow() > 30, "commands on the page");

    assertTrue(isThere("carol"), "who came before the log was rolled back");
    opens("omar", "nina");
    anOfficerWhoLeftOpensNothing();
  }

  private void theServerIsLost() throws IOException {
    Path lost = folder.resolve("lost");
    if (!Files.exists(lost)) { // the page looks at backups once more, later
      checkpoint("kept.note");
      backUp();
      Files.move(home, lost);
    }
  }

  private void theDatabaseIsDamaged() throws IOException {
    Path database = home.resolve("signet.db");
    byte[] octets = Files.readAllBytes(database);
    Arrays.fill(octets, octets.length / 10, octets.length, (byte) 0x5a);
    Files.write(database, octets);
  }

  private void theIssuingKeyIsGone() throws IOException {
    issuingKey = Files.readAllBytes(issuing);
    Files.delete(issuing);
    assertEquals(2, manual.ran(new byte[0], List.of("ca", "show")).status());
  }

  private void theIssuingKeyIsBack() {
    try {
      assertArrayEquals(issuingKey, Files.readAllBytes(issuing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void anotherAuthorityIssues(CommandRun run) {
    says(run, "issues from now on");
    manual.done("user", "add", "dora@example.com", "--name=dora");
    try {
      Certificate former =
          Certificates.read(Files.readAllBytes(folder.resolve("issuing.pem")), "issuing")
              .getFirst();
      assertNotEquals(former.keyId(), new Home(home).certificate("issuing").keyId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void theFormerAuthorityEnded(CommandRun run) {
    says(run, "Its key is thrown away");
    says(run, "Send what is in");
    assertEquals(
        1,
        manual.ran(new byte[0], List.of("ca", "revoke", "--root-key", "x.key", "-o", "y")).status(),
        "there is no former one any more");
  }

  private void officersAndBobUseWhatTheyGot() {
    try {
      for (String officer : List.of("olga", "omar", "otto")) {
        Files.move(
            folder.resolve(officer + "-2.p12"),
            folder.resolve(officer + ".p12"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(
          folder.resolve("bob-3.p12"),
          folder.resolve("bob-new.p12"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    opens("omar", "otto");
  }

  /** An older copy of the database is put in the place of the present one. */
  private void theLogIsRolledBack() throws IOException {
    Path older = folder.resolve("older.db");
    Files.copy(home.resolve("signet.db"), older);
    desk.comes("carol");
    checkpoint("newest.note");
    backUp();
    Files.copy(older, home.resolve("signet.db"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Otto was replaced: his share of the archive as it is now is nothing. */
  private void anOfficerWhoLeftOpensNothing() {
    CommandRun run =
        manual.ran(
            new byte[0],
            List.of(
                "recovery",
                "approve",
                desk.askForBob(home),
                "--key",
                folder.resolve("otto.p12").toString(),
                "--password-file=" + folder.resolve("otto.pass")));
    assertEquals(1, run.status(), run.text());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  private void opens(String... officers) {
    try {
      desk.theOldLetterOpens(home, officers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void backUp() {
    manual.done("backup", "create", folder.resolve("backups").toString());
  }

  private void checkpoint(String name) throws IOException {
    Files.write(folder.resolve(name), manual.done("log", "checkpoint").out());
  }

  private boolean isThere(String person) throws IOException {
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      return organization.store().people().find(Mailbox.of(person + "@example.com")).isPresent();
    }
  }

  private static void says(CommandRun run, String what) {
    assertTrue(run.text().contains(what), run.text());
  }
}
