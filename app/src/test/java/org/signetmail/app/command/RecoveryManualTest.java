package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.KeyFile;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs every command of {@code docs/operate/recovery.md}, in order, and looks at what it did. */
class RecoveryManualTest {
  private static final Pattern CASE = Pattern.compile("R-[1-9A-Z]{4}-[1-9A-Z]{2}");
  private static final Pattern CODE = Pattern.compile("Recovery code for \\d+ keys?: (\\S+)");
  private static final String OLD = "The old letter.";

  @TempDir private static Path folder = Path.of("");

  private final String home = folder.resolve("home").toString();
  private final Manual manual = new Manual("recovery.md", folder, Path.of(home));
  private String caseId = "";
  private int cases;

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    foundation();
    peopleAndMail();
    manual.names("history", "found");
    manual.means("R-7K3Q-M2", () -> caseId);
    manual.means("2026-11", () -> YearMonth.now(ZoneOffset.UTC).toString());
    manual.after("signet recovery request ", this::caseWasOpened);
    manual.after("signet recovery code ", this::codeWasShown);
    // What comes between the code and its use:
    manual.before("signet recovery self ", () -> enrol("replace", "alice", "alice-new"));
    assertTrue(manual.follow() > 20, "commands on the page");
    assertEquals(3, cases, "cases that the page opens");
    assertTrue(Files.readString(folder.resolve("old.txt")).contains(OLD));
    assertHistory("history.p12", "bob.pass", 2);
    assertHistory("alice-history.p12", "alice.pass", 2);
    assertEquals(1, files("history").size());
    assertFound();
    assertReport();
    theBoldAreRefused();
  }

  private void caseWasOpened(CommandRun run) {
    Matcher opened = CASE.matcher(run.text());
    assertTrue(opened.find(), run.text());
    caseId = opened.group();
    cases++;
  }

  private void codeWasShown(CommandRun run) {
    Matcher code = CODE.matcher(run.text());
    assertTrue(code.find(), run.text());
    try {
      Files.writeString(folder.resolve("alice.code"), code.group(1) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandRun done(String... words) {
    return manual.done(words);
  }

  private void foundation() throws Exception {
    done(
        "init",
        home,
        "--organization=Example Corp",
        "--domain=example.com",
        "--officers=3",
        "--quorum=2");
    Path yaml = Path.of(home, "signet.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace("self-recovery: forbidden", "self-recovery: allowed")
            .replace("investigation-delay: PT24H", "investigation-delay: PT0S"));
    for (String officer : List.of("olga", "omar", "otto")) {
      password(officer);
      done(
          "officer",
          "enrol",
          officer + "@example.com",
          "--name=" + officer,
          "-o",
          p12(officer),
          "--password-file=" + folder.resolve(officer + ".pass"));
    }
    Home house = new Home(Path.of(home));
    Files.writeString(folder.resolve("root.pem"), house.certificate("root").pem());
    Files.writeString(folder.resolve("issuing.pem"), house.certificate("issuing").pem());
    Files.writeString(folder.resolve("receipts.pem"), house.certificate("receipts").pem());
  }

  private void peopleAndMail() throws Exception {
    for (String person : List.of("bob", "alice", "ann", "ben", "inspector", "eve")) {
      password(person);
      done("user", "add", person + "@example.com", "--name=" + person);
      enrol("new", person, person);
      certificate(person);
    }
    letter("old", "eve", "Mon, 2 Feb 2026 10:00:00 +0000", OLD);
    letter("early", "eve", "Wed, 31 Dec 2025 23:59:59 +0000", "too early");
    letter("other", "alice", "Tue, 3 Feb 2026 10:00:00 +0000", "none of their business");
    StringBuilder mbox = new StringBuilder();
    for (String name : List.of("old", "early", "other")) {
      mbox.append("From MAILER Mon Feb  2 10:00:00 2026\n")
          .append(Files.readString(folder.resolve(name + ".eml")).replace("\r\n", "\n"))
          .append("\n");
    }
    Files.writeString(folder.resolve("mail.mbox"), mbox);
    enrol("replace", "bob", "bob-new");
  }

  private void enrol(String how, String person, String file) {
    done(
        "enrol",
        how,
        person + "@example.com",
        "-o",
        p12(file),
        "--vouched-by=admin@example.com",
        "--password-file=" + folder.resolve(person + ".pass"));
  }

  private void certificate(String person) throws Exception {
    CommandRun listed =
        done(
            "cert",
            "list",
            "--person=" + person + "@example.com",
            "--kind=person-encryption",
            "--json");
    JsonNode newest = JsonMapper.builder().build().readTree(listed.out()).get(0);
    CommandRun pem = done("cert", "show", "--pem", newest.path("serial").asString());
    Files.write(folder.resolve(person + ".pem"), pem.out());
  }

  private void letter(String name, String from, String date, String text) throws Exception {
    Path plain = folder.resolve(name + ".plain");
    Files.writeString(
        plain,
        """
        From: %s@example.com
        To: bob@example.com
        Date: %s
        Message-ID: <%s@example.com>
        Subject: x
        MIME-Version: 1.0
        Content-Type: text/plain

        %s
        """
            .formatted(from, date, name, text)
            .replace("\n", "\r\n"));
    done(
        "encrypt",
        "--to",
        folder.resolve("bob.pem").toString(),
        "-o",
        folder.resolve(name + ".eml").toString(),
        plain.toString());
  }

  private void assertHistory(String file, String password, int keys) throws Exception {
    char[] secret = Files.readString(folder.resolve(password)).strip().toCharArray();
    KeyFile read = KeyFile.read(Files.readAllBytes(folder.resolve(file)), secret, file);
    assertEquals(1, read.signing().size(), file);
    assertEquals(keys, read.decryption().size(), file + ": the new and the old ones");
  }

  /** One message is in scope; of the others not even a letter is given. */
  private void assertFound() throws Exception {
    assertEquals(
        List.of("000001.eml", "manifest.txt", "manifest.txt.1.p7s", "manifest.txt.2.p7s"),
        files("found"));
    assertTrue(Files.readString(folder.resolve("found/000001.eml")).contains(OLD));
    String manifest = Files.readString(folder.resolve("found/manifest.txt"));
    assertTrue(manifest.contains("case: " + caseId), manifest);
    assertTrue(
        Pattern.compile("given: 1 [0-9a-f]{64} [0-9a-f]{64} unsigned <old@example.com>")
            .matcher(manifest)
            .find(),
        manifest);
    assertTrue(manifest.contains(" out-of-time <early@example.com>"), manifest);
    assertTrue(manifest.contains(" other-mailboxes <other@example.com>"), manifest);
    assertTrue(manifest.endsWith("end: 3 1\n"), manifest);
    try (Stream<Path> outbox = Files.list(Path.of(home, "outbox"))) {
      for (Path notice : outbox.toList()) {
        String mail = Files.readString(notice, StandardCharsets.UTF_8);
        assertFalse(mail.contains(caseId), "the owner is not told of it yet: " + mail);
      }
    }
  }

  /** An auditor puts the release together from the report alone. */
  private void assertReport() throws Exception {
    String month = YearMonth.now(ZoneOffset.UTC).toString();
    CommandRun run = done("log", "report", "--month", month, "--json");
    JsonNode report = JsonMapper.builder().build().readTree(run.out());
    assertTrue(report.path("whole").asBoolean());
    JsonNode release = report.path("releases").get(report.path("releases").size() - 1);
    assertEquals(caseId, release.path("case").asString());
    assertEquals("inspector@example.com", release.path("to").asString());
    assertEquals("olga@example.com", release.path("approvedBy").get(0).asString());
    assertEquals("omar@example.com", release.path("approvedBy").get(1).asString());
    JsonNode request = release.path("leaves").get(0).path("values");
    assertEquals("bob@example.com", request.path("owner").asString());
    assertEquals("invoice fraud", request.path("reason").asString());
    assertEquals("District court 7 O 12/26", request.path("legal-reference").asString());
    assertEquals("station", request.path("for").asString());
    assertTrue(request.path("scope").asString().contains("eve@example.com"));
    assertEquals("2027-03-31T00:00:00Z", request.path("notice-withheld-until").asString());
    try (Organization organization =
        Organization.open(new Home(Path.of(home)), java.time.InstantSource.system())) {
      List<String> keys =
          organization
              .store()
              .archive()
              .ofOwner(org.signetmail.pkix.Mailbox.of("bob@example.com"))
              .stream()
              .map(key -> key.keyId().hex())
              .toList();
      assertEquals(String.join(" ", keys), request.path("keys").asString());
    }
    long leaf = release.path("leaf").asLong();
    done("log", "prove", Long.toString(leaf), "-o", folder.resolve("release.proof").toString());
    assertArrayEquals(
        new boolean[] {true, true},
        new boolean[] {
          report.path("counts").path("recovery.denied").asLong() == 1,
          report.path("counts").path("recovery.withdrawn").asLong() == 1
        });
  }

  private void theBoldAreRefused() throws Exception {
    List<String> messages = new ArrayList<>(List.of("recovery", "messages", "--case", caseId));
    for (String option :
        List.of(
            "release=case.sealed",
            "station=station.key",
            "certificate=station.pem",
            "archive=receipts.pem",
            "trust=root.pem",
            "out=elsewhere")) {
      String[] parts = option.split("=");
      messages.addAll(List.of("--" + parts[0], folder.resolve(parts[1]).toString()));
    }
    List<String> both = custodians("ann", "ben");
    refused(
        messages, both, "2026-01-01,2026-04-01,eve@example.com", "not within what was approved");
    refused(
        messages,
        both,
        "2026-01-01,2026-03-31,eve@example.com,bob@example.com",
        "not within what was approved");
    refused(
        messages,
        custodians("ann", "ann"),
        "2026-01-01,2026-03-31,eve@example.com",
        "custodian 2's half does not open");
    anOfficersStationIsNotCertified();
    assertFalse(Files.exists(folder.resolve("elsewhere")));
  }

  /** Olga reads mail too; that she is an officer is seen by her mailbox. */
  private void anOfficersStationIsNotCertified() throws Exception {
    done("user", "add", "olga@example.com", "--name=olga");
    enrol("new", "olga", "olga-mail");
    certificate("olga");
    String key = folder.resolve("station-2.key").toString();
    done(
        "recovery",
        "station",
        "make",
        "--custodian=" + folder.resolve("ann.pem"),
        "--custodian=" + folder.resolve("olga.pem"),
        "-o",
        key);
    CommandRun run =
        manual.ran(new byte[0], List.of("recovery", "station", "certify", key, "--name=Second"));
    assertEquals(1, run.status(), run.errors());
    assertTrue(run.errors().contains("olga@example.com: is a recovery officer"), run.errors());
  }

  private List<String> custodians(String... names) {
    List<String> options = new ArrayList<>();
    for (String name : names) {
      options.addAll(List.of("--custodian-key", p12(name)));
      options.addAll(
          List.of("--custodian-password-file", folder.resolve(name + ".pass").toString()));
    }
    return options;
  }

  private void refused(List<String> command, List<String> more, String scope, String why)
      throws Exception {
    List<String> words = new ArrayList<>(command);
    words.addAll(more);
    words.addAll(List.of("--scope", scope));
    CommandRun run = manual.ran(Files.readAllBytes(folder.resolve("mail.mbox")), words);
    assertEquals(1, run.status(), run.errors());
    assertTrue(run.errors().contains(why), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  private static List<String> files(String name) throws Exception {
    try (Stream<Path> found = Files.list(folder.resolve(name))) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void password(String person) throws Exception {
    Files.writeString(folder.resolve(person + ".pass"), person + "'s secret\n");
  }

  private static String p12(String name) {
    return folder.resolve(name + ".p12").toString();
  }
}
