package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code signet cert} on a system whose people's certificates keep the S/MIME Baseline Requirements
 * for sponsored people.
 */
class CertCommandTest {
  @TempDir private static Path folder = Path.of("");

  private static String home = "";
  private static String password = "";

  @BeforeAll
  static void enrolAlice() throws Exception {
    home = folder.resolve("home").toString();
    password = Files.writeString(folder.resolve("password"), "x\n").toString();
    done(
        "init",
        home,
        "--organization=Example Corp",
        "--domain=example.com",
        "--officers=2",
        "--quorum=2",
        "--profile=sponsor-strict",
        "--organization-identifier=NTRGB-12345678",
        "--country=GB",
        "--public-url=http://pki.example.com");
    for (String officer : List.of("olga", "omar")) {
      done(
          "officer",
          "enrol",
          officer + "@example.com",
          "--name=" + officer,
          "-o",
          folder.resolve(officer + ".p12").toString(),
          "--password-file=" + password,
          "--home=" + home);
    }
    done("user", "add", "alice@example.com", "--name=Example, Alice", "--home=" + home);
    done("user", "add", "bob@example.com", "--name=Bob", "--home=" + home);
    assertEquals(0, enrol("alice").status());
  }

  @Test
  void peoplesCertificatesAreOfTheTypeThatTheConfigurationNames() throws Exception {
    for (JsonNode listed : json("cert", "list", "--person=alice@example.com", "--json")) {
      CommandRun pem = done("cert", "show", "--pem", text(listed, "serial"), "--home=" + home);
      Path file = Files.write(folder.resolve("alice.pem"), pem.out());
      CommandRun lint = run("cert", "lint", file.toString());
      assertEquals(0, lint.status(), lint.text());
      assertTrue(lint.text().contains("S/MIME BR sponsor-strict"), lint.text());
      assertEquals(1, run("cert", "lint", "--profile=mailbox-strict", file.toString()).status());
    }
  }

  @Test
  void aNameThatDoesNotTellGivenNameAndSurnameApartIsRefusedWithTheClause() {
    CommandRun bob = enrol("bob");
    assertEquals(1, bob.status());
    assertTrue(bob.errors().contains("has neither name nor pseudonym"), bob.errors());
    assertTrue(bob.errors().contains("S/MIME BR §7.1.4.2"), bob.errors());
    assertEquals(1, bob.errors().lines().count(), bob.errors());
  }

  @Test
  void listsByPersonKindEndAndState() {
    assertEquals(2, json("cert", "list", "--person=Alice@example.com", "--json").size());
    assertEquals(1, alicesEncryption().size());
    assertEquals(0, json("cert", "list", "--expiring=P1D", "--json").size());
    assertTrue(json("cert", "list", "--expiring=P900D", "--json").size() >= 2);
    JsonNode all = json("cert", "list", "--json");
    assertTrue(all.get(0).path("logIndex").asLong() > all.get(1).path("logIndex").asLong());
    assertEquals(
        2,
        run("cert", "list", "--kind=person", "--home=" + home).status(),
        "a kind that there is not");
  }

  @Test
  void showsPathReceiptAndLogIndex() {
    JsonNode encryption = alicesEncryption().get(0);
    String shown = done("cert", "show", text(encryption, "serial"), "--home=" + home).text();
    assertTrue(shown.contains("archive record "), shown);
    assertTrue(shown.contains("log index  " + encryption.path("logIndex").asLong()), shown);
    assertTrue(shown.matches("(?s).*path +Alice Example → .*Issuing CA.* → .*Root CA.*"), shown);
    assertTrue(shown.contains("key-encipherment"), shown);
  }

  @Test
  void findsWhereTheGatewayWouldAndSaysWhere() {
    CommandRun found = done("cert", "find", "alice@example.com", "--home=" + home);
    assertTrue(found.text().contains("own store"), found.text());
    CommandRun missing = run("cert", "find", "nobody@example.com", "--home=" + home);
    assertEquals(1, missing.status(), missing.text());
    assertTrue(missing.text().contains("no certificate"), missing.text());
  }

  @Test
  void revokesOnceWithAReasonAndPublishesIt() {
    done("user", "add", "carol@example.com", "--name=Example, Carol", "--home=" + home);
    assertEquals(0, enrol("carol").status());
    String serial =
        text(
            json("cert", "list", "--person=carol@example.com", "--kind=person-signing", "--json")
                .get(0),
            "serial");

    for (String wrong : List.of("certificate-hold", "remove-from-crl", "bored")) {
      assertEquals(
          2, run("cert", "revoke", serial, "--reason=" + wrong, "--home=" + home).status());
    }
    CommandRun revoked =
        done("cert", "revoke", serial, "--reason=key-compromise", "--home=" + home);
    assertTrue(revoked.text().contains("log index"), revoked.text());
    CommandRun again = run("cert", "revoke", serial, "--reason=superseded", "--home=" + home);
    assertEquals(1, again.status());
    assertTrue(again.errors().contains("was revoked at"), again.errors());
    assertEquals(1, json("cert", "list", "--revoked", "--json").size());
    String shown = done("cert", "show", serial, "--home=" + home).text();
    assertTrue(shown.contains("key-compromise"), shown);
    assertFalse(shown.matches("(?s).*path +Carol Example → .*"), shown);
  }

  @Test
  void aSerialThatIsNoneOfOursIsSaid() {
    assertEquals(1, run("cert", "show", "abcdef", "--home=" + home).status());
    CommandRun none = run("cert", "show", "xyz", "--home=" + home);
    assertEquals(2, none.status());
    assertEquals(1, none.errors().lines().count(), none.errors());
  }

  private static CommandRun enrol(String name) {
    return run(
        "enrol",
        "new",
        name + "@example.com",
        "--vouched-by=admin@example.com",
        "-o",
        folder.resolve(name + ".p12").toString(),
        "--password-file=" + password,
        "--home=" + home);
  }

  private static JsonNode alicesEncryption() {
    return json("cert", "list", "--person=alice@example.com", "--kind=person-encryption", "--json");
  }

  private static JsonNode json(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--home=" + home);
    return JsonMapper.shared().readTree(done(all.toArray(String[]::new)).text());
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static CommandRun done(String... words) {
    CommandRun run = run(words);
    assertEquals(0, run.status(), () -> String.join(" ", words) + "\n" + run.errors() + run.text());
    return run;
  }
}
