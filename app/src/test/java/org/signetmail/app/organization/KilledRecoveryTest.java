package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.CaseState;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * A recovery is killed with SIGKILL at a random moment, between request, approvals and collect, and
 * taken up by another process: everything completes, what was answered is kept, nothing is there
 * twice or half. {@code -Dsignet.kills=100} kills more often.
 */
class KilledRecoveryTest {
  private static final int KILLS = Integer.getInteger("signet.kills", 4);
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir Path folder;

  private final List<String> answers = new ArrayList<>();

  @Test
  void onSqlite() throws Exception {
    killAgainAndAgain("jdbc:sqlite:signet.db");
  }

  @Test
  void onPostgresql() throws Exception {
    killAgainAndAgain(PostgresServer.shared().freshDatabase());
  }

  private void killAgainAndAgain(String store) throws Exception {
    Home home = new Home(folder.resolve("home"));
    found(home, store);
    Random random = new Random(5);
    for (int kill = 0; kill < KILLS; kill++) {
      run(1 + random.nextInt(6), random.nextInt(25));
    }
    run(6, 0); // to the end of what the last one left, and one more
    assertWhole(home);
    System.out.printf(
        "%d kills, %d answers, %d releases%n",
        KILLS, answers.size(), answers.stream().filter(l -> l.startsWith("released")).count());
  }

  /** A process that is killed some time after its nth answer. */
  private void run(int wanted, int moreMilliseconds) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RecoveringProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader in = process.inputReader()) {
      int lines = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.matches("(requested|approved|decided|released|recovered|odd).*\\.")) {
          answers.add(line.substring(0, line.length() - 1));
          if (++lines == wanted) {
            Thread.sleep(moreMilliseconds); // in the middle of what comes next
            process.toHandle().destroyForcibly();
          }
        }
      }
      assertTrue(lines >= wanted, "a process ended by itself after " + answers);
    } finally {
      process.toHandle().destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private void assertWhole(Home home) throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      assertInstanceOf(Audit.Consistent.class, organization.log().audit(List.of()));
      List<RecoveryCase> cases = organization.recovery().cases(10_000);
      Map<String, RecoveryCase> byId = new HashMap<>();
      cases.forEach(one -> byId.put(one.id(), one));
      for (RecoveryCase one : cases.subList(1, cases.size())) {
        assertEquals(CaseState.RELEASED, organization.recovery().state(one), "all completes");
      }
      for (RecoveryCase one : cases) {
        assertEveryStepHasItsLeaf(organization, one);
      }
      long leaves =
          organization.store().log().entries(0, organization.store().log().size()).stream()
              .filter(entry -> entry.type().dotted().startsWith("recovery."))
              .count();
      assertEquals(
          leaves, cases.stream().mapToLong(one -> 1 + one.steps().size()).sum(), "none is over");
      for (String answer : answers) {
        String[] words = answer.split(" ");
        RecoveryCase one = byId.get(words[1]);
        switch (words[0]) {
          case "requested" -> assertTrue(one != null, answer);
          case "approved", "released" -> {
            List<Long> indexes = organization.recovery().logIndexes(new CaseId(words[1]));
            assertTrue(indexes.contains(Long.parseLong(words[2])), "answered and lost: " + answer);
          }
          case "recovered" -> assertEquals("1", words[2], answer);
          case "decided" -> {}
          default -> throw new AssertionError(answer);
        }
      }
      assertTold(home, cases);
    }
  }

  private static void assertEveryStepHasItsLeaf(Organization organization, RecoveryCase one) {
    List<Long> indexes = organization.recovery().logIndexes(new CaseId(one.id()));
    assertEquals(1 + one.steps().size(), Set.copyOf(indexes).size());
    long approvals = one.steps().stream().filter(Step.Approved.class::isInstance).count();
    assertTrue(approvals <= 2, "nobody approves twice");
    for (int i = 0; i < one.steps().size(); i++) {
      long index = indexes.get(i + 1);
      LogEntry entry = organization.store().log().entries(index, index + 1).getFirst();
      EntryType expected =
          switch (one.steps().get(i)) {
            case Step.Approved _ -> EntryType.RECOVERY_APPROVED;
            case Step.Refused _ -> EntryType.RECOVERY_REFUSED;
            case Step.Released _ -> EntryType.RECOVERY_RELEASED;
            case Step step -> throw new AssertionError(step.toString());
          };
      assertEquals(expected, entry.type());
      assertEquals(one.id(), entry.value("case").orElseThrow());
    }
  }

  /** The owner was told of every step; of one that a kill prevented perhaps too. */
  private static void assertTold(Home home, List<RecoveryCase> cases) throws IOException {
    Map<String, Integer> told = new HashMap<>();
    for (NoticeOutbox.Waiting notice : new NoticeOutbox(home.outbox(), _ -> true).waiting()) {
      String mail = Files.readString(notice.file());
      cases.stream()
          .filter(one -> mail.contains(one.id()))
          .forEach(one -> told.merge(one.id(), 1, Integer::sum));
    }
    for (RecoveryCase one : cases) {
      assertTrue(told.getOrDefault(one.id(), 0) >= 1 + one.steps().size(), "a step was not told");
    }
  }

  private void found(Home home, String store) throws IOException {
    new Foundation(configuration(store), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      OfficerCeremony ceremony = new OfficerCeremony(organization);
      for (String name : List.of("olga", "omar")) {
        byte[] file =
            ceremony
                .enrol(Mailbox.of(name + "@example.test"), name)
                .file(RecoveringProcess.PASSWORD);
        Files.write(folder.resolve(name + ".p12"), file);
      }
      organization.enrolment().invite(BOB, "Bob", Set.of());
      PersonCeremony ceremonyOfBob = new PersonCeremony(organization);
      Proof proof = new Proof.AdministratorVouches(Mailbox.of("admin@example.test"));
      ceremonyOfBob.enrol(BOB, "Bob", proof, new PersonCeremony.Occasion.First());
      PersonalKeys anew =
          ceremonyOfBob.enrol(
              BOB,
              "Bob",
              proof,
              new PersonCeremony.Occasion.Replacement(Revocation.Reason.SUPERSEDED));
      Files.write(folder.resolve("bob.p12"), anew.keyFile(RecoveringProcess.PASSWORD));
    }
  }

  private static Configuration configuration(String store) {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    int many = 100_000;
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        store,
        new Configuration.Archive(
            2,
            2,
            new RecoveryPolicy(
                Duration.ZERO,
                Duration.ZERO,
                many,
                many,
                many,
                Duration.ofDays(30),
                RecoveryPolicy.SelfRecovery.FORBIDDEN)),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new Configuration.Mail(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
