package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.gateway.DecisionRecord;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.Treatment;
import org.signetmail.testkit.CommandRun;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Who may say what a running system does to mail: the administrators, and nobody else. */
class GovernedPolicyTest {
  private static final String TABLE =
      """
      version: '%s'
      valid-from: 2020-01-01
      valid-until: 2999-12-31
      servers: [DE]
      places: [{ place: DE, domains: [example.test] }, { place: CU, domains: [cu.test] }]
      rules:
        - { place: DE, role: server, effect: allow, source: s, reviewed-by: r }
        - { place: DE, role: sender, effect: allow, source: s, reviewed-by: r }
        - { place: CU, role: recipient, effect: deny, source: a law, reviewed-by: r }
      """;

  @TempDir private Path folder = Path.of("");

  private Path home = Path.of("");
  private int change;

  @BeforeEach
  void anAdministratorAndAnotherPerson() throws IOException {
    home = folder.resolve("home");
    Files.writeString(folder.resolve("password"), "x\n");
    done(
        "init",
        home.toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    for (String officer : List.of("olga", "omar")) {
      done(
          "officer",
          "enrol",
          officer + "@example.test",
          "--name=" + officer,
          "-o",
          folder.resolve(officer + ".p12").toString(),
          "--password-file=" + folder.resolve("password"),
          "--home=" + home);
    }
    for (String person : List.of("ada", "bob")) {
      done("user", "add", person + "@example.test", "--name=" + person, "--home=" + home);
      done(
          "enrol",
          "new",
          person + "@example.test",
          "--vouched-by=x@example.test",
          "-o",
          folder.resolve(person + ".p12").toString(),
          "--password-file=" + folder.resolve("password"),
          "--home=" + home);
    }
    Path configuration = home.resolve("signet.yaml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replaceFirst("administrators: *\\[\\]", "administrators: [ada@example.test]"));
  }

  @Test
  void aTableCountsOnlyWithTheSignatureOfAnAdministrator() throws IOException {
    put("jurisdictions.yaml", TABLE.formatted("1"));
    put("policy.yaml", "jurisdictions: jurisdictions.yaml\n" + Policy.example());
    assertTrue(start().contains("is not signed; put an administrator's signature in"));
    sign("bob", "jurisdictions.yaml");
    assertTrue(start().contains("is no administrator; one of roles.administrators"));
    sign("ada", "jurisdictions.yaml");
    assertEquals("", start());
    put("jurisdictions.yaml", TABLE.formatted("2"));
    assertTrue(start().contains("the signature is failed"), start());
  }

  @Test
  void whereChangesAreSignedAnotherPolicyNeedsAnAdministratorAndTheLogSaysWhose()
      throws IOException {
    put("policy.yaml", "changes: signed\n" + Policy.example());
    sign("ada", "policy.yaml");
    try (Organization organization = open()) {
      LivePolicy live = new LivePolicy(organization);
      String before = live.get().fingerprint();
      long entries = organization.store().log().size();
      put("policy.yaml", Policy.example());
      live.refresh();
      assertEquals(before, live.get().fingerprint(), "unsigned: the old one stays");
      sign("bob", "policy.yaml");
      live.refresh();
      assertEquals(before, live.get().fingerprint(), "bob is no administrator");
      assertEquals(entries, organization.store().log().size());
      sign("ada", "policy.yaml");
      live.refresh();
      assertEquals(Policy.fingerprint(Policy.example()), live.get().fingerprint());
      LogEntry entry = organization.store().log().entries(entries, entries + 1).getFirst();
      assertEquals(EntryType.POLICY_CHANGED, entry.type());
      assertTrue(entry.toString().contains("signer"), entry.toString());
    }
  }

  @Test
  void anotherTableTakesEffectAndIsLoggedWithItsVersion() throws IOException {
    put("jurisdictions.yaml", TABLE.replace("effect: deny", "effect: allow").formatted("1"));
    sign("ada", "jurisdictions.yaml");
    put("policy.yaml", "jurisdictions: jurisdictions.yaml\n" + Policy.example());
    try (Organization organization = open()) {
      LivePolicy live = new LivePolicy(organization);
      assertInstanceOf(Decision.Deliver.class, toCuba(live.get()));
      put("jurisdictions.yaml", TABLE.formatted("2"));
      live.refresh();
      assertInstanceOf(Decision.Deliver.class, toCuba(live.get()), "not signed yet");
      sign("ada", "jurisdictions.yaml");
      live.refresh();
      assertInstanceOf(Decision.Refuse.class, toCuba(live.get()));
      long size = organization.store().log().size();
      LogEntry entry = organization.store().log().entries(size - 1, size).getFirst();
      assertTrue(entry.toString().contains("jurisdictions"), entry.toString());
    }
  }

  @Test
  void aReportCountsEachMessageOnceHoweverOftenItWasTried() throws IOException {
    DecisionFiles files = new DecisionFiles(home.resolve("decisions"));
    DecisionRecord.Entry entry =
        new DecisionRecord.Entry(
            Instant.parse("2026-11-23T12:00:00Z"),
            "aa",
            Facts.Direction.OUTBOUND,
            "us.test",
            new Facts.Places(Set.of("DE"), Set.of("US")),
            "deliver",
            "r\tx",
            new Treatment(Treatment.Sign.YES, Treatment.Encrypt.TO_PERSON, "fips"),
            "7",
            Ruling.RecordDuty.REQUIRED,
            2);
    files.keep(List.of(entry));
    files.keep(List.of(entry));
    DecisionReport report = DecisionReport.of(new Home(home), YearMonth.of(2026, 11));
    assertEquals(List.of(2), List.copyOf(report.recipients().values()));
    CommandRun run = done("policy", "report", "--month=2026-11", "--home=" + home);
    assertTrue(
        run.text()
            .contains("outbound   DE    US  us.test  deliver  yes   to-person  fips   7      2"),
        run.text());
    assertEquals(Map.of(), DecisionReport.of(new Home(home), YearMonth.of(2026, 10)).recipients());
  }

  private static Decision toCuba(Policy policy) {
    Optional<Mailbox> ada = Optional.of(Mailbox.of("ada@example.test"));
    Facts facts =
        new Facts(
            Facts.Direction.OUTBOUND,
            new Facts.Message("x", Map.of(), Set.of(), 1, Facts.Protection.NONE),
            new Facts.Author(ada, ada, Set.of(), Optional.empty(), Facts.Signer.SEAL),
            new Facts.Recipient(
                Mailbox.of("b@cu.test"),
                Set.of(),
                Optional.empty(),
                Facts.RecipientCertificate.FOUND));
    return policy.decide(policy.placed(facts), Instant.now());
  }

  /** Why the policy cannot be used; nothing when it can. */
  private String start() throws IOException {
    try (Organization organization = open()) {
      LivePolicy live = new LivePolicy(organization);
      return live.get().table().isPresent() ? "" : "without the table";
    } catch (Failure e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Organization open() throws IOException {
    return Organization.open(new Home(home), InstantSource.system());
  }

  private void put(String name, String text) throws IOException {
    touch(Files.writeString(home.resolve(name), text));
  }

  private void sign(String who, String name) throws IOException {
    done(
        "policy",
        "sign",
        "--key=" + folder.resolve(who + ".p12"),
        "--password-file=" + folder.resolve("password"),
        home.resolve(name).toString());
    touch(home.resolve(name + ".p7s"));
  }

  /** However coarse the clock of the file system is, it was written later. */
  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(++change)));
  }

  private static CommandRun done(String... words) {
    CommandRun run = CommandRun.of(new byte[0], errors -> Main.run(words, errors));
    assertEquals(0, run.status(), () -> String.join(" ", words) + "\n" + run.errors());
    return run;
  }
}
