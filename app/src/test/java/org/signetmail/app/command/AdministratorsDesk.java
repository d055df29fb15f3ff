package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies on the desk of an administrator who reads a manual: a system with three officers (olga,
 * omar, otto; two act), bob with an old letter whose key is lost, and what was carried away:
 * root.key, backup.p12, passphrase, root.pem, issuing.pem, log.vkey.
 */
final class AdministratorsDesk {
  static final String OLD = "The old letter.";
  private static final Pattern CASE = Pattern.compile("R-[1-9A-Z]{4}-[1-9A-Z]{2}");

  private final Manual manual;
  private final Path home;

  AdministratorsDesk(Manual manual, Path home) {
    this.manual = manual;
    this.home = home;
  }

  void found(String store) throws IOException {
    manual.done(
        "init",
        home.toString(),
        "--organization=Example Corp",
        "--domain=example.com",
        "--officers=3",
        "--quorum=2",
        "--store=" + store,
        "--offline=" + Files.createDirectory(manual.file("carried")));
    Path yaml = home.resolve("signet.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replaceAll("\"127\\.0\\.0\\.1:(8443|8080|2525|2526|1389)\"", "\"127.0.0.1:0\""));
    Files.move(manual.file("carried/root.key"), manual.file("root.key"));
    Files.move(manual.file("carried/backup.p12"), manual.file("backup.p12"));
    Files.copy(home.resolve("passphrase"), manual.file("passphrase"));
    Files.copy(home.resolve("log.vkey"), manual.file("log.vkey"));
    for (String name : List.of("root", "issuing")) {
      Files.copy(home.resolve("certificates/" + name + ".pem"), manual.file(name + ".pem"));
    }
    for (String officer : List.of("olga", "omar", "otto")) {
      password(officer);
      manual.done(
          "officer",
          "enrol",
          officer + "@example.com",
          "--name=" + officer,
          "-o",
          p12(officer),
          passwordOf(officer));
    }
  }

  /** Bob gets a letter, loses his key, and enrols again. */
  void bobHasLostHisKey() throws IOException {
    comes("bob");
    Path plain = manual.file("old.plain");
    Files.writeString(
        plain,
        """
        From: eve@example.com
        To: bob@example.com
        Subject: x
        MIME-Version: 1.0
        Content-Type: text/plain

        %s
        """
            .formatted(OLD)
            .replace("\n", "\r\n"));
    manual.done(
        "encrypt",
        "--to",
        certificateOfBob(),
        "-o",
        manual.file("old.eml").toString(),
        plain.toString());
    Files.delete(manual.file("bob.p12"));
    enrol("replace", "bob", "bob-new");
  }

  /** The certificate that letters to bob are encrypted to, now. */
  String serialOfBob() throws IOException {
    CommandRun listed =
        manual.done(
            "cert", "list", "--person=bob@example.com", "--kind=person-encryption", "--json");
    return JsonMapper.builder().build().readTree(listed.out()).get(0).path("serial").asString();
  }

  private String certificateOfBob() throws IOException {
    Path pem = manual.file("bob.pem");
    Files.write(pem, manual.done("cert", "show", "--pem", serialOfBob()).out());
    return pem.toString();
  }

  /** Somebody joins, and gets keys. */
  void comes(String person) throws IOException {
    password(person);
    manual.done("user", "add", person + "@example.com", "--name=" + person);
    enrol("new", person, person);
  }

  private void enrol(String how, String person, String file) {
    manual.done(
        "enrol",
        how,
        person + "@example.com",
        "-o",
        p12(file),
        "--vouched-by=admin@example.com",
        passwordOf(person));
  }

  /** Two officers give bob his former key out of a home; it opens the old letter. */
  void theOldLetterOpens(Path from, String... officers) throws IOException {
    String at = "--home=" + from;
    String opened = askForBob(from);
    for (String officer : officers) {
      manual.done("recovery", "approve", opened, "--key", p12(officer), passwordOf(officer), at);
    }
    Path history = Files.createTempDirectory(manual.file(""), "history").resolve("history.p12");
    manual.done(
        "recovery",
        "collect",
        opened,
        "--key",
        p12("bob-new"),
        passwordOf("bob"),
        "--new-password-file=" + manual.file("bob.pass"),
        "-o",
        history.toString(),
        at);
    CommandRun read =
        manual.done(
            "decrypt",
            "--key",
            history.toString(),
            passwordOf("bob"),
            manual.file("old.eml").toString());
    assertTrue(read.text().contains(OLD), read.text());
    assertEquals(2, officers.length, "a quorum");
  }

  /** Bob asks for his former key; the case's name. */
  String askForBob(Path from) {
    CommandRun asked =
        manual.done(
            "recovery",
            "request",
            "--key",
            p12("bob-new"),
            passwordOf("bob"),
            "--reason=after a disaster",
            "--home=" + from);
    Matcher opened = CASE.matcher(asked.text());
    assertTrue(opened.find(), asked.text());
    return opened.group();
  }

  void password(String person) throws IOException {
    Files.writeString(manual.file(person + ".pass"), person + "'s secret\n");
  }

  private String passwordOf(String person) {
    return "--password-file=" + manual.file(person + ".pass");
  }

  private String p12(String name) {
    return manual.file(name + ".p12").toString();
  }
}
