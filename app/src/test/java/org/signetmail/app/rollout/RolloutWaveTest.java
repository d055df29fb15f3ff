package org.signetmail.app.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.organization.Services;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.Journey.Stage;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.testkit.CommandRun;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A wave of fifty people, from the first condition to the last answered message. */
class RolloutWaveTest {
  private static final int PEOPLE = 50;
  private static final Pattern CODE = Pattern.compile("(?m)^Your code +(\\S+)");

  @TempDir private Path folder;

  private final List<Mailbox> pilots = new ArrayList<>();
  private final Map<Mailbox, DecryptionIdentity> keys = new ConcurrentHashMap<>();

  @Test
  void fiftyPeopleAreInvitedEnrolSignAndRead() throws Exception {
    try (Company company = new Company(folder)) {
      String before = Files.readString(company.home.folder().resolve("policy.yaml"));
      Path policy = planned(company);
      conditionsAreMet(company, policy);
      try (Services services = Services.start(company.organization)) {
        says(
            company,
            0,
            "wave pilot runs; 50 people are invited",
            "wave",
            "start",
            "pilot",
            "--policy=" + policy);
        assertEquals(50, people(company, Stage.INVITED));
        enrol(company);
        assertEquals(50, people(company, Stage.ENROLLED));
        conversations(company, services);
      }
      assertEquals(50, people(company, Stage.READS));

      assertEquals(new WaveTurn.Done(0, 0, 1), new WaveTurn(company.organization).run());
      theNextOneIsHeldAndGoesOn(company);
      theFirstOneIsTakenBack(company, before);
      reported(company);
      everyActIsInTheLog(company);
    }
  }

  /** In their order, with who did what to which wave behind the commitments. */
  private static void everyActIsInTheLog(Company company) {
    LogStore log = company.organization.store().log();
    List<LogEntry> acts =
        log.entries(0, log.size()).stream()
            .filter(entry -> entry.type().dotted().startsWith("wave."))
            .toList();
    assertEquals(
        List.of(
            "wave.started pilot command line",
            "wave.done pilot clockwork",
            "wave.started wave-1 command line",
            "wave.reminded wave-1 command line",
            "wave.paused wave-1 command line",
            "wave.resumed wave-1 command line",
            "wave.rolled-back pilot command line"),
        acts.stream()
            .map(one ->
                one.type() + " " + one.value("wave").orElse("") + " " + one.value("by").orElse(""))
            .toList());
    assertTrue(acts.getFirst().fields().containsKey("policy-set"), acts.toString());
    assertTrue(
        acts.getFirst().published().value("wave").orElse("").startsWith("committed:"),
        "a wave's name is not the public's");
  }

  /**
   * Everybody is there, and two waves are planned; returns the policy that the first one brings.
   */
  private Path planned(Company company) throws IOException {
    company.officers();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      names.add("it-%02d".formatted(i));
      company.add(names.getLast(), "it");
      pilots.add(Company.mailbox(names.getLast()));
    }
    company.add("sales-00", "sales");
    Path sample = sample();
    Company.mbox(sample, names, 200, "Subject: none\n\n".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(company.home.folder().resolve("rollout.yaml"), "pilot: it\n");
    says(company, 0, "pilot", "plan", "--sample=" + sample, "--no-servers");
    String text =
        Policy.example()
            .replace(
                "deliver: { sign: if-possible, encrypt: if-possible }",
                "deliver: { sign: required, encrypt: if-possible }");
    return Files.writeString(folder.resolve("pilot.yaml"), text);
  }

  private Path sample() {
    return folder.resolve("sample.mbox");
  }

  /** Nothing starts before backup, officers, policy and programs are in order. */
  private void conditionsAreMet(Company company, Path policy) {
    CommandRun early =
        says(company, 1, "was not started", "wave", "start", "pilot", "--policy=" + policy);
    assertTrue(early.text().contains("not  backup-drilled: no drill was held"), early.text());
    assertTrue(early.text().contains("ok   officers-enrolled: 2 officers"), early.text());
    assertTrue(early.text().contains("not  policy-simulated"), early.text());
    assertTrue(early.text().contains("ok   clients-ready"), early.text());
    says(company, 1, "pilot: is planned, and goes before", "wave", "start", "wave-1");

    String home = "--home=" + company.home.folder();
    assertEquals(0, company.run("backup", "create", home).status());
    assertEquals(0, company.run("backup", "drill", home).status());
    assertEquals(
        0,
        company
            .run("policy", "simulate", home, "--against=" + policy, sample().toString())
            .status());
  }

  /** Each takes the code out of the mail that came, and enrols with keys of their own. */
  private void enrol(Company company) throws Exception {
    Instant end = Instant.now().plusSeconds(120);
    for (Mailbox person : pilots) {
      while (company.sink.messages(person).isEmpty()) {
        assertTrue(Instant.now().isBefore(end), "no invitation for " + person);
        Thread.sleep(20);
      }
    }
    Enrolment enrolment = company.organization.enrolling().enrolment(); // unseals keys, once
    Certificate archive = company.home.certificate("archive");
    pilots.parallelStream()
        .forEach(person -> {
          try {
            enrol(company, person, enrolment, archive);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void enrol(Company company, Mailbox person, Enrolment enrolment, Certificate archive)
      throws IOException {
    Matcher code = CODE.matcher(Files.readString(company.sink.messages(person).getFirst()));
    assertTrue(code.find());
    EnrolmentKit kit =
        EnrolmentKit.make(
            person,
            person.localPart(),
            KeyAlgorithm.P_256,
            KeyAlgorithm.P_256,
            company.organization.random());
    EnrolmentOutcome outcome =
        enrolment.enrol(kit.request(archive), new Proof.MailReply(code.group(1)));
    if (outcome instanceof EnrolmentOutcome.Enrolled enrolled) {
      keys.put(person, kit.receive(enrolled.credentials()).decryption());
    } else {
      throw new AssertionError(outcome.toString());
    }
  }

  /** Each writes to the next, who answers. */
  private void conversations(Company company, Services services) throws Exception {
    try (RelayClient client =
        new RelayClient(
            RelaySettings.plain("127.0.0.1", services.smtpOutboundPort(), "pc.example.test"))) {
      IntStream.range(0, PEOPLE)
          .parallel()
          .forEach(i -> send(client, pilots.get(i), next(i), "<first-" + i + "@example.test>", ""));
      assertEquals(50, people(company, Stage.SIGNS));
      read(company);
      IntStream.range(0, PEOPLE)
          .parallel()
          .forEach(i ->
              send(
                  client,
                  next(i),
                  pilots.get(i),
                  "<answer-" + i + "@example.test>",
                  "In-Reply-To: <first-" + i + "@example.test>\n"));
    }
  }

  private Mailbox next(int i) {
    return pilots.get((i + 1) % PEOPLE);
  }

  private static void send(RelayClient client, Mailbox from, Mailbox to, String id, String more) {
    String letter =
        """
        From: %s
        To: %s
        Subject: The pilot
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Message-ID: %s
        %s
        Does it work?
        """
            .formatted(from, to, id, more);
    Envelope envelope =
        new Envelope(Optional.of(from), List.of(new Envelope.Recipient(to, List.of())), List.of());
    try (Octets message =
        Octets.of(letter.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII))) {
      Map<Mailbox, Answer> answers = client.send(envelope, message);
      assertTrue(
          answers.values().stream().allMatch(a -> a.kind() == Answer.Kind.ACCEPTED),
          answers.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What arrived opens with the key that its reader made, and is signed. */
  private void read(Company company) throws Exception {
    Mailbox reader = pilots.getLast();
    Path mail = company.sink.messages(reader).getLast();
    MessageReader with =
        new MessageReader(
            List.of(java.util.Objects.requireNonNull(keys.get(reader))),
            company.organization.trust(RevocationChecking.REQUIRED),
            Spool.standard(),
            MessageReader.Options.standard());
    try (Reading reading =
        with.read(Octets.of(Files.readAllBytes(mail)), company.organization.now())) {
      assertTrue(reading.verdict() instanceof Verdict.Passed, reading.findings().toString());
      assertTrue(reading.opening().orElse(null) instanceof Opening.Opened);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      reading.content().orElseThrow().writeTo(text);
      assertTrue(text.toString(StandardCharsets.UTF_8).contains("Does it work?"));
    }
  }

  private static void theNextOneIsHeldAndGoesOn(Company company) {
    says(company, 0, "1 people are invited", "wave", "start", "wave-1", "--despite=clients-ready");
    says(company, 1, "is running, and must be planned", "wave", "start", "wave-1");
    says(company, 0, "0 people are written to once more", "wave", "remind", "wave-1");
    says(company, 0, "is paused", "wave", "pause", "wave-1");
    says(company, 1, "is paused, and must be running", "wave", "remind", "wave-1");
    says(company, 0, "0 people are written to", "wave", "resume", "wave-1");
    says(company, 2, "known are pilot, wave-1", "wave", "pause", "wave-7");
    CommandRun readers = says(company, 1, "without a certificate", "readers");
    assertEquals(2, readers.text().lines().count(), readers.text());
  }

  /** Policy is what it was, certificates stay. */
  private static void theFirstOneIsTakenBack(Company company, String before) throws IOException {
    Path policy = company.home.folder().resolve("policy.yaml");
    String during = Files.readString(policy);
    Files.writeString(policy, during + "# mended by hand\n");
    says(company, 1, "was changed since wave pilot began", "wave", "rollback", "pilot");

    Files.writeString(policy, during);
    says(company, 0, "certificates stay", "wave", "rollback", "pilot");
    assertEquals(before, Files.readString(policy));
    assertEquals(50, people(company, Stage.READS));
  }

  private void reported(Company company) throws IOException {
    Path report = folder.resolve("report.pdf");
    says(company, 0, "The report is in", "report", "-o", report.toString());
    assertTrue(Files.size(report) > 1_000);
    says(company, 2, "ends neither in", "report", "-o", folder.resolve("report.doc").toString());
    assertTrue(
        says(company, 0, "read-encrypted", "wave", "show", "pilot", "--json")
            .text()
            .contains("\"reads\" : 50"));
    JsonNode status =
        JsonMapper.shared().readTree(says(company, 0, "\"at\"", "status", "--json").out());
    assertEquals(51, status.path("coverage").path("people").asInt());
    assertEquals(50, status.path("groups").path("it").path("reading").asInt());
    assertEquals("rolled-back", status.path("waves").get(0).path("state").asString());
    assertEquals("running", status.path("waves").get(1).path("state").asString());
  }

  private static int people(Company company, Stage stage) {
    return java.util.Objects.requireNonNull(
        new WaveDirector(company.organization).show("pilot").stages().get(stage));
  }

  private static CommandRun says(Company company, int status, String words, String... command) {
    List<String> arguments = new ArrayList<>(List.of("rollout"));
    arguments.addAll(List.of(command));
    arguments.add("--home=" + company.home.folder());
    CommandRun run = company.run(arguments.toArray(String[]::new));
    assertEquals(status, run.status(), run.text() + run.errors());
    assertTrue((run.text() + run.errors()).contains(words), run.text() + run.errors());
    return run;
  }
}
