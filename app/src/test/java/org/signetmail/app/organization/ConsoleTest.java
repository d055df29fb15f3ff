package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/** Who may see and do what at the console, over HTTPS: each page and act against each role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
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

  /** A page, what only who may see it reads there, and who may. */
  private record Row(String path, String shows, Set<Role> roles) {}

  private List<Row> pages() {
    Set<Role> people = EnumSet.of(Role.ADMINISTRATOR, Role.ENROLMENT_AGENT, Role.AUDITOR);
    Set<Role> runs = EnumSet.of(Role.ADMINISTRATOR, Role.AUDITOR);
    String serial = console.alice.certificate().serialHex();
    return List.of(
        new Row("/console/people", "Bob Example", people),
        new Row("/console/people?q=exam+bob", "Bob Example", people),
        new Row("/console/people/one?mailbox=bob%40example.test", "board", people),
        new Row("/console/people?format=csv", "\"Bob Example\"", people),
        new Row("/console/certificates", "alice@example.test", people),
        new Row("/console/certificates/one?serial=" + serial, "Alice Example", people),
        new Row(
            "/console/requests",
            "None waits",
            EnumSet.of(Role.ADMINISTRATOR, Role.ENROLMENT_AGENT)),
        new Row(
            "/console/recoveries",
            "Nobody ever asked",
            EnumSet.of(Role.RECOVERY_OFFICER, Role.AUDITOR)),
        new Row("/console/rollout", "first-wave", runs),
        new Row("/console/rollout/wave?name=first-wave", "bob@example.test", runs),
        new Row("/console/policy", "What would happen", runs),
        new Row("/console/log?before=50", "organization.created", EnumSet.of(Role.AUDITOR)),
        new Row("/console/log/one?index=0", "holds against", EnumSet.of(Role.AUDITOR)));
  }

  @Test
  void whatARoleMustNotSeeItCannotReach() throws Exception {
    for (Role role : Role.values()) {
      try (PageBrowser browser = console.browser(role)) {
        for (Row row : pages()) {
          HttpResponse<String> page = browser.get(row.path());
          String what = role + " at " + row.path();
          boolean may = row.roles().contains(role);
          assertEquals(may ? 200 : 403, page.statusCode(), what + page.body());
          assertEquals(may, page.body().contains(row.shows()), what + page.body());
          assertEquals(
              may && !row.path().endsWith("csv"),
              page.body().contains("The same from a shell: <code>signet "),
              what + " names its command");
          assertFalse(
              !may && page.body().contains("Bob"), what + " tells of people: " + page.body());
        }
        HttpResponse<String> today = browser.get("/console/");
        boolean seesToday = role == Role.ADMINISTRATOR || role == Role.AUDITOR;
        assertEquals(seesToday ? 200 : 303, today.statusCode(), role.word());
        assertEquals(seesToday, today.body().contains("Archive against certificates"));
      }
    }
  }

  @Test
  void whoIsNotSignedInReachesNothing() throws Exception {
    try (PageBrowser stranger = new PageBrowser(console.system, Optional.empty());
        PageBrowser person = new PageBrowser(console.system, Optional.of(console.alice))) {
      for (Row row : pages()) {
        for (PageBrowser browser : List.of(stranger, person)) {
          HttpResponse<String> answer = browser.get(row.path());
          assertEquals(303, answer.statusCode(), row.path());
          assertEquals("/console/signin", PageBrowser.header(answer, "Location"));
        }
      }
      HttpResponse<String> refused =
          person.post(
              "/console/signin/certificate", Map.of("csrf", person.csrf("/console/signin")));
      assertEquals(403, refused.statusCode(), "a person without a role");
      assertFalse(person.get("/console/signin").body().contains("Sign in as"));
    }
  }

  /** Each act against each role: 303 where it is done, 403 where it is not theirs. */
  @Test
  void whatARoleMustNotDoItCannotDo() throws Exception {
    for (Role role : Role.values()) {
      try (PageBrowser browser = console.browser(role)) {
        String csrf = browser.csrf("/console/people");
        String mailbox = "new-" + role.name().toLowerCase(Locale.ROOT) + "@example.test";
        Map<String, String> who =
            Map.of("csrf", csrf, "mailbox", mailbox, "name", "New One", "confirm", mailbox);
        boolean changes = role == Role.ADMINISTRATOR || role == Role.ENROLMENT_AGENT;
        assertEquals(
            changes ? 303 : 403,
            browser.post("/console/people/invite", who).statusCode(),
            role + " invites");
        assertEquals(
            changes,
            console.system.organization.store().people().find(Mailbox.of(mailbox)).isPresent());
        if (!changes) {
          console
              .system
              .organization
              .enrolling()
              .enrolment()
              .invite(Mailbox.of(mailbox), "New One", Set.of());
        }
        assertEquals(
            changes ? 303 : 403,
            browser.post("/console/people/suspend", who).statusCode(),
            role + " suspends");
        assertEquals(
            changes ? Person.State.SUSPENDED : Person.State.INVITED,
            console
                .system
                .organization
                .store()
                .people()
                .find(Mailbox.of(mailbox))
                .orElseThrow()
                .state());
        assertEquals(changes ? 303 : 403, browser.post("/console/people/resume", who).statusCode());

        SigningIdentity one = console.system.person("Somebody", mailbox);
        boolean ends = role == Role.ADMINISTRATOR;
        HttpResponse<String> ended =
            browser.post(
                "/console/certificates/end",
                Map.of(
                    "csrf",
                    csrf,
                    "serial",
                    one.certificate().serialHex(),
                    "reason",
                    "SUPERSEDED",
                    "confirm",
                    mailbox));
        assertEquals(ends ? 303 : 403, ended.statusCode(), role + " ends a certificate");
        assertEquals(
            ends,
            console
                .system
                .organization
                .store()
                .certificates()
                .ofSerial(one.certificate().serial())
                .getFirst()
                .record()
                .revocation()
                .isPresent());

        boolean explains = role == Role.ADMINISTRATOR || role == Role.AUDITOR;
        HttpResponse<String> explained =
            browser.post(
                "/console/policy/explain",
                Map.of(
                    "csrf",
                    csrf,
                    "message",
                    "From: bob@example.test\nTo: x@example.org\nSubject: y\n\nz\n"));
        assertEquals(explains ? 200 : 403, explained.statusCode(), explained.body());
        assertEquals(explains, explained.body().contains("x@example.org:"), explained.body());
      }
    }
  }

  @Test
  void aRequestIsDecidedByWhoMayAndNeverByWhoseItIs() throws Exception {
    PendingRequest own = pending(ConsoleSystem.staff(Role.ENROLMENT_AGENT));
    PendingRequest bobs = pending(ConsoleSystem.BOB);
    try (PageBrowser auditor = console.browser(Role.AUDITOR);
        PageBrowser agent = console.browser(Role.ENROLMENT_AGENT)) {
      assertEquals(
          403,
          auditor
              .post("/console/requests/decide", word(bobs, auditor.csrf("/console/people")))
              .statusCode());
      String csrf = agent.csrf("/console/requests");
      assertTrue(agent.get("/console/requests").body().contains(ConsoleSystem.BOB.toString()));
      HttpResponse<String> ofOneself = agent.post("/console/requests/decide", word(own, csrf));
      assertEquals(403, ofOneself.statusCode());
      assertTrue(ofOneself.body().contains("your own request"), ofOneself.body());
      assertEquals(303, agent.post("/console/requests/decide", word(bobs, csrf)).statusCode());
      PendingRequest decided =
          console
              .system
              .organization
              .store()
              .pendingRequests()
              .find(bobs.key(), bobs.kind())
              .orElseThrow();
      assertEquals(PendingRequest.State.APPROVED, decided.state());
      assertEquals(Optional.of(ConsoleSystem.staff(Role.ENROLMENT_AGENT)), decided.decidedBy());
      assertEquals(404, agent.post("/console/requests/decide", word(bobs, csrf)).statusCode());
    } finally {
      console.system.organization.store().pendingRequests().remove(own.key(), own.kind());
      console.system.organization.store().pendingRequests().remove(bobs.key(), bobs.kind());
    }
  }

  private PendingRequest pending(Mailbox mailbox) {
    byte[] octets = new byte[32];
    console.system.organization.random().nextBytes(octets);
    return console
        .system
        .organization
        .store()
        .pendingRequests()
        .ask(
            new PendingRequest(
                KeyId.ofSubjectPublicKeyInfo(octets),
                CertificateProfile.Kind.PERSON_SIGNING,
                mailbox,
                octets,
                PendingRequest.State.WAITING,
                Instant.parse("2026-11-23T12:00:00Z"),
                Optional.empty()));
  }

  private static Map<String, String> word(PendingRequest request, String csrf) {
    return Map.of(
        "csrf",
        csrf,
        "key",
        request.key().hex(),
        "kind",
        request.kind().name(),
        "word",
        "approved");
  }
}
