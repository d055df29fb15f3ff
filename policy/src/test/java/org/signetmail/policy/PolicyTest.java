package org.signetmail.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import org.signetmail.policy.Facts.Direction;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Facts.RecipientCertificate;
import org.signetmail.policy.Facts.Signer;

class PolicyTest {
  private static final Set<String> PROFILES = Set.of("auto", "compatible", "modern");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Mailbox ALICE = Mailbox.of("Alice@Example.test");
  private static final Mailbox BOB = Mailbox.of("bob@partner.test");

  private static Facts facts(
      String subject, RecipientCertificate certificate, Protection protection, Signer signer) {
    return new Facts(
        Direction.OUTBOUND,
        new Facts.Message(
            subject,
            Map.of("Sensitivity", List.of("Normal")),
            Set.of("internal"),
            1_000,
            protection),
        new Facts.Author(
            Optional.of(ALICE), Optional.of(ALICE), Set.of("board"), Optional.empty(), signer),
        new Facts.Recipient(
            BOB, Set.of("guests"), Optional.of("Partner"), certificate, Facts.PartnerGateway.NONE));
  }

  private static String decide(Policy policy, Facts facts) {
    return switch (policy.decide(facts)) {
      case Decision.Deliver(Treatment t, String rule) ->
          rule + ": sign " + t.sign() + ", encrypt " + t.encrypt();
      case Decision.Refuse(String reason, String rule) -> rule + ": refuse";
      case Decision.Defer(String reason, String rule, Decision.Meanwhile meanwhile) ->
          rule + ": defer" + (meanwhile == Decision.Meanwhile.INVITE ? " and invite" : "");
    };
  }

  @TestFactory
  Stream<DynamicTest> theExampleDecides() throws Exception {
    Policy policy = Policy.read(Policy.example(), "policy.yaml", PROFILES);
    record Case(String subject, RecipientCertificate c, Protection p, Signer s, String decision) {}
    return Stream.of(
            new Case(
                "hello",
                RecipientCertificate.FOUND,
                Protection.NONE,
                Signer.SEAL,
                "default: sign YES, encrypt TO_PERSON"),
            new Case(
                "hello",
                RecipientCertificate.NOT_FOUND,
                Protection.NONE,
                Signer.SEAL,
                "default: sign YES, encrypt NO"),
            new Case(
                "hello",
                RecipientCertificate.UNREACHABLE,
                Protection.NONE,
                Signer.SEAL,
                "default: defer"),
            new Case(
                "hello",
                RecipientCertificate.FOUND,
                Protection.SIGNED,
                Signer.SEAL,
                "default: sign NO, encrypt TO_PERSON"),
            new Case(
                "hello",
                RecipientCertificate.FOUND,
                Protection.ENCRYPTED,
                Signer.SEAL,
                "default: sign NO, encrypt NO"),
            new Case(
                "hello",
                RecipientCertificate.FOUND,
                Protection.NONE,
                Signer.NONE,
                "default: sign NO, encrypt TO_PERSON"),
            new Case(
                "Confidential: plan",
                RecipientCertificate.NOT_FOUND,
                Protection.NONE,
                Signer.SEAL,
                "confidential: refuse"),
            new Case(
                "streng VERTRAULICH",
                RecipientCertificate.FOUND,
                Protection.NONE,
                Signer.SEAL,
                "confidential: sign YES, encrypt TO_PERSON"),
            new Case(
                "confidential",
                RecipientCertificate.UNREACHABLE,
                Protection.NONE,
                Signer.SEAL,
                "confidential: defer"),
            new Case(
                "confidential",
                RecipientCertificate.NOT_FOUND,
                Protection.ENCRYPTED,
                Signer.SEAL,
                "confidential: sign NO, encrypt NO"),
            new Case(
                "unconfidentially",
                RecipientCertificate.NOT_FOUND,
                Protection.NONE,
                Signer.SEAL,
                "default: sign YES, encrypt NO"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> assertEquals(c.decision, decide(policy, facts(c.subject, c.c, c.p, c.s)))));
  }

  @Test
  void inboundIsLeftAlone() throws Exception {
    Policy policy = Policy.read(Policy.example(), "policy.yaml", PROFILES);
    Facts facts =
        new Facts(
            Direction.INBOUND,
            new Facts.Message("confidential", Map.of(), Set.of(), 1, Protection.NONE),
            new Facts.Author(
                Optional.of(BOB), Optional.of(BOB), Set.of(), Optional.of("Partner"), Signer.NONE),
            new Facts.Recipient(ALICE, Set.of(), Optional.empty(), RecipientCertificate.NOT_FOUND));
    assertEquals("default: sign NO, encrypt NO", decide(policy, facts));
    assertFalse(policy.asksForCertificates(Direction.INBOUND));
    assertTrue(policy.asksForCertificates(Direction.OUTBOUND));
    assertEquals(Policy.Refusals.ALL_OR_NONE, policy.refusals(Direction.OUTBOUND));
  }

  @Test
  void refusalsSayWhatToDo() throws Exception {
    Policy policy = Policy.read(Policy.example(), "policy.yaml", PROFILES);
    Decision decision =
        policy.decide(
            facts("confidential", RecipientCertificate.NOT_FOUND, Protection.NONE, Signer.SEAL));
    assertEquals(
        "bob@partner.test: must be sent encrypted, and there is no certificate to encrypt to; ask"
            + " the recipient for a signed mail or for a certificate, or leave this recipient out",
        assertInstanceOf(Decision.Refuse.class, decision).reason());
  }

  @Test
  void conditionsSeeEveryFact() throws Exception {
    String all =
        "sender.address == 'alice@example.test' && sender.domain == 'example.test' && from.address"
            + " == sender.address && from.domain == 'example.test' && 'board' in from.groups &&"
            + " recipient.domain == 'partner.test' && recipient.address.startsWith('bob@') &&"
            + " subject.contains('é') && size > 999 && size < 1001 && headers.first('SENSITIVITY')"
            + " == 'Normal' && headers.first('x-none') == '' && headers['sensitivity'].exists(v, v"
            + " == 'Normal') && !message.signed && !message.encrypted && certificate.found &&"
            + " signer.available && !signer.own && 'internal' in labels && 'guests' in"
            + " recipient.groups && recipient.partner == 'Partner' && from.partner == ''";
    Policy policy = Policy.read(one(all, "refuse: seen"), "p", PROFILES);
    Facts facts = facts("caf\u00e9", RecipientCertificate.FOUND, Protection.NONE, Signer.SEAL);
    assertEquals("r: refuse", decide(policy, facts));
  }

  @Test
  void explanationShowsTheWay() throws Exception {
    Policy policy = Policy.read(Policy.example(), "policy.yaml", PROFILES);
    Explanation explanation =
        policy.explain(
            facts("hello", RecipientCertificate.FOUND, Protection.NONE, Signer.SEAL), NOW);
    assertEquals(
        List.of("bounces DOES_NOT_HOLD", "confidential DOES_NOT_HOLD", "default HOLDS"),
        explanation.steps().stream().map(s -> s.rule() + " " + s.match()).toList());
    assertEquals(
        "it is signed with the organisation's seal and encrypted to the certificate that was found",
        explanation.because());
    assertEquals("sender.address == ''", explanation.steps().getFirst().condition());
  }

  @TestFactory
  Stream<DynamicTest> explanationNamesThePartsThatDoNotHold() throws Exception {
    record Case(String condition, List<String> why) {}
    return Stream.of(
            new Case("size > 2000", List.of("size > 2000 [size = 1000]")),
            new Case(
                "size > 500 && subject == 'x' && certificate.found",
                List.of("subject == \"x\" [subject = 'hello']")),
            new Case(
                "size > 2000 || (certificate.found && 'staff' in from.groups)",
                List.of(
                    "size > 2000 [size = 1000]",
                    "\"staff\" in from.groups [from.groups = [board]]")),
            new Case(
                "!certificate.found", List.of("!certificate.found [certificate.found = true]")),
            new Case(
                "headers.first('Sensitivity') == 'Private'",
                List.of(
                    "headers.first(\"Sensitivity\") == \"Private\""
                        + " [headers.first('Sensitivity') = 'Normal']")))
        .map(c ->
            DynamicTest.dynamicTest(
                c.condition,
                () -> {
                  Policy policy = Policy.read(one(c.condition, "refuse: x"), "p", PROFILES);
                  Explanation explanation =
                      policy.explain(
                          facts("hello", RecipientCertificate.FOUND, Protection.NONE, Signer.SEAL),
                          NOW);
                  assertEquals(
                      c.why,
                      explanation.steps().getFirst().why().stream()
                          .map(w -> w.text() + " " + w.values())
                          .toList());
                }));
  }

  @Test
  void aDecisionIsThatOfItsExplanation() throws Exception {
    Policy policy = Policy.read(Policy.example(), "policy.yaml", PROFILES);
    for (String subject : List.of("hello", "confidential")) {
      for (RecipientCertificate certificate : RecipientCertificate.values()) {
        for (Protection protection : Protection.values()) {
          Facts facts = facts(subject, certificate, protection, Signer.SEAL);
          assertEquals(
              policy.explain(facts, NOW).decision(), policy.decide(facts), facts.toString());
        }
      }
    }
  }

  @Test
  void everyMistakeIsNamedInOneReading() {
    String text =
        """
        outbound:
          refusals: some
          rules:
            - name: a
              when: subjekt == 'x' || sise > 1
              refuse: x
            - name: a
              when: size
              deliver: { sign: yes, encrypt: no }
          default: { refuse: x, defer: y }
        inbund: {}
        """;
    List<String> problems =
        Policy.problems(text, "p", PROFILES).stream()
            .map(problem -> problem.place().line() + " " + problem.what())
            .toList();
    assertEquals(
        List.of(
            "11 'inbund' is not known here",
            "5 condition of 'a': undeclared reference to 'subjekt' (in container '') at character"
                + " 1",
            "5 condition of 'a': undeclared reference to 'sise' (in container '') at character 19",
            "7 two rules are called 'a'",
            "8 condition of 'a': expected type 'bool' but found 'int' at character 1",
            "9 sign 'yes' is not one of no, if-possible, required",
            "10 says 2 things to do",
            "2 refusals 'some' is neither all-or-none nor each-alone",
            "1 has no rules for inbound mail"),
        problems);
    assertEquals(List.of(), Policy.problems(Policy.example(), "p", PROFILES));
  }

  @Test
  void ruleThatCannotBeWorkedOutStopsTheMessage() throws Exception {
    Policy policy =
        Policy.read(one("headers['x-none'][0] == 'x'", "refuse: x"), "policy.yaml", PROFILES);
    Decision decision =
        policy.decide(facts("hello", RecipientCertificate.FOUND, Protection.NONE, Signer.SEAL));
    String reason = assertInstanceOf(Decision.Defer.class, decision).reason();
    assertTrue(reason.contains("rule 'r'") && reason.endsWith("policy.yaml:3:7"), reason);
  }

  /** What is asked for, what there is, what comes of it. */
  @TestFactory
  Stream<DynamicTest> outcomes() {
    record Case(String deliver, List<String> facts, String decision) {}
    String person = "certificate.found=true";
    String gateway = "gateway.found=true";
    return Stream.of(
            new Case("sign: no, encrypt: if-possible", List.of(person, gateway), "- TO_PERSON"),
            new Case("sign: no, encrypt: if-possible", List.of(gateway), "- TO_PARTNER"),
            new Case(
                "sign: no, encrypt: required, encrypt-to: partner",
                List.of(person, gateway),
                "- TO_PARTNER"),
            new Case("sign: no, encrypt: required, encrypt-to: partner", List.of(person), "refuse"),
            new Case("sign: no, encrypt: required, encrypt-to: person", List.of(gateway), "refuse"),
            new Case("sign: no, encrypt: required, no-certificate: hold", List.of(), "defer"),
            new Case("sign: no, encrypt: required, no-certificate: refuse", List.of(), "refuse"),
            new Case(
                "sign: no, encrypt: required, no-certificate: password-form",
                List.of(),
                "- TO_PASSWORD_PAGE"),
            new Case(
                "sign: no, encrypt: required, no-certificate: password-form",
                List.of("size=5000001"),
                "- TO_PASSWORD_CMS"),
            new Case(
                "sign: no, encrypt: required, no-certificate: password-form,"
                    + " also-encrypt-to: archive@example.test",
                List.of(),
                "- TO_PASSWORD_CMS"),
            new Case(
                "sign: no, encrypt: required, no-certificate: password-form",
                List.of(person),
                "- TO_PERSON"),
            new Case(
                "sign: no, encrypt: if-possible, no-certificate: password-form", List.of(), "- NO"),
            new Case(
                "sign: required, sign-with: own-key, encrypt: no",
                List.of("signer.available=true"),
                "refuse"),
            new Case(
                "sign: if-possible, sign-with: own-key, encrypt: no",
                List.of("signer.available=true"),
                "- NO"),
            new Case(
                "sign: required, sign-with: own-key, encrypt: no",
                List.of("signer.own=true"),
                "sign NO"),
            new Case(
                "sign: required, sign-with: seal, encrypt: no",
                List.of("signer.own=true"),
                "refuse"),
            new Case(
                "sign: required, sign-with: seal, encrypt: no",
                List.of("signer.available=true"),
                "sign NO"),
            new Case(
                "sign: no, encrypt: no, remove-from-subject: '[Encrypt]'",
                List.of("subject=Re: [ENCRYPT] plan"),
                "- NO without [Encrypt]"),
            new Case(
                "sign: no, encrypt: no, remove-from-subject: ['[e]', '[s]']",
                List.of("subject=[s] plan"),
                "- NO without [s]"),
            new Case(
                "sign: no, encrypt: no, remove-from-subject: '[encrypt]'",
                List.of("subject=[encrypt] plan", "message.signed=true"),
                "- NO"),
            new Case(
                "sign: no, encrypt: no, remove-from-subject: '[encrypt]'",
                List.of("subject=[encrypt] plan", "message.encrypted=true"),
                "- NO"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> {
                  Policy policy =
                      Policy.read(one("true", "deliver: { " + c.deliver + " }"), "p", PROFILES);
                  Facts facts =
                      facts("hi", RecipientCertificate.NOT_FOUND, Protection.NONE, Signer.NONE);
                  for (String fact : c.facts) {
                    facts = FactText.with(facts, fact);
                  }
                  assertEquals(c.decision, inShort(policy.decide(facts)));
                }));
  }

  private static String inShort(Decision decision) {
    return switch (decision) {
      case Decision.Deliver(Treatment t, String rule) ->
          (t.sign() == Treatment.Sign.YES ? "sign " : "- ")
              + t.encrypt()
              + (t.removedFromSubject().isEmpty()
                  ? ""
                  : " without " + String.join(" ", t.removedFromSubject()));
      case Decision.Refuse refuse -> "refuse";
      case Decision.Defer defer ->
          "defer" + (defer.meanwhile() == Decision.Meanwhile.INVITE ? " and invite" : "");
    };
  }

  @Test
  void othersCanOpenWhatIsEncryptedAndNothingElse() throws Exception {
    Policy policy =
        Policy.read(
            one(
                "true",
                "deliver: { sign: no, encrypt: if-possible, also-encrypt-to: [sender,"
                    + " archive@example.test] }"),
            "p",
            PROFILES);
    Explanation encrypted =
        policy.explain(facts("hi", RecipientCertificate.FOUND, Protection.NONE, Signer.NONE), NOW);
    assertEquals(
        List.of(
            new AlsoReader.Author(), new AlsoReader.Archive(Mailbox.of("archive@example.test"))),
        ((Decision.Deliver) encrypted.decision()).treatment().alsoReaders());
    assertTrue(
        encrypted.because().endsWith("; the sender, archive@example.test can open it too"),
        encrypted.because());
    Decision.Deliver plain =
        (Decision.Deliver)
            policy.decide(
                facts("hi", RecipientCertificate.NOT_FOUND, Protection.NONE, Signer.NONE));
    assertEquals(List.of(), plain.treatment().alsoReaders());
  }

  @Test
  void aRecipientIsInvitedInWordsThatThePolicyMaySay() throws Exception {
    String rule = one("true", "deliver: { sign: no, encrypt: required, no-certificate: invite }");
    Policy policy = Policy.read(rule, "p", PROFILES);
    Facts facts = facts("hi", RecipientCertificate.NOT_FOUND, Protection.NONE, Signer.NONE);
    assertEquals("defer and invite", inShort(policy.decide(facts)));
    assertEquals(InvitationText.STANDARD, policy.invitation());
    assertEquals(
        new InvitationText("Bitte", "{author} wartet"),
        Policy.read(
                "invitation: { subject: Bitte, text: '{author} wartet' }\n" + rule, "p", PROFILES)
            .invitation());
  }

  @Test
  void theDirectionIsAFact() throws Exception {
    Policy policy = Policy.read(one("direction == 'outbound'", "refuse: x"), "p", PROFILES);
    Facts facts = facts("hi", RecipientCertificate.NOT_FOUND, Protection.NONE, Signer.NONE);
    assertEquals("refuse", inShort(policy.decide(facts)));
  }

  @Test
  void aDirectoryThatDoesNotAnswerIsNoReasonToSendToThePartnerInstead() throws Exception {
    Policy policy =
        Policy.read(one("true", "deliver: { sign: no, encrypt: if-possible }"), "p", PROFILES);
    Facts facts = facts("hi", RecipientCertificate.UNREACHABLE, Protection.NONE, Signer.NONE);
    assertEquals("defer", inShort(policy.decide(FactText.with(facts, "gateway.found=true"))));
  }

  @Test
  void labelsAreLookedForWhereARuleOfTheDirectionAsksForThem() throws Exception {
    String labels = "labels: { headers: [Keywords, X-Label], security-labels: read }\n";
    Policy asking = Policy.read(labels + one("'secret' in labels", "refuse: x"), "p", PROFILES);
    assertEquals(
        new LabelSources(List.of("keywords", "x-label"), LabelSources.SecurityLabels.READ),
        asking.labels(Direction.OUTBOUND));
    assertEquals(LabelSources.NONE, asking.labels(Direction.INBOUND));
  }

  @TestFactory
  Stream<DynamicTest> mistakesAreNamedWithTheirPlace() {
    record Case(String text, String start) {}
    return Stream.of(
            new Case(
                one("subjekt == 'x'", "refuse: x"),
                "p:4:13: condition of 'r': undeclared reference to 'subjekt' (in container '') at"
                    + " character 1; known are certificate.found"),
            new Case(
                one("size > 1 && sbject == 'x'", "refuse: x"),
                "p:4:13: condition of 'r': undeclared reference to 'sbject' (in container '') at"
                    + " character 13;"),
            new Case(
                one("size == 'x'", "refuse: x"),
                "p:4:13: condition of 'r': found no matching overload for '_==_'"),
            new Case(
                one("size", "refuse: x"),
                "p:4:13: condition of 'r': expected type 'bool' but found 'int' at character 1;"),
            new Case(one("size >", "refuse: x"), "p:4:13: condition of 'r': mismatched input"),
            new Case(
                one("certificate.fuond", "refuse: x"),
                "p:4:13: condition of 'r': undeclared reference"),
            new Case(
                one("true", "deliver: { sign: yes, encrypt: no }"),
                "p:5:18: sign 'yes' is not one of no, if-possible, required;"),
            new Case(one("true", "deliver: { sign: no }"), "p:5:16: 'encrypt' is missing;"),
            new Case(
                one("true", "deliver: { sign: no, encrypt: no, profile: rot13 }"),
                "p:5:41: profile 'rot13' does not exist; known are auto, compatible, modern"),
            new Case(
                one("true", "name2: x"), "p:5:7: 'name2' is not known here; did you mean 'name'?"),
            new Case(
                one("true", "refuse: x\n      defer: y"),
                "p:3:7: says 2 things to do; give one of deliver, refuse, defer"),
            new Case(
                "outbound:\n  rules: []\ninbound:\n  default: { refuse: x }\n",
                "p:2:3: has no default; say what happens"),
            new Case(
                "inbound:\n  default: { refuse: x }\n",
                "p:1:1: has no rules for outbound mail; add 'outbound:'"),
            new Case(
                one("true", "deliver: { sign: no, encrypt: required, no-certificate: pdf }"),
                "p:5:47: no-certificate 'pdf' is not one of refuse, hold, invite, password-form;"),
            new Case(
                "outbound:\n  default: { refuse: x }\ninbound:\n  default:\n    deliver:"
                    + " { sign: no, encrypt: required, no-certificate: password-form }\n",
                "p:5:45: no-certificate 'password-form' is for our own people's mail;"),
            new Case(
                "password-form: { form: pdf }\n" + one("true", "refuse: x"),
                "p:1:18: form 'pdf' is not one of page, cms;"),
            new Case(
                "password-form: { largest-page: 5 MB }\n" + one("true", "refuse: x"),
                "p:1:18: largest-page '5 MB' is no number of octets from 1 to 25000000;"),
            new Case(
                one("true", "deliver: { sign: no, encrypt: no, remove-from-subject: '' }"),
                "p:5:41: nothing cannot be removed;"),
            new Case(
                "labels: { headers: ['X Label'] }\n" + one("true", "refuse: x"),
                "p:1:11: 'x label' is no field name (RFC 5322 §2.2);"),
            new Case(
                one("true", "deliver: { sign: no, encrypt: required, also-encrypt-to: me }"),
                "p:5:47: also-encrypt-to 'me' is neither sender nor a mailbox;"),
            new Case(
                one("true", "deliver: { sign: no, encrypt: no, also-encrypt-to: sender }"),
                "p:5:41: also-encrypt-to beside encrypt: no;"),
            new Case(
                "invitation: { subject: '', text: x }\n" + one("true", "refuse: x"),
                "p:1:13: invitation: its subject must be one line of text;"),
            new Case("outbound: {", "p:"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.start,
                () -> {
                  YamlProblem problem =
                      assertThrows(YamlProblem.class, () -> Policy.read(c.text, "p", PROFILES));
                  String message = String.valueOf(problem.getMessage());
                  assertTrue(message.startsWith(c.start), message);
                  assertEquals(1, message.lines().count());
                }));
  }

  private static String one(String condition, String outcome) {
    return """
    outbound:
      rules:
        - name: r
          when: "CONDITION"
          OUTCOME
      default: { deliver: { sign: no, encrypt: no } }
    inbound:
      default: { deliver: { sign: no, encrypt: no } }
    """
        .replace("CONDITION", condition)
        .replace("OUTCOME", outcome);
  }
}
