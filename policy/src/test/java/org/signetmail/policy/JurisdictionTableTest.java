package org.signetmail.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.pkix.Mailbox;

class JurisdictionTableTest {
  private static final List<String> PROFILES =
      List.of("auto", "modern", "compatible", "fips", "bsi");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String TABLE =
      """
      version: '7'
      valid-from: 2026-01-01
      valid-until: 2026-12-31
      servers: [DE]
      places:
        - { place: DE, domains: [example.test], groups: [berlin] }
        - { place: US, groups: [boston], domains: [us.test] }
        - { place: GOV, domains: [gov.test] }
        - { place: CU, domains: [cu.test] }
        - { place: XX, partners: [Lawless] }
        - { place: BSI, domains: [bsi.test] }
        - { place: MOD, domains: [mod.test] }
        - { place: OLD, domains: [old.test] }
      rules:
        - { place: DE, role: server, effect: allow, source: s, reviewed-by: r }
        - { place: DE, role: sender, effect: allow, source: s, reviewed-by: r }
        - { place: DE, role: recipient, effect: allow, source: s, reviewed-by: r }
        - { place: US, role: sender, effect: require-suite, suites: [fips, modern], source: s, reviewed-by: r }
        - { place: US, role: recipient, effect: forbid-suite, suites: [modern], source: s, reviewed-by: r }
        - { place: GOV, role: recipient, effect: require-record, source: s, reviewed-by: r }
        - { place: CU, role: recipient, effect: allow, source: s, reviewed-by: r }
        - { place: CU, role: recipient, effect: deny, source: a law, reviewed-by: r, from: 2026-11-23 }
        - { place: BSI, role: recipient, effect: require-suite, suites: [bsi], source: s, reviewed-by: r }
        - { place: MOD, role: recipient, effect: require-suite, suites: [modern], source: s, reviewed-by: r }
        - { place: OLD, role: recipient, effect: allow, source: s, reviewed-by: r, until: 2026-11-22 }
      """;

  /** Where it goes, and what comes of it. */
  @TestFactory
  Stream<DynamicTest> theMostRestrictiveRuleWinsAndTheUnknownIsHeld() {
    record Case(String to, Set<String> groups, String profile, Instant at, String comes) {
      Case(String to, String comes) {
        this(to, Set.of("berlin"), "auto", NOW, comes);
      }
    }
    return Stream.of(
            new Case("b@example.test", "auto"),
            new Case("b@us.test", "compatible"),
            new Case("b@gov.test", "auto on record"),
            new Case("b@cu.test", "refuse"),
            new Case("b@cu.test", Set.of(), "auto", Instant.parse("2026-11-22T23:59:59Z"), "auto"),
            new Case("b@nowhere.test", "defer"),
            new Case("b@old.test", "defer"),
            new Case(
                "b@example.test", Set.of(), "auto", Instant.parse("2027-01-01T00:00:00Z"), "defer"),
            new Case(
                "b@example.test", Set.of(), "auto", Instant.parse("2025-12-31T23:59:59Z"), "defer"),
            new Case("b@example.test", Set.of("boston"), "auto", NOW, "fips"),
            new Case("b@us.test", Set.of("boston"), "auto", NOW, "fips"),
            new Case("b@mod.test", Set.of("boston"), "auto", NOW, "modern"),
            new Case("b@bsi.test", Set.of("boston"), "auto", NOW, "refuse"),
            new Case("b@bsi.test", Set.of(), "bsi", NOW, "bsi"),
            new Case("b@bsi.test", Set.of(), "modern", NOW, "refuse"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> assertEquals(c.comes, comes(TABLE, c.to, c.groups, c.profile, c.at))));
  }

  @Test
  void unknownRefusesWhereTheTableSaysSo() throws Exception {
    String table = TABLE + "unknown: refuse\n";
    assertEquals("refuse", comes(table, "b@nowhere.test", Set.of(), "auto", NOW));
  }

  @Test
  void mailWithoutCryptographyIsNoneOfItsBusiness() throws Exception {
    Policy policy = policy(TABLE, "sign: no, encrypt: no");
    Facts plain = facts("b@cu.test", Set.of(), Facts.Protection.NONE);
    assertEquals("auto", inShort(policy.ruling(policy.placed(plain), NOW).orElseThrow()));
    Facts encrypted = facts("b@cu.test", Set.of(), Facts.Protection.ENCRYPTED);
    assertEquals("refuse", inShort(policy.ruling(policy.placed(encrypted), NOW).orElseThrow()));
    Facts unknownSuite = facts("b@bsi.test", Set.of(), Facts.Protection.ENCRYPTED);
    assertEquals("refuse", inShort(policy.ruling(policy.placed(unknownSuite), NOW).orElseThrow()));
  }

  @Test
  void whoIsRefusedIsToldByWhichTableAndWhom() throws Exception {
    Policy policy = policy(TABLE, "sign: no, encrypt: required");
    Facts facts = policy.placed(facts("b@cu.test", Set.of(), Facts.Protection.NONE));
    Ruling ruling = policy.ruling(facts, NOW).orElseThrow();
    assertEquals("7", ruling.table());
    assertTrue(ruling.because().contains("CU recipient: deny (a law)"), ruling.toString());
    assertEquals(
        new Decision.Refuse(
            "b@cu.test: cryptography is not cleared, the law of CU forbids it: a law (jurisdiction"
                + " table 7); ask your compliance office",
            "default"),
        policy.decide(facts, NOW));
    assertEquals(policy.decide(facts, NOW), policy.explain(facts, NOW).decision());
  }

  @Test
  void conditionsMayAskForPlaces() throws Exception {
    Policy policy =
        Policy.read(
                """
                outbound:
                  rules:
                    - { name: r, when: "'CU' in recipient.places && 'DE' in from.places", refuse: x }
                  default: { deliver: { sign: no, encrypt: no } }
                inbound: { default: { refuse: x } }
                """,
                "p",
                Set.of("auto"))
            .within(JurisdictionTable.read(TABLE, "t", PROFILES));
    Facts facts = facts("b@cu.test", Set.of(), Facts.Protection.NONE);
    assertEquals("r", policy.decide(policy.placed(facts), NOW).rule());
  }

  @TestFactory
  Stream<DynamicTest> mistakesAreNamedWithTheirPlace() {
    record Case(String from, String to, String problem) {}
    return Stream.of(
            new Case("valid-from: 2026-01-01\n", "", "t:1:1: does not say when it is valid;"),
            new Case("2026-12-31", "soon", "t:3:1: valid-until 'soon' is no day such as"),
            new Case("servers: [DE]\n", "", "t:1:1: names no place of servers"),
            new Case("suites: [bsi]", "suites: [auto]", "suite 'auto' does not exist; known are"),
            new Case("suites: [bsi], ", "", "require-suite names no suites;"),
            new Case("effect: deny", "effect: weaken", "'weaken' is not one of allow, deny,"),
            new Case("source: a law, ", "", "'source' is missing;"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.problem,
                () -> {
                  YamlProblem problem =
                      assertThrows(
                          YamlProblem.class,
                          () -> JurisdictionTable.read(TABLE.replace(c.from, c.to), "t", PROFILES));
                  assertTrue(
                      String.valueOf(problem.getMessage()).contains(c.problem),
                      problem.getMessage());
                }));
  }

  private static String comes(
      String table, String to, Set<String> groups, String profile, Instant at) throws Exception {
    Policy policy = policy(table, "sign: no, encrypt: required, profile: " + profile);
    Facts facts = policy.placed(facts(to, groups, Facts.Protection.NONE));
    return inShort(policy.ruling(facts, at).orElseThrow());
  }

  private static String inShort(Ruling ruling) {
    return switch (ruling.decision()) {
      case Decision.Deliver(Treatment treatment, String rule) ->
          treatment.cryptoProfile()
              + (ruling.record() == Ruling.RecordDuty.REQUIRED ? " on record" : "");
      case Decision.Refuse refuse -> "refuse";
      case Decision.Defer defer -> "defer";
    };
  }

  private static Policy policy(String table, String deliver) throws YamlProblem {
    return Policy.read(
            """
            outbound: { default: { deliver: { DELIVER } } }
            inbound: { default: { refuse: x } }
            """
                .replace("DELIVER", deliver),
            "p",
            Set.copyOf(PROFILES))
        .within(JurisdictionTable.read(table, "t", PROFILES));
  }

  private static Facts facts(String to, Set<String> groups, Facts.Protection protection) {
    Optional<Mailbox> alice = Optional.of(Mailbox.of("alice@example.test"));
    return new Facts(
        Facts.Direction.OUTBOUND,
        new Facts.Message("x", Map.of(), Set.of(), 1, protection),
        new Facts.Author(alice, alice, groups, Optional.empty(), Facts.Signer.SEAL),
        new Facts.Recipient(
            Mailbox.of(to), Set.of(), Optional.empty(), Facts.RecipientCertificate.FOUND));
  }
}
