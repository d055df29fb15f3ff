package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code signet policy}: with a policy alone, and in a home with people. */
class PolicyCommandTest {
  private static final String POLICY =
      """
      outbound:
        rules:
          - name: secret
            when: subject.contains('secret')
            deliver: { sign: required, encrypt: required }
          - name: large
            when: size > 100000
            refuse: 'send a link instead'
        default: { deliver: { sign: if-possible, encrypt: if-possible } }
      inbound:
        default: { deliver: { sign: no, encrypt: no } }
      """;

  @TempDir private static Path folder = Path.of("");

  private static String policy = "";
  private static String home = "";

  @BeforeAll
  static void makeAPolicyAndAHome() throws IOException {
    policy = write("policy.yaml", POLICY);
    home = folder.resolve("home").toString();
    assertEquals(
        0,
        run(
                "init",
                home,
                "--organization=Example Corp",
                "--domain=example.test",
                "--officers=2",
                "--quorum=2")
            .status());
    for (String officer : List.of("olga", "omar")) {
      assertEquals(
          0,
          run(
                  "officer",
                  "enrol",
                  officer + "@example.test",
                  "--name=" + officer,
                  "-o",
                  folder.resolve(officer + ".p12").toString(),
                  "--password-file=" + write("password", "x\n"),
                  "--home=" + home)
              .status());
    }
    Files.writeString(folder.resolve("home/policy.yaml"), POLICY);
    for (String person : List.of("alice", "bob")) {
      run("user", "add", person + "@example.test", "--name=" + person, "--home=" + home);
    }
    CommandRun enrolled =
        run(
            "enrol",
            "new",
            "alice@example.test",
            "--vouched-by=admin@example.test",
            "-o",
            folder.resolve("alice.p12").toString(),
            "--password-file=" + folder.resolve("password"),
            "--home=" + home);
    assertEquals(0, enrolled.status(), enrolled.errors());
  }

  @Test
  void checkSaysThatAPolicyCanBeUsed() {
    CommandRun run = run("policy", "check", policy);
    assertEquals(0, run.status());
    assertTrue(run.text().startsWith(policy + ": can be used; SHA-256 "), run.text());
    assertEquals(0, run("policy", "check", "--home=" + home).status());
  }

  @Test
  void checkNamesEveryMistakeWithItsPlaceAndWhatToDo() throws IOException {
    String wrong =
        write(
            "wrong.yaml", POLICY.replace("size >", "sise >").replace("encrypt: no", "encrpt: no"));
    CommandRun run = run("policy", "check", wrong);
    assertEquals(1, run.status());
    List<String> lines = run.text().lines().toList();
    assertTrue(lines.getFirst().startsWith(wrong + ":7:13: condition of 'large'"), run.text());
    assertTrue(lines.getLast().startsWith(wrong + ":11:"), run.text());
    assertTrue(run.text().contains("did you mean 'encrypt'?"), run.text());
    JsonNode json = json(1, "policy", "check", "--json", wrong);
    assertEquals(7, json.path("problems").path(0).path("line").asInt());
    assertEquals(false, json.path("usable").asBoolean());
  }

  @Test
  void explainTellsForEachRecipientWhatAndWhy() throws IOException {
    String mail = mail("mail.eml", "secret plan", "bob@partner.test, carol@partner.test");
    CommandRun run = run("policy", "explain", "--policy=" + policy, mail);
    assertEquals(1, run.status());
    assertTrue(run.text().contains("bob@partner.test: refuse\n"), run.text());
    assertTrue(run.text().contains("carol@partner.test: refuse\n"), run.text());
    assertTrue(
        run.text()
            .contains(
                "rule secret for outbound mail at "
                    + policy
                    + ":3:7: encryption is required and there is no certificate\n"),
        run.text());
  }

  @Test
  void explainSaysWhichPartOfAConditionDoesNotHold() throws IOException {
    String mail = mail("plain.eml", "hello", "bob@partner.test");
    CommandRun run = run("policy", "explain", "--policy=" + policy, mail);
    assertEquals(0, run.status());
    assertTrue(
        run.text()
            .contains(
                """
                  not secret, because it does not hold that
                    subject.contains("secret")
                      subject = 'hello'
                """),
        run.text());
  }

  @Test
  void explainKnowsWhoseCertificatesTheHomeHas() throws IOException {
    String mail = mail("inside.eml", "secret plan", "alice@example.test, bob@example.test");
    JsonNode recipients =
        json(1, "policy", "explain", "--json", "--home=" + home, mail).path("recipients");
    assertEquals("deliver", recipients.path(0).path("outcome").asString());
    assertTrue(recipients.path(0).path("sign").asBoolean());
    assertTrue(recipients.path(0).path("encrypt").asBoolean());
    assertEquals("refuse", recipients.path(1).path("outcome").asString());
    JsonNode inbound =
        json(
                0,
                "policy",
                "explain",
                "--json",
                "--home=" + home,
                "--from=zoe@elsewhere.test",
                "--to=alice@example.test",
                write("in.eml", "From: zoe@elsewhere.test\r\nSubject: secret\r\n\r\n."))
            .path("recipients");
    assertEquals("inbound", inbound.path(0).path("direction").asString());
  }

  @Test
  void explainTakesFactsInPlaceOfAMessage() {
    JsonNode answer =
        json(
            0,
            "policy",
            "explain",
            "--json",
            "--policy=" + policy,
            "--from=alice@example.test",
            "--to=bob@partner.test",
            "--fact=subject=secret",
            "--fact=certificate.found=true",
            "--fact=signer.available=true");
    assertEquals("secret", answer.path("recipients").path(0).path("rule").asString());
    CommandRun wrong =
        run("policy", "explain", "--policy=" + policy, "--to=b@c.test", "--fact=colour=red");
    assertEquals(2, wrong.status());
    assertEquals(1, wrong.errors().lines().count(), wrong.errors());
  }

  @Test
  void simulateCountsAMailboxByRuleAndOutcome() throws IOException {
    JsonNode answer = json(0, "policy", "simulate", "--json", "--policy=" + policy, mbox());
    assertEquals(4, answer.path("messages").asInt());
    assertEquals(5, answer.path("recipients").asInt());
    assertEquals("default", answer.path("outcomes").path(0).path("rule").asString());
    assertEquals(2, answer.path("outcomes").path(0).path("messages").asInt());
    assertEquals(3, answer.path("outcomes").path(0).path("recipients").asInt());
    assertEquals(3, answer.path("outcomes").size());
    CommandRun table = run("policy", "simulate", "--policy=" + policy, mbox());
    assertTrue(table.text().contains("outbound   secret   refuse   1         1"), table.text());
    assertTrue(table.text().endsWith("4 messages to 5 recipients\n"), table.text());
  }

  @Test
  void simulateSaysWhatAnotherPolicyWouldChange() throws IOException {
    String other =
        write("other.yaml", POLICY.replace("encrypt: required }", "encrypt: if-possible }"));
    CommandRun run = run("policy", "simulate", "--home=" + home, "--against=" + other, mbox());
    assertEquals(0, run.status(), run.errors());
    assertTrue(
        run.text()
            .contains("outbound   secret: refuse  secret: sign  1         1           " + mbox()),
        run.text());
    CommandRun same =
        run("policy", "simulate", "--policy=" + policy, "--against=" + policy, mbox());
    assertTrue(same.text().endsWith("the other policy would change nothing\n"), same.text());
  }

  @Test
  void simulateReadsAMaildirAndAJournalFolder() throws IOException {
    Path maildir = Files.createDirectories(folder.resolve("maildir/cur")).getParent();
    Files.createDirectories(folder.resolve("maildir/new"));
    Files.writeString(folder.resolve("maildir/cur/1:2,S"), text("secret", "bob@partner.test"));
    Files.writeString(
        folder.resolve("maildir/new/2"),
        """
        From: journal@example.test
        X-MS-Journal-Report:
        Content-Type: multipart/mixed; boundary=b

        --b

        Sender: alice@example.test
        Recipient: carol@partner.test
        Recipient: dave@partner.test

        --b
        Content-Type: message/rfc822

        %s
        --b--
        """
            .formatted(text("hello", "list@partner.test").replace("\r\n", "\n"))
            .replace("\n", "\r\n"));
    JsonNode answer =
        json(0, "policy", "simulate", "--json", "--policy=" + policy, String.valueOf(maildir));
    assertEquals(2, answer.path("messages").asInt());
    assertEquals(3, answer.path("recipients").asInt());
  }

  private static String mbox() throws IOException {
    StringBuilder mbox = new StringBuilder();
    for (String mail :
        List.of(
            text("secret", "bob@partner.test"),
            text("hello", "bob@partner.test, carol@partner.test"),
            text("hello again", "bob@partner.test"),
            text("large", "bob@partner.test") + "x\r\n".repeat(50_000))) {
      mbox.append("From alice Mon Nov 23 12:00:00 2026\r\n").append(mail).append("\r\n\r\n");
    }
    return write("mail.mbox", mbox.toString());
  }

  private static String mail(String name, String subject, String to) throws IOException {
    return write(name, text(subject, to));
  }

  private static String text(String subject, String to) {
    return "From: Alice <alice@example.test>\r\nTo: "
        + to
        + "\r\nSubject: "
        + subject
        + "\r\n\r\nText.\r\n";
  }

  private static String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static JsonNode json(int status, String... arguments) {
    CommandRun run = run(arguments);
    assertEquals(status, run.status(), run.errors() + run.text());
    return JsonMapper.shared().readTree(run.text());
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }
}
