package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.Wave;
import org.signetmail.tlog.LogStore;

/** Waves of the rollout at the console: who may run them, and who puts a policy in force. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleWaveTest {
  private static final String PROPOSE = "/console/rollout/propose";

  @TempDir static Path folder;

  private ConsoleSystem console;

  @BeforeAll
  void start() throws Exception {
    console = new ConsoleSystem(folder.resolve("home"));
  }

  @AfterAll
  void stop() {
    console.close();
  }

  /** The wave goes through all its states; each act is refused to whoever does not run it. */
  @Test
  void aWaveIsRunByWhoMayAndEachActStandsInTheLog() throws Exception {
    long before = console.system.organization.store().log().size();
    try (PageBrowser auditor = console.browser(Role.AUDITOR);
        PageBrowser agent = console.browser(Role.ENROLMENT_AGENT);
        PageBrowser anna = console.browser(Role.ADMINISTRATOR)) {
      String csrf = anna.csrf("/console/people");
      for (String act : List.of("start", "pause", "remind", "resume", "rollback")) {
        for (PageBrowser other : List.of(auditor, agent)) {
          assertEquals(403, act(other, other.csrf("/console/people"), act).statusCode(), act);
        }
      }
      assertEquals(Wave.State.PLANNED, wave(0).state());
      assertFalse(
          auditor.get("/console/rollout/wave?name=first-wave").body().contains("<form method"),
          "who may not act is offered none");
      assertEquals(409, act(anna, csrf, "pause").statusCode(), "does not run yet");
      assertEquals(403, act(anna, auditor.csrf("/console/people"), "start").statusCode(), "CSRF");

      assertEquals(303, act(anna, csrf, "start").statusCode());
      String page = anna.get("/console/rollout/wave?name=first-wave").body();
      assertTrue(page.contains("signet rollout wave pause first-wave"), page);
      assertTrue(page.contains("follows the link in the invitation"), page);
      assertTrue(page.contains("Invited 1</text>"), page);
      assertEquals(303, act(anna, csrf, "remind").statusCode());
      assertEquals(303, act(anna, csrf, "pause").statusCode());
      assertEquals(303, act(anna, csrf, "resume").statusCode());
      assertEquals(
          400,
          anna.post("/console/rollout/rollback", Map.of("csrf", csrf, "wave", "first-wave"))
              .statusCode(),
          "the name is typed");
      assertEquals(303, act(anna, csrf, "rollback").statusCode());
      assertEquals(404, anna.get("/console/rollout/wave?name=none").statusCode());
    }
    LogStore log = console.system.organization.store().log();
    assertEquals(
        List.of("wave.started", "wave.reminded", "wave.paused", "wave.resumed", "wave.rolled-back"),
        log.entries(before, log.size()).stream()
            .filter(entry -> entry.value("wave").isPresent())
            .filter(entry -> entry.value("by").equals(Optional.of("anna@example.test")))
            .map(entry -> entry.type().dotted())
            .toList());
  }

  /** One administrator proposes, another starts, and only what was read. */
  @Test
  void aPolicyThatComesWithAWaveTakesTwo() throws Exception {
    String wave = "second-wave";
    String page = "/console/rollout/wave?name=" + wave;
    String before = console.policyInForce();
    String stricter = Policy.example().replace("if-possible, encrypt", "required, encrypt");
    try (PageBrowser auditor = console.browser(Role.AUDITOR);
        PageBrowser anna = console.browser(Role.ADMINISTRATOR);
        PageBrowser ada = console.browser(console.second)) {
      Map<String, String> form = new TreeMap<>(Map.of("wave", wave, "policy", stricter));
      form.put("csrf", auditor.csrf("/console/people"));
      assertEquals(
          403, auditor.send(auditor.upload(PROPOSE, form)).statusCode(), "not their right");
      String annas = anna.csrf("/console/people");
      form.put("csrf", annas);
      assertEquals(
          409,
          anna.send(anna.upload(PROPOSE, with(form, "policy", "rules: 7"))).statusCode(),
          "no policy");
      assertEquals(303, anna.send(anna.upload(PROPOSE, form)).statusCode());
      String shown = ada.get(page).body();
      assertTrue(shown.contains("anna@example.test") && shown.contains("sign: required"), shown);
      assertTrue(shown.contains("--policy policy.yaml"), "the same from a shell");
      assertFalse(anna.get(page).body().contains("Start with this policy"), "she proposed it");

      String fingerprint = Policy.fingerprint(stricter);
      HttpResponse<String> alone = startWith(anna, annas, wave, fingerprint);
      assertEquals(409, alone.statusCode());
      assertTrue(alone.body().contains("another administrator"), alone.body());
      String adas = ada.csrf("/console/people");
      assertEquals(409, startWith(ada, adas, wave, Policy.fingerprint("other")).statusCode());
      assertEquals(
          400,
          ada.post(
                  "/console/rollout/start-with",
                  Map.of("csrf", adas, "wave", wave, "policy", fingerprint))
              .statusCode(),
          "the name is typed");
      assertEquals(before, console.policyInForce(), "nothing was done so far");

      assertEquals(303, startWith(ada, adas, wave, fingerprint).statusCode());
      assertEquals(stricter, console.policyInForce());
      assertFalse(ada.get(page).body().contains("Policy that is proposed"));
      assertEquals(
          303,
          ada.post("/console/rollout/rollback", Map.of("csrf", adas, "wave", wave, "confirm", wave))
              .statusCode());
      assertEquals(before, console.policyInForce());

      assertEquals(303, anna.send(anna.upload(PROPOSE, form)).statusCode());
      assertEquals(
          303,
          ada.post("/console/rollout/withdraw", Map.of("csrf", adas, "wave", wave)).statusCode());
      assertEquals(409, startWith(ada, adas, wave, fingerprint).statusCode(), "it was withdrawn");
    }
    LogStore log = console.system.organization.store().log();
    assertEquals(
        List.of(
            "wave.policy-proposed anna@example.test",
            "wave.started ada@example.test",
            "wave.rolled-back ada@example.test",
            "wave.policy-proposed anna@example.test",
            "wave.policy-withdrawn ada@example.test"),
        log.entries(0, log.size()).stream()
            .filter(entry -> entry.value("wave").equals(Optional.of(wave)))
            .map(entry -> entry.type().dotted() + " " + entry.value("by").orElse(""))
            .toList());
  }

  /** Whoever changes the store alone, and not the log, does not make one person into two. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE wave_policy SET mailbox = 'ada@example.test'",
        "UPDATE wave_policy SET policy = policy || '# more'",
        "UPDATE wave_policy SET log_index = 0"
      })
  void whoProposedIsAsTheLogSays(String change) throws Exception {
    String wave = "fourth-wave";
    try (PageBrowser anna = console.browser(Role.ADMINISTRATOR);
        PageBrowser ada = console.browser(console.second)) {
      Map<String, String> form = new TreeMap<>(Map.of("wave", wave, "policy", Policy.example()));
      form.put("csrf", anna.csrf("/console/people"));
      assertEquals(303, anna.send(anna.upload(PROPOSE, form)).statusCode());
      console.change(change);
      String text =
          console
              .system
              .organization
              .store()
              .policyProposals()
              .of(wave)
              .map(PolicyProposal::text)
              .orElseThrow();
      boolean isAdas = change.contains("mailbox");
      PageBrowser other = isAdas ? anna : ada;
      HttpResponse<String> refused =
          startWith(other, other.csrf("/console/people"), wave, Policy.fingerprint(text));
      assertEquals(409, refused.statusCode());
      assertTrue(refused.body().contains("the log knows another"), refused.body());
    }
  }

  /** Where changes must be signed, a start with one that is not leaves everything as it was. */
  @Test
  void aPolicyThatWouldNotBeTakenUpIsNotPutInForce() throws Exception {
    String wave = "third-wave";
    String governed = "changes: signed\n" + Policy.example();
    String before = console.policyInForce();
    try (PageBrowser anna = console.browser(Role.ADMINISTRATOR);
        PageBrowser ada = console.browser(console.second)) {
      Map<String, String> form = new TreeMap<>(Map.of("wave", wave, "policy", governed));
      form.put("csrf", anna.csrf("/console/people"));
      assertEquals(303, anna.send(anna.upload(PROPOSE, form)).statusCode());
      HttpResponse<String> refused =
          startWith(ada, ada.csrf("/console/people"), wave, Policy.fingerprint(governed));
      assertEquals(409, refused.statusCode());
      assertTrue(refused.body().contains("is not signed"), refused.body());
    }
    assertEquals(before, console.policyInForce());
    assertEquals(Wave.State.ROLLED_BACK, wave(2).state());
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> other = new TreeMap<>(form);
    other.put(name, value);
    return other;
  }

  private static HttpResponse<String> startWith(
      PageBrowser browser, String csrf, String wave, String fingerprint) throws Exception {
    return browser.post(
        "/console/rollout/start-with",
        Map.of("csrf", csrf, "wave", wave, "policy", fingerprint, "confirm", wave));
  }

  private HttpResponse<String> act(PageBrowser browser, String csrf, String act) throws Exception {
    return browser.post(
        "/console/rollout/" + act,
        Map.of("csrf", csrf, "wave", "first-wave", "confirm", "first-wave"));
  }

  private Wave wave(int place) {
    return console.system.organization.store().waves().waves().get(place).wave();
  }
}
