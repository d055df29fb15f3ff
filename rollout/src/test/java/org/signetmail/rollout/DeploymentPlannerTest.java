package org.signetmail.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.JurisdictionTable;

/** Plans out of values alone. */
class DeploymentPlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String LAWS =
      """
      version: 'one'
      valid-from: 2026-01-01
      valid-until: 2026-12-31
      servers: [DE]
      rules:
        - { place: DE, role: sender, effect: allow, source: 'a law', reviewed-by: 'counsel' }
        - { place: CU, role: recipient, effect: deny, source: 'another', reviewed-by: 'counsel' }
      """;

  private final List<ListedMember> members = new ArrayList<>();
  private final List<MailServer> servers = new ArrayList<>();
  private final MailTally tally =
      new MailTally(one -> one.domain().equals("example.test"), MailPrograms.standard());

  @Test
  void groupsWaitForThoseBeforeThemAndAreFilledUpToTheSize() throws Exception {
    group("board", 2);
    group("it", 3);
    group("legal", 4);
    group("sales", 30);
    group("support", 5);

    DeploymentPlan plan =
        plan(
            """
            pilot: it
            wave-size: 10
            groups: { board: { after: [legal] } }
            """);

    assertEquals(
        List.of(
            "pilot [it] []",
            "wave-1 [legal, support] [pilot]",
            "wave-2 [board] [pilot, wave-1]",
            "wave-3 [sales] [pilot]"),
        plan.waves().stream().map(w -> w.name() + " " + w.groups() + " " + w.after()).toList());
  }

  @Test
  void groupsThatWaitForEachOtherAreSaidToAndPlannedAllTheSame() throws Exception {
    group("a", 1);
    group("b", 1);

    DeploymentPlan plan = plan("groups: { a: { after: [b] }, b: { after: [a] } }");

    assertEquals(1, plan.waves().size());
    assertEquals(1, with(plan, RolloutFinding.WAVE_CIRCLE).size());
  }

  @Test
  void riskComesFromProgramsAndIsSaid() throws Exception {
    group("old", 4);
    group("young", 4);
    for (int i = 0; i < 4; i++) {
      wrote("old" + i, "Microsoft Outlook 14.0");
      wrote("young" + i, "Microsoft Outlook 16.0");
    }

    DeploymentPlan plan = plan("lead: a@example.test");

    assertEquals("[young]", plan.waves().getFirst().groups().toString());
    Claim risk = with(plan, RolloutFinding.WAVE_RISK).getFirst();
    assertEquals("wave-2/old", risk.finding().subject());
    assertEquals(List.of("group/old"), risk.evidence());
  }

  @Test
  void placesAreHeldAgainstTheTable() throws Exception {
    DeploymentPlan plan = plan("places: [DE, CU, FR]");

    assertEquals("DE", with(plan, RolloutFinding.PLACE_RULED).getFirst().finding().subject());
    assertEquals("CU", with(plan, RolloutFinding.PLACE_LIMITED).getFirst().finding().subject());
    assertEquals("FR", with(plan, RolloutFinding.PLACE_UNKNOWN).getFirst().finding().subject());
  }

  @Test
  void certificatesFromElsewhereAreCountedByAuthority() throws Exception {
    TestPki other = new TestPki("Other CA", NOW);
    Mailbox alice = Mailbox.of("alice@example.test");
    Certificate ended =
        other.encryption(alice, NOW.minus(Duration.ofDays(300)), Duration.ofDays(9));
    message(
        "alice", "bob@partner.test", List.of(ended, other.signing(alice), other.signing(alice)));
    message("alice", "bob@partner.test", List.of(ended));

    DeploymentPlan plan = plan("lead: a@example.test");

    Claim claim = with(plan, RolloutFinding.CERTIFICATES_ELSEWHERE).getFirst();
    assertTrue(claim.finding().detail().contains("issued 3 certificates"), claim.toString());
    assertTrue(claim.finding().detail().contains("1 of which have ended"), claim.toString());
    assertEquals(3, claim.evidence().size());
  }

  /** What each server is, how it is spoken to, and what it lacks. */
  @Test
  void serversAreToldByWhatTheyAnswered() throws Exception {
    List<String> all = List.of("8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "SIZE");
    server("good", "220 mx ESMTP Postfix", all, Optional.of("TLSv1.3"));
    server("old", "220 mx Microsoft ESMTP MAIL Service ready", List.of("DSN"), Optional.empty());
    servers.add(
        new MailServer(
            "next hop", "gone", MailServer.Answer.SILENT, "refused", List.of(), Optional.empty()));

    DeploymentPlan plan = plan("lead: a@example.test");

    assertEquals(
        List.of(
            "is Postfix, spoken to TLSv1.3: takes what secure mail needs",
            "is Microsoft Exchange, spoken to in clear: offers no STARTTLS, 8BITMIME, SMTPUTF8,"
                + " PIPELINING, SIZE, so mail to it can be read on its way",
            "did not answer: refused"),
        plan.sections().stream()
            .filter(section -> section.topic() == PlanSection.Topic.SERVERS)
            .flatMap(section -> section.claims().stream())
            .map(claim -> claim.finding().detail())
            .toList());
    assertEquals(1, with(plan, RolloutFinding.SERVER_LACKS).size());
    assertEquals(1, with(plan, RolloutFinding.SERVER_SILENT).size());
  }

  private void server(String host, String greeting, List<String> keywords, Optional<String> tls) {
    servers.add(
        new MailServer("next hop", host, MailServer.Answer.ANSWERED, greeting, keywords, tls));
  }

  @Test
  void everyClaimOfEveryPlanCanBeTraced() throws Exception {
    group("it", 3);
    members.add(
        ListedMember.of(Mailbox.of("nobody@example.test"), Set.of(), ListedMember.Origin.LIST));
    wrote("it0", "HelpDesk Pro 7");
    message("it1", "carol@partner.test", List.of());
    for (String answers :
        List.of(
            "lead: a@example.test",
            "{ pilot: gone, places: [DE], officers: [a, b], "
                + "groups: { it: { after: [gone], enrolment: device } } }")) {
      DeploymentPlan plan = plan(answers);
      for (Claim claim : plan.claims()) {
        claim
            .evidence()
            .forEach(id -> assertTrue(plan.evidence().containsKey(id), id + " of " + claim));
      }
    }
  }

  private DeploymentPlan plan(String answers) throws Exception {
    SystemFacts system =
        new SystemFacts(
            "Example Corp",
            List.of("example.test"),
            List.of(),
            3,
            2,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofDays(1)),
            Optional.empty(),
            Optional.empty(),
            Duration.ofDays(824),
            Duration.ofDays(7),
            "0123456789abcdef0123456789abcdef",
            Optional.of(JurisdictionTable.read(LAWS, "laws.yaml", List.of("auto"))));
    return new DeploymentPlanner(
            tally.inventory(NOW, members, servers),
            RolloutAnswers.read(answers, "rollout.yaml"),
            system)
        .plan();
  }

  private static List<Claim> with(DeploymentPlan plan, RolloutFinding code) {
    return plan.claims().stream().filter(claim -> claim.finding().code() == code).toList();
  }

  private void group(String name, int people) {
    for (int i = 0; i < people; i++) {
      members.add(
          ListedMember.of(
              Mailbox.of(name + i + "@example.test"), Set.of(name), ListedMember.Origin.STORE));
    }
  }

  private void wrote(String name, String program) {
    tally.add(
        new SampledMessage(
            Optional.of(Mailbox.of(name + "@example.test")),
            List.of(),
            Optional.of(program),
            Protection.NONE,
            List.of()));
  }

  private void message(String name, String to, List<Certificate> certificates) {
    tally.add(
        new SampledMessage(
            Optional.of(Mailbox.of(name + "@example.test")),
            List.of(Mailbox.of(to)),
            Optional.empty(),
            Protection.SIGNED,
            certificates));
  }
}
