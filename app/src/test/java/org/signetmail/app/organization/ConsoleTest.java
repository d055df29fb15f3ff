package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.app.organization.PageBrowser.header;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.gateway.Gateway;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.Wave;
import org.signetmail.tlog.LogStore;

/** Who may see and do what at the console, over HTTPS: each page and act against each role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
  private static final Map<Role, Mailbox> STAFF =
      new EnumMap<>(
          Map.of(
              Role.ADMINISTRATOR, Mailbox.of("anna@example.test"),
              Role.ENROLMENT_AGENT, Mailbox.of("emil@example.test"),
              Role.RECOVERY_OFFICER, Mailbox.of("olga@example.test"),
              Role.AUDITOR, Mailbox.of("aude@example.test")));
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir static Path folder;

  private RunningSystem system;
  private SigningIdentity alice;
  private final Map<Role, SigningIdentity> identities = new EnumMap<>(Role.class);

  @BeforeAll
  void start() throws Exception {
    system = new RunningSystem(folder.resolve("home"), configuration());
    for (String officer : List.of("Olga", "Omar", "Otto")) {
      new OfficerCeremony(system.organization)
          .enrol(Mailbox.of(officer.toLowerCase(Locale.ROOT) + "@example.test"), officer);
    }
    STAFF.forEach((role, mailbox) ->
        identities.put(role, system.person("Staff " + role.word(), mailbox.toString())));
    system.organization.enrolling().enrolment().invite(BOB, "Bob Example", Set.of("board"));
    system.organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of());
    alice = system.person("Alice Example", ALICE.toString());
    system
        .organization
        .store()
        .waves()
        .plan(
            List.of(
                new Wave("first-wave", Set.of("board"), Set.of(), Set.of(), Wave.State.PLANNED)),
            system.organization.now());
    system.organization.log().publish(system.organization.now());
  }

  @AfterAll
  void stop() {
    system.close();
  }

  /** A page, what only who may see it reads there, and who may. */
  private record Row(String path, String shows, Set<Role> roles) {}

  private List<Row> pages() {
    Set<Role> people = EnumSet.of(Role.ADMINISTRATOR, Role.ENROLMENT_AGENT, Role.AUDITOR);
    Set<Role> runs = EnumSet.of(Role.ADMINISTRATOR, Role.AUDITOR);
    String serial = alice.certificate().serialHex();
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
      try (PageBrowser browser = browser(role)) {
        for (Row row : pages()) {
          HttpResponse<String> page = browser.get(row.path());
          String what = role + " at " + row.path();
          boolean may = row.roles().contains(role);
          assertEquals(may ? 200 : 403, page.statusCode(), what + page.body());
          assertEquals(may, page.body().contains(row.shows()), what + page.body());
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
    try (PageBrowser stranger = new PageBrowser(system, Optional.empty());
        PageBrowser person = new PageBrowser(system, Optional.of(alice))) {
      for (Row row : pages()) {
        for (PageBrowser browser : List.of(stranger, person)) {
          HttpResponse<String> answer = browser.get(row.path());
          assertEquals(303, answer.statusCode(), row.path());
          assertEquals("/console/signin", header(answer, "Location"));
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
      try (PageBrowser browser = browser(role)) {
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
            changes, system.organization.store().people().find(Mailbox.of(mailbox)).isPresent());
        if (!changes) {
          system
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
            system.organization.store().people().find(Mailbox.of(mailbox)).orElseThrow().state());
        assertEquals(changes ? 303 : 403, browser.post("/console/people/resume", who).statusCode());

        SigningIdentity one = system.person("Somebody", mailbox);
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
            system
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

  /** What would change, from a sample of which nothing is kept; who sees the policy may. */
  @Test
  void aPolicyIsTriedOnASample() throws Exception {
    String letter =
        """
        From bob Mon Nov 23 12:00:00 2026
        From: bob@example.test
        To: x@example.org
        Subject: s

        z

        """
            .replace("\n", "\r\n");
    String stricter =
        Policy.example()
            .replace(
                "deliver: { sign: if-possible, encrypt: if-possible }",
                "refuse: \"not from here\"");
    String simulate = "/console/policy/simulate";
    try (PageBrowser agent = browser(Role.ENROLMENT_AGENT);
        PageBrowser auditor = browser(Role.AUDITOR);
        PageBrowser anna = browser(Role.ADMINISTRATOR)) {
      Map<String, String> form = new java.util.TreeMap<>();
      form.put("mail", letter.repeat(3));
      form.put("other", stricter);
      form.put("csrf", agent.csrf("/console/people"));
      assertEquals(403, agent.send(agent.upload(simulate, form)).statusCode(), "not their right");
      assertEquals(403, anna.send(anna.upload(simulate, form)).statusCode(), "another's word");

      String tried = Gateway.policy(stricter, "tried").fingerprint();
      form.put("csrf", auditor.csrf("/console/people"));
      HttpResponse<String> seen = auditor.send(auditor.upload(simulate, form));
      assertEquals(200, seen.statusCode(), seen.body());
      assertTrue(seen.body().contains("3 messages to 3 recipients"), seen.body());
      assertTrue(
          seen.body().contains("What would change") && seen.body().contains("refuse"), seen.body());
      assertFalse(seen.body().contains("x@example.org"), "counts, and no one's mail");
      assertTrue(
          system.organization.store().simulations().of(tried).isEmpty(),
          "an auditor changes nothing");

      form.put("csrf", anna.csrf("/console/people"));
      assertEquals(200, anna.send(anna.upload(simulate, form)).statusCode());
      assertEquals(3, system.organization.store().simulations().of(tried).orElseThrow().stopped());
      form.put("other", "rules: 7");
      assertEquals(400, anna.send(anna.upload(simulate, form)).statusCode());
      form.put("other", "");
      form.put("mail", "");
      assertEquals(400, anna.send(anna.upload(simulate, form)).statusCode());
      form.put("mail", "x".repeat(10 << 20));
      assertEquals(413, anna.send(anna.upload(simulate, form)).statusCode());
      assertEquals(
          400,
          anna.send(
                  anna.request(simulate)
                      .header("Content-Type", "multipart/form-data; boundary=b")
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofString("--b\r\nx")))
              .statusCode());
      assertEquals(
          415, anna.post(simulate, Map.of("csrf", form.getOrDefault("csrf", ""))).statusCode());
    }
  }

  /** Headings are links; the file is the whole table, in the same order. */
  @Test
  void tablesSortWithoutAScriptAndTheirFileIsWhole() throws Exception {
    for (int i = 0; i < 60; i++) {
      system
          .organization
          .enrolling()
          .enrolment()
          .invite(
              Mailbox.of("many-%02d@example.test".formatted(i)),
              "Many %02d".formatted(99 - i),
              Set.of());
    }
    try (PageBrowser browser = browser(Role.AUDITOR)) {
      String down = browser.get("/console/people?sort=people.1.down").body();
      assertTrue(
          down.contains("aria-sort=\"descending\"><a href=\"/console/people?sort=people.1\""),
          down);
      assertTrue(
          down.indexOf("Many 99") > 0 && down.indexOf("Many 99") < down.indexOf("Many 98"), down);
      Matcher more = Pattern.compile("href=\"([^\"]+)\">More").matcher(down);
      assertTrue(more.find(), down);
      String second = browser.get(more.group(1).replace("&amp;", "&")).body();
      assertTrue(second.contains("Many 41") && !second.contains("Many 99"), second);

      List<String> file =
          browser.get("/console/people?sort=people.1&format=csv").body().lines().toList();
      assertTrue(file.size() > 65, "more than a page: " + file.size());
      assertEquals("\"Address\",\"Name\",\"State\",\"Since\",\"Groups\"", file.getFirst());
      assertTrue(
          file.stream()
              .filter(line -> line.contains("\"Many "))
              .toList()
              .getFirst()
              .startsWith("\"many-59@example.test\",\"Many 40\""),
          file.toString());
      assertEquals(
          file.subList(1, file.size()).reversed(),
          browser
              .get("/console/people?sort=people.1.down&format=csv")
              .body()
              .lines()
              .skip(1)
              .toList());
      for (String path :
          List.of(
              "/console/certificates?sort=all.3",
              "/console/certificates?sort=soon.9",
              "/console/people?sort=people.4",
              "/console/people?q=many&sort=people.1.down",
              "/console/people?q=many&from=people.999999999",
              "/console/rollout?sort=group.1.down&from=group.x",
              "/console/log?sort=%22%3E")) {
        assertEquals(200, browser.get(path).statusCode(), path);
      }
      long leaves = system.organization.store().log().size();
      assertEquals(
          leaves, // a value may have several lines
          browser
              .get("/console/log?format=csv")
              .body()
              .lines()
              .filter(line -> line.matches("\"\\d+\",.*"))
              .count());
    }
  }

  /** The wave goes through all its states; each act is refused to whoever does not run it. */
  @Test
  void aWaveIsRunByWhoMayAndEachActStandsInTheLog() throws Exception {
    long before = system.organization.store().log().size();
    try (PageBrowser auditor = browser(Role.AUDITOR);
        PageBrowser agent = browser(Role.ENROLMENT_AGENT);
        PageBrowser anna = browser(Role.ADMINISTRATOR)) {
      String csrf = anna.csrf("/console/people");
      for (String act : List.of("start", "pause", "remind", "resume", "rollback")) {
        for (PageBrowser other : List.of(auditor, agent)) {
          assertEquals(403, act(other, other.csrf("/console/people"), act).statusCode(), act);
        }
      }
      assertEquals(Wave.State.PLANNED, wave().state());
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
    LogStore log = system.organization.store().log();
    assertEquals(
        List.of("wave.started", "wave.reminded", "wave.paused", "wave.resumed", "wave.rolled-back"),
        log.entries(before, log.size()).stream()
            .filter(entry -> entry.value("wave").isPresent())
            .filter(entry -> entry.value("by").equals(Optional.of("anna@example.test")))
            .map(entry -> entry.type().dotted())
            .toList());
  }

  private HttpResponse<String> act(PageBrowser browser, String csrf, String act) throws Exception {
    return browser.post(
        "/console/rollout/" + act,
        Map.of("csrf", csrf, "wave", "first-wave", "confirm", "first-wave"));
  }

  private Wave wave() {
    return system.organization.store().waves().waves().getFirst().wave();
  }

  @Test
  void aRequestIsDecidedByWhoMayAndNeverByWhoseItIs() throws Exception {
    PendingRequest own = pending(staff(Role.ENROLMENT_AGENT));
    PendingRequest bobs = pending(BOB);
    try (PageBrowser auditor = browser(Role.AUDITOR);
        PageBrowser agent = browser(Role.ENROLMENT_AGENT)) {
      assertEquals(
          403,
          auditor
              .post("/console/requests/decide", word(bobs, auditor.csrf("/console/people")))
              .statusCode());
      String csrf = agent.csrf("/console/requests");
      assertTrue(agent.get("/console/requests").body().contains(BOB.toString()));
      HttpResponse<String> ofOneself = agent.post("/console/requests/decide", word(own, csrf));
      assertEquals(403, ofOneself.statusCode());
      assertTrue(ofOneself.body().contains("your own request"), ofOneself.body());
      assertEquals(303, agent.post("/console/requests/decide", word(bobs, csrf)).statusCode());
      PendingRequest decided =
          system.organization.store().pendingRequests().find(bobs.key(), bobs.kind()).orElseThrow();
      assertEquals(PendingRequest.State.APPROVED, decided.state());
      assertEquals(Optional.of(staff(Role.ENROLMENT_AGENT)), decided.decidedBy());
      assertEquals(404, agent.post("/console/requests/decide", word(bobs, csrf)).statusCode());
    } finally {
      system.organization.store().pendingRequests().remove(own.key(), own.kind());
      system.organization.store().pendingRequests().remove(bobs.key(), bobs.kind());
    }
  }

  @Test
  void anotherSitesFormDoesNothing() throws Exception {
    try (PageBrowser anna = browser(Role.ADMINISTRATOR);
        PageBrowser emil = browser(Role.ENROLMENT_AGENT)) {
      Map<String, String> fields = Map.of("mailbox", "csrf@example.test", "name", "X");
      Map<String, String> foreign = new java.util.HashMap<>(fields);
      foreign.put("csrf", emil.csrf("/console/people"));
      assertEquals(403, anna.post("/console/people/invite", fields).statusCode(), "no word");
      assertEquals(403, anna.post("/console/people/invite", foreign).statusCode(), "another's");
      Map<String, String> own = new java.util.HashMap<>(fields);
      own.put("csrf", anna.csrf("/console/people"));
      assertEquals(
          403,
          anna.send(anna.form("/console/people/invite", own).header("Sec-Fetch-Site", "cross-site"))
              .statusCode());
      assertTrue(
          system.organization.store().people().find(Mailbox.of("csrf@example.test")).isEmpty());
    }
  }

  @Test
  void pagesLoadNothingButOursAndTheCookieIsForThisHostAlone() throws Exception {
    try (PageBrowser browser = browser(Role.AUDITOR)) {
      assertTrue(browser.cookie.startsWith("__Host-signet-console="), browser.cookie);
      for (String path :
          List.of("/console/", "/console/people", "/console/log", "/console/signin")) {
        HttpResponse<String> page = browser.get(path);
        assertTrue(
            header(page, "Content-Security-Policy")
                .startsWith("default-src 'none'; script-src 'self';"));
        assertEquals("no-store", header(page, "Cache-Control"));
        assertFalse(
            Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:|https?://")
                .matcher(page.body())
                .find(),
            path + " has script or style inside, or something foreign");
      }
    }
  }

  @Test
  void aSessionEndsWithTheCertificateItBeganWith() throws Exception {
    SigningIdentity second = system.person("Anna", staff(Role.ADMINISTRATOR).toString());
    try (PageBrowser browser = new PageBrowser(system, Optional.of(second)).signedIn()) {
      assertEquals(200, browser.get("/console/people").statusCode());
      system
          .organization
          .authority()
          .revoke(
              system.organization.issuing().keyId(),
              second.certificate().serial(),
              Revocation.Reason.KEY_COMPROMISE);
      assertEquals(303, browser.get("/console/people").statusCode());
      assertEquals(
          403,
          browser
              .post("/console/signin/certificate", Map.of("csrf", browser.csrf("/console/signin")))
              .statusCode());
    }
  }

  @Test
  void signingOutEndsTheSessionForWhoeverHasTheCookie() throws Exception {
    try (PageBrowser browser = browser(Role.AUDITOR);
        PageBrowser thief = new PageBrowser(system, Optional.empty())) {
      thief.cookie = browser.cookie;
      assertEquals(200, thief.get("/console/people").statusCode());
      browser.post("/console/signout", Map.of("csrf", browser.csrf("/console/people")));
      assertEquals(303, thief.get("/console/people").statusCode());
    }
  }

  @Test
  void aPasskeyIsRegisteredWithACodeAndLetsIn() throws Exception {
    Mailbox anna = staff(Role.ADMINISTRATOR);
    SoftAuthenticator device = new SoftAuthenticator();
    String code = new ConsoleHouse(system.organization).entrance().passkeyCode(anna).orElseThrow();
    try (PageBrowser browser = new PageBrowser(system, Optional.empty())) {
      assertEquals(403, register(browser, device, anna, "AAAAA-AAAAA-AAAAA-AAAAA").statusCode());
      assertEquals(403, register(browser, device, BOB, code).statusCode(), "not Bob's code");
      assertEquals(303, register(browser, device, anna, code).statusCode());
      assertEquals(200, browser.get("/console/people").statusCode(), "in at once");
      assertEquals(
          403, register(browser, new SoftAuthenticator(), anna, code).statusCode(), "once");
    }
    try (PageBrowser other = new PageBrowser(system, Optional.empty())) {
      String before = page(other, "/console/signin").group(1);
      String cookie = other.cookie;
      HttpResponse<String> in = use(other, device, before);
      assertEquals(303, in.statusCode(), in.body());
      assertNotEquals(cookie, other.cookie, "a token that nobody had before");
      assertEquals(200, other.get("/console/people").statusCode());
      other.post("/console/signout", Map.of("csrf", other.csrf("/console/people")));

      assertEquals(403, use(other, device, before).statusCode(), "a challenge is good once");
      device.origin = "https://example.org";
      assertEquals(403, use(other, device).statusCode(), "another site's");
      device.origin = "http://localhost:8443";
      assertEquals(403, use(other, device).statusCode(), "without TLS");
      device.origin = "https://localhost:8443";
      device.flags = 0x01;
      assertEquals(403, use(other, device).statusCode(), "nobody showed who they are");
      device.flags = 0x05;
      assertEquals(403, use(other, new SoftAuthenticator()).statusCode(), "nobody's");
      assertEquals(303, use(other, device).statusCode());

      assertEquals(1, new ConsoleHouse(system.organization).entrance().removePasskeys(anna));
      assertEquals(303, other.get("/console/people").statusCode(), "out with the passkey");
      assertEquals(403, use(other, device).statusCode());
    }
    assertTrue(new ConsoleHouse(system.organization).entrance().passkeyCode(BOB).isEmpty());
  }

  private HttpResponse<String> register(
      PageBrowser browser, SoftAuthenticator device, Mailbox mailbox, String code)
      throws Exception {
    Matcher page = page(browser, "/console/passkey");
    return browser.post(
        "/console/passkey",
        Map.of(
            "csrf", browser.csrf("/console/passkey"),
            "credential", device.make(page.group(1)),
            "mailbox", mailbox.toString(),
            "code", code));
  }

  private HttpResponse<String> use(PageBrowser browser, SoftAuthenticator device) throws Exception {
    return use(browser, device, page(browser, "/console/signin").group(1));
  }

  private static HttpResponse<String> use(
      PageBrowser browser, SoftAuthenticator device, String challenge) throws Exception {
    return browser.post(
        "/console/signin/passkey",
        Map.of("csrf", browser.csrf("/console/signin"), "credential", device.use(challenge)));
  }

  private static Matcher page(PageBrowser browser, String path) throws Exception {
    String body = browser.get(path).body();
    Matcher challenge = Pattern.compile("data-challenge=\"([^\"]+)\"").matcher(body);
    assertTrue(challenge.find(), body);
    return challenge;
  }

  private PageBrowser browser(Role role) throws Exception {
    return new PageBrowser(system, Optional.ofNullable(identities.get(role))).signedIn();
  }

  private PendingRequest pending(Mailbox mailbox) {
    byte[] octets = new byte[32];
    system.organization.random().nextBytes(octets);
    return system
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

  private static Configuration configuration() {
    Configuration standard =
        RunningSystem.configuration(
            Configuration.Status.STANDARD, List.of(), "http://127.0.0.1:8080");
    return new Configuration(
        standard.organization(),
        standard.domains(),
        standard.storeUrl(),
        new Configuration.Archive(
            3,
            2,
            RecoveryPolicy.STANDARD,
            Optional.empty(),
            new RoleRule(
                Set.of(staff(Role.ADMINISTRATOR)),
                Set.of(staff(Role.AUDITOR)),
                Set.of(staff(Role.ENROLMENT_AGENT)))),
        standard.publicUrl(),
        standard.listen(),
        standard.mail(),
        standard.policyFile(),
        standard.log(),
        standard.certificates(),
        standard.status(),
        standard.backup());
  }

  private static Mailbox staff(Role role) {
    return Objects.requireNonNull(STAFF.get(role));
  }
}
