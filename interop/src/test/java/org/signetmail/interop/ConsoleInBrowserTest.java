package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.organization.ConsoleHouse;
import org.signetmail.archive.RoleRule;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.Person;
import org.signetmail.interop.browser.Accessible;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.Milestone;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.rollout.WaveRecord;
import org.signetmail.store.Store;
import org.signetmail.testkit.Fixtures;

/** The console in a real Chromium, with a passkey in it, for each role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleInBrowserTest {
  private static final Mailbox ANNA = Mailbox.of("anna@example.test");
  private static final Mailbox AUDE = Mailbox.of("aude@example.test");
  private static final Mailbox EMIL = Mailbox.of("emil@example.test");
  private static final Mailbox OLGA = Mailbox.of("olga@example.test");
  private static final boolean WRITE = "true".equals(System.getenv("SIGNET_WRITE_DOCS"));
  private static final Path PICTURES = Fixtures.repository().resolve("docs/operate/console");

  @TempDir static Path folder;

  private PortalHouse house;

  @BeforeAll
  void start() throws IOException {
    house = new PortalHouse(folder, new RoleRule(Set.of(ANNA), Set.of(AUDE), Set.of(EMIL)));
    for (String name : List.of("Alice", "Bob", "Carol", "Dora", "Erik")) {
      house
          .organization
          .enrolling()
          .enrolment()
          .invite(
              Mailbox.of(name.toLowerCase(java.util.Locale.ROOT) + "@example.test"),
              name + " Example",
              Set.of("board"));
    }
    pilot();
    house.organization.log().publish(house.organization.now());
  }

  /** A wave that runs since a week, with people on every stage, and how far the groups were. */
  private void pilot() {
    Store store = house.organization.store();
    Instant now = house.organization.now();
    Instant began = now.minus(Duration.ofDays(7));
    store
        .waves()
        .plan(
            List.of(
                wave("pilot", Set.of("board"), Set.of()),
                wave("wave-1", Set.of("sales", "it"), Set.of("pilot"))),
            began);
    WaveRecord pilot = store.waves().waves().getFirst().in(Wave.State.RUNNING, began);
    store
        .waves()
        .change(
            pilot,
            Wave.State.PLANNED,
            WaveLeaf.of(WaveAct.START, pilot, ANNA.toString(), began, house.organization.random()));
    List<String> names = List.of("alice", "bob", "carol", "dora", "erik");
    for (int i = 0; i < names.size(); i++) {
      Mailbox person = Mailbox.of(names.get(i) + "@example.test");
      store.waves().invited("pilot", person, began.plus(Duration.ofHours(i)));
      if (i < 3) {
        store
            .milestones()
            .reached(person, Milestone.SENT_SIGNED, began.plus(Duration.ofDays(1 + i)));
      }
      if (i < 2) {
        store
            .milestones()
            .reached(person, Milestone.READ_ENCRYPTED, began.plus(Duration.ofDays(3 + i)));
      }
    }
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    for (int day = 1; day < 30; day++) {
      int done = Math.max(0, 4 - day / 6);
      store
          .coverage()
          .keep(
              List.of(
                  new CoverageDay(
                      today.minusDays(day),
                      CoverageDay.EVERYBODY,
                      new Coverage(12, done, done, done)),
                  new CoverageDay(
                      today.minusDays(day), "board", new Coverage(5, done, done, done))));
    }
  }

  /** What a program of Bob's asked for, and somebody has to decide. */
  private PendingRequest waiting() {
    byte[] key = new byte[32];
    house.organization.random().nextBytes(key);
    PendingRequest request =
        new PendingRequest(
            KeyId.ofSubjectPublicKeyInfo(key),
            CertificateProfile.Kind.PERSON_SIGNING,
            Mailbox.of("bob@example.test"),
            key,
            PendingRequest.State.WAITING,
            house.organization.now(),
            Optional.empty());
    return house.organization.store().pendingRequests().ask(request);
  }

  private static Wave wave(String name, Set<String> groups, Set<String> after) {
    return new Wave(name, groups, after, EnumSet.allOf(Wave.Condition.class), Wave.State.PLANNED);
  }

  @AfterAll
  void stop() {
    house.close();
  }

  @Test
  void anAdministratorComesInWithAPasskeyAndSuspendsSomebody() throws Exception {
    try (Browser browser = browser()) {
      registered(browser, ANNA);
      browser.await("location.pathname === '/console/'");
      looksAtAll(
          browser,
          "administrator",
          List.of(
              "/console/",
              "/console/people",
              "/console/people/one?mailbox=bob%40example.test",
              "/console/certificates",
              "/console/certificates/one?serial="
                  + house.person("alice", KeyAlgorithm.P_256).certificate().serialHex(),
              "/console/requests",
              "/console/requests/one?kind=PERSON_SIGNING&key=" + waiting().key().hex(),
              "/console/rollout",
              "/console/rollout/wave?name=pilot",
              "/console/policy"));
      open(browser, "/console/people?q=bob");
      browser.click("tbody a");
      browser.await("location.pathname === '/console/people/one'");
      browser.click("input[name='confirm']");
      browser.type("bob@example.test");
      browser.press(Browser.Key.ENTER);
      browser.await("document.querySelector('.notice')");
      assertEquals(
          Person.State.SUSPENDED,
          house
              .organization
              .store()
              .people()
              .find(Mailbox.of("bob@example.test"))
              .orElseThrow()
              .state());
      // Out, and in again with what the device kept.
      browser.click("form.who button");
      browser.await("location.pathname === '/console/signin'");
      Accessible.require(browser, "/console/signin");
      picture(browser, "signin");
      browser.show(360, 740, Scheme.DARK);
      Accessible.require(browser, "/console/signin, narrow and dark");
      picture(browser, "signin-narrow-dark");
      browser.show(1100, 900, Scheme.LIGHT);
      browser.await("!document.getElementById('go').disabled");
      browser.click("#go");
      browser.await("location.pathname === '/console/'");
      assertEquals(
          List.of(),
          browser.complaints().stream()
              .filter(text -> !text.startsWith("Canvas2D")) // axe, about itself
              .toList());
    }
  }

  @Test
  void everyRoleHasItsPagesAndNoOthers() throws Exception {
    try (Browser browser = browser()) {
      registered(browser, AUDE);
      browser.await("location.pathname === '/console/'");
      assertEquals(
          "Today People Certificates Recoveries Rollout Policy Log",
          places(browser),
          "the auditor's");
      looksAtAll(
          browser,
          "auditor",
          List.of("/console/recoveries", "/console/log", "/console/log/one?index=0"));
    }
    try (Browser browser = browser()) {
      registered(browser, EMIL);
      browser.await("location.pathname === '/console/people'");
      assertEquals("People Certificates Requests", places(browser), "the enrolment agent's");
      open(browser, "/console/log");
      Accessible.require(browser, "a page of another role");
      assertTrue(browser.text("h1").contains("Not for your role"), browser.text("h1"));
    }
    try (Browser browser = browser()) {
      registered(browser, OLGA);
      browser.await("location.pathname === '/console/recoveries'");
      assertEquals("Recoveries", places(browser), "the recovery officer's");
    }
  }

  private static String places(Browser browser) {
    return browser
        .evaluate(
            "[...document.querySelectorAll('nav a')].map(a => a.textContent.trim()).join(' ')")
        .asString("");
  }

  /** Wide and light, narrow and dark. */
  private void looksAtAll(Browser browser, String role, List<String> paths) throws IOException {
    for (Scheme scheme : Scheme.values()) {
      boolean isNarrow = scheme == Scheme.DARK;
      for (String path : paths) {
        int height = path.contains("rollout") ? 1500 : isNarrow ? 740 : 900; // with its plots
        browser.show(isNarrow ? 360 : 1100, height, scheme);
        open(browser, path);
        Accessible.require(browser, path + " of the " + role + ", " + scheme);
        String name =
            path.replaceFirst("\\?.*", "").replaceFirst("^/console/", "").replace('/', '-');
        picture(browser, (name.isEmpty() ? "today" : name) + (isNarrow ? "-narrow-dark" : ""));
      }
    }
    browser.show(1100, 900, Scheme.LIGHT);
  }

  /** A Chromium with a device in it that keeps passkeys and knows its holder (WebAuthn §11). */
  private static Browser browser() throws IOException {
    Browser browser = Browser.start("--ignore-certificate-errors");
    browser.show(1100, 900, Scheme.LIGHT);
    browser.call("WebAuthn.enable", Map.of());
    browser.call(
        "WebAuthn.addVirtualAuthenticator",
        Map.of(
            "options",
            Map.of(
                "protocol", "ctap2",
                "transport", "internal",
                "hasResidentKey", true,
                "hasUserVerification", true,
                "isUserVerified", true,
                "automaticPresenceSimulation", true)));
    return browser;
  }

  private void registered(Browser browser, Mailbox who) throws Exception {
    String code = new ConsoleHouse(house.organization).entrance().passkeyCode(who).orElseThrow();
    open(browser, "/console/passkey");
    Accessible.require(browser, "/console/passkey");
    browser.await("!document.getElementById('go').disabled");
    browser.click("#mailbox");
    browser.type(who.toString());
    browser.click("#code");
    browser.type(code);
    browser.press(Browser.Key.ENTER);
  }

  private void open(Browser browser, String path) {
    browser.open(house.address(path));
  }

  private static void picture(Browser browser, String name) throws IOException {
    if (WRITE) {
      browser.screenshot(Files.createDirectories(PICTURES).resolve(name + ".png"));
    }
  }
}
