package org.signetmail.app.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.rollout.MailServer;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plan for five hundred people in twelve groups, out of five thousand messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutPlanTest {
  private static final String ANSWERS =
      """
      lead: it-00@example.test
      start: 2027-01-11
      places: [DE, FR]
      pilot: it
      wave-size: 120
      groups:
        key accounts: { after: [sales] }
        production: { enrolment: gateway }
        board: { after: [legal], risk: high }
      effort:
        person: 0.5
      """;

  @TempDir private static Path folder;

  private Company company;
  private String home;
  private List<String> people;

  @BeforeAll
  void found() throws IOException {
    company = new Company(folder);
    company.officers();
    people = company.everybody();
    home = "--home=" + company.home.folder();
  }

  @AfterAll
  void close() {
    company.close();
  }

  @Test
  void everyClaimCanBeTracedAndThePlanIsMadeAgainTomorrow() throws Exception {
    Path sample = folder.resolve("sample.mbox");
    Company.mbox(sample, people, 5_000, signed());
    Path answers = Files.writeString(folder.resolve("answers.yaml"), ANSWERS);
    String[] command = {
      "rollout",
      "plan",
      home,
      "--answers=" + answers,
      "--sample=" + sample,
      "--no-servers",
      "--json"
    };

    CommandRun run = company.run(command);

    assertEquals(0, run.status(), run.errors());
    JsonNode plan = JsonMapper.shared().readTree(run.out());
    traced(plan);
    waves(plan);
    facts(plan);
    written(company.home.rollout(), plan);
    Files.writeString(answers, ANSWERS + "support: 'telephone 17'\n");
    changed(JsonMapper.shared().readTree(company.run(command).out()).path("changes"));
  }

  /** Each claim names evidence that is there, and says what it is. */
  private static void traced(JsonNode plan) {
    JsonNode evidence = plan.path("evidence");
    int claims = 0;
    Set<String> topics = new HashSet<>();
    for (JsonNode section : plan.path("sections")) {
      for (JsonNode claim : section.path("claims")) {
        claims++;
        topics.add(section.path("topic").asString());
        assertTrue(claim.path("code").asString().startsWith("rollout."), claim.toString());
        assertFalse(claim.path("evidence").isEmpty(), claim.toString());
        for (JsonNode id : claim.path("evidence")) {
          assertTrue(evidence.has(id.asString()), id + " of " + claim);
        }
      }
    }
    assertTrue(claims > 60, claims + " claims");
    assertEquals(
        Set.of(
            "clients",
            "waves",
            "policies",
            "partners",
            "encryption",
            "services",
            "enrolment",
            "archive",
            "recovery",
            "effort",
            "questions"),
        topics);
  }

  /** Everybody is in one wave, and no group goes before those it waits for. */
  private static void waves(JsonNode plan) {
    List<String> order = new ArrayList<>();
    for (JsonNode wave : plan.path("waves")) {
      wave.path("groups").forEach(group -> order.add(group.asString()));
    }
    assertEquals("it", order.getFirst());
    assertEquals(new TreeSet<>(Company.GROUPS.keySet()), new TreeSet<>(order));
    assertEquals(Company.GROUPS.size(), order.size());
    assertTrue(waveOf(plan, "sales") < waveOf(plan, "key accounts"));
    assertTrue(waveOf(plan, "legal") < waveOf(plan, "board"));
  }

  private static int waveOf(JsonNode plan, String group) {
    int number = 0;
    for (JsonNode wave : plan.path("waves")) {
      for (JsonNode one : wave.path("groups")) {
        if (one.asString().equals(group)) {
          return number;
        }
      }
      number++;
    }
    throw new AssertionError(group + " is in no wave");
  }

  private static void facts(JsonNode plan) {
    String claims = plan.path("sections").toString();
    for (String expected :
        List.of(
            "1000 at once, two for each of 500 people", // certificates
            "rollout.client-upgrade\",\"severity\":\"warning\",\"subject\":\"Outlook 14\"",
            "rollout.client-replace\",\"severity\":\"warning\",\"subject\":\"Roundcube\"",
            "rollout.client-unknown\",\"severity\":\"warning\",\"subject\":\"HelpDesk Pro\"",
            "rollout.partner-ready\",\"severity\":\"info\",\"subject\":\"partner-signs.test\"",
            "gateway mode: the gateway signs and opens for them: as rollout.yaml says",
            "rollout.place-unknown\",\"severity\":\"warning\",\"subject\":\"FR\"",
            "500 people who enrol × 0.50 h = 250.0 h",
            "2 of 2 are seated",
            "no drill has passed",
            "Who become recovery officers?")) {
      assertTrue(claims.contains(expected), expected + " is not in " + claims);
    }
    assertEquals(500, plan.path("people").size());
  }

  private static void written(Path rollout, JsonNode plan) throws Exception {
    String markdown = Files.readString(rollout.resolve("plan.md"));
    String html = Files.readString(rollout.resolve("plan.html"));
    assertTrue(markdown.contains("## Open questions"), markdown);
    assertTrue(html.contains("<h2>Mail programs</h2>"), html);
    try (PDDocument pdf = Loader.loadPDF(Files.readAllBytes(rollout.resolve("plan.pdf")))) {
      String text = new PDFTextStripper().getText(pdf);
      assertTrue(text.contains("Secure mail for Example Corp"), text);
      assertTrue(text.contains("rollout.wave-planned"), text);
      assertTrue(pdf.getDocumentCatalog().getMarkInfo().isMarked(), "a tagged PDF");
      assertTrue(pdf.getNumberOfPages() > 2);
    }
    assertEquals(
        plan, JsonMapper.shared().readTree(Files.readAllBytes(rollout.resolve("plan.json"))));
  }

  /** The same again with one more answer: one question is gone, and nothing else changed. */
  private static void changed(JsonNode changes) {
    assertEquals(1, changes.size(), changes.toString());
    assertEquals("gone", changes.get(0).path("change").asString());
    assertTrue(
        changes.get(0).path("what").asString().startsWith("rollout.open-question support"),
        changes.toString());
  }

  @Test
  void peopleOfListsArePlannedForAndBadOnesSaidInOneLine() throws Exception {
    Path csv = folder.resolve("people.csv");
    Files.writeString(csv, "email;department\nbob@example.test;sales\nit-00@example.test;board\n");
    Path ldif = folder.resolve("people.ldif");
    Files.writeString(
        ldif,
        """
        dn: uid=carol,dc=example,dc=test
        objectClass: inetOrgPerson
        mail: carol@example.test
        cn: Carol
        memberOf: cn=research,ou=groups,dc=example,dc=test
        """);
    Path answers = Files.writeString(folder.resolve("none.yaml"), "");

    CommandRun run = plan(answers, "--people=" + csv, "--people=" + ldif, "--json");

    JsonNode plan = JsonMapper.shared().readTree(run.out());
    assertEquals(
        List.of("bob@example.test [\"sales\"]", "carol@example.test [\"research\"]"),
        plan.path("people")
            .valueStream()
            .filter(one -> one.path("known").asString().equals("list"))
            .map(one -> one.path("mailbox").asString() + " " + one.path("groups"))
            .toList());
    assertEquals(502, plan.path("people").size());
    assertTrue(plan.toString().contains("rollout.not-in-store"), plan.toString());

    Files.writeString(csv, "name,group\nBob,sales\n");
    CommandRun bad = plan(answers, "--people=" + csv);
    assertEquals(5, bad.status());
    assertEquals(1, bad.errors().lines().count(), bad.errors());
    assertTrue(bad.errors().contains("has no column 'mailbox'"), bad.errors());

    Path devices = folder.resolve("devices.csv");
    Files.writeString(
        devices,
        """
        User principal name,Application name,Application version
        bob@example.test,Thunderbird,91.0
        carol@example.test,Outlook,16.0
        """);
    CommandRun listed = plan(answers, "--devices=" + devices, "--people=" + ldif, "--json");
    assertEquals(0, listed.status(), listed.errors());
    assertTrue(listed.text().contains("client/Outlook 16"), listed.text());
    Files.writeString(devices, "device,owner\nx,y\n");
    CommandRun other = plan(answers, "--devices=" + devices);
    assertEquals(5, other.status());
    assertTrue(other.errors().contains("has no columns 'mailbox' and 'program'"), other.errors());
    CommandRun none = plan(answers, "--directory");
    assertEquals(2, none.status());
    assertTrue(none.errors().contains("no directory is known"), none.errors());

    CommandRun typo = plan(Files.writeString(folder.resolve("typo.yaml"), "pilto: it\n"));
    assertEquals(2, typo.status());
    assertTrue(
        typo.errors().contains("typo.yaml:1:1: 'pilto' is not known here; did you mean"),
        typo.errors());
  }

  private CommandRun plan(Path answers, String... more) {
    List<String> command =
        new ArrayList<>(List.of("rollout", "plan", home, "--answers=" + answers, "--no-servers"));
    command.addAll(List.of(more));
    return company.run(command.toArray(String[]::new));
  }

  @Test
  void ourServersAreAsked() throws Exception {
    List<MailServer> servers = new ServerInventory(company.organization).nextHops();

    assertEquals(1, servers.size());
    assertTrue(servers.getFirst().keywords().contains("PIPELINING"), servers.toString());
    assertTrue(servers.getFirst().greeting().contains("mail.example.test"), servers.toString());
  }

  /** Signed by a partner, with certificates that sign and encrypt in one. */
  private static byte[] signed() throws Exception {
    SigningIdentity partner =
        new TestPki("Partner", Instant.now()).signer(Mailbox.of("paula@partner-signs.test"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] letter =
        """
        From: paula@partner-signs.test
        To: sales-00@example.test
        Subject: Offer
        Message-ID: <offer@partner-signs.test>

        As we agreed.
        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    new MessageSigner(
            partner,
            new MessageSigner.Options(
                MessageSigner.Form.MULTIPART_SIGNED,
                MessageSigner.HeaderProtection.ON,
                CryptoProfile.of(CryptoProfile.Name.AUTO)))
        .sign(Octets.of(letter), Instant.now(), new SecureRandom(), out);
    return out.toByteArray();
  }
}
