package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;

/** Coming in at the console, being there, and leaving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSessionTest {
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

  @Test
  void anotherSitesFormDoesNothing() throws Exception {
    try (PageBrowser anna = console.browser(Role.ADMINISTRATOR);
        PageBrowser emil = console.browser(Role.ENROLMENT_AGENT)) {
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
          console
              .system
              .organization
              .store()
              .people()
              .find(Mailbox.of("csrf@example.test"))
              .isEmpty());
    }
  }

  @Test
  void pagesLoadNothingButOursAndTheCookieIsForThisHostAlone() throws Exception {
    try (PageBrowser browser = console.browser(Role.AUDITOR)) {
      assertTrue(browser.cookie.startsWith("__Host-signet-console="), browser.cookie);
      for (String path :
          List.of("/console/", "/console/people", "/console/log", "/console/signin")) {
        HttpResponse<String> page = browser.get(path);
        assertTrue(
            PageBrowser.header(page, "Content-Security-Policy")
                .startsWith("default-src 'none'; script-src 'self';"));
        assertEquals("no-store", PageBrowser.header(page, "Cache-Control"));
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
    SigningIdentity second =
        console.system.person("Anna", ConsoleSystem.staff(Role.ADMINISTRATOR).toString());
    try (PageBrowser browser = new PageBrowser(console.system, Optional.of(second)).signedIn()) {
      assertEquals(200, browser.get("/console/people").statusCode());
      console
          .system
          .organization
          .authority()
          .revoke(
              console.system.organization.issuing().keyId(),
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
    try (PageBrowser browser = console.browser(Role.AUDITOR);
        PageBrowser thief = new PageBrowser(console.system, Optional.empty())) {
      thief.cookie = browser.cookie;
      assertEquals(200, thief.get("/console/people").statusCode());
      browser.post("/console/signout", Map.of("csrf", browser.csrf("/console/people")));
      assertEquals(303, thief.get("/console/people").statusCode());
    }
  }

  /** As signet.yaml is now; one that is wrong changes nothing, and the first page says so. */
  @Test
  void aRoleThatIsTakenAwayOrGivenCountsAtOnce() throws Exception {
    Path file = console.system.organization.home().configuration();
    String before = Files.readString(file);
    UnaryOperator<String> with =
        line -> before.replaceFirst("auditors:\\n +- .*aude@example.test.*", line);
    assertNotEquals(before, with.apply(""), before);
    try (PageBrowser aude = console.browser(Role.AUDITOR);
        PageBrowser anna = console.browser(Role.ADMINISTRATOR);
        PageBrowser alice = new PageBrowser(console.system, Optional.of(console.alice))) {
      assertEquals(200, aude.get("/console/log").statusCode());

      for (String wrong :
          List.of("auditors: [nobody]", "auditors: [olga@example.test]", "audit: []")) {
        Files.writeString(file, with.apply(wrong));
        assertEquals(200, aude.get("/console/log").statusCode(), wrong);
        String today = anna.get("/console/").body();
        assertTrue(today.contains("signet.yaml was changed and does not count"), today);
      }

      Files.writeString(file, with.apply("auditors: [alice@example.test]"));
      assertEquals(303, aude.get("/console/log").statusCode(), "out, in the middle of a session");
      assertEquals(200, alice.signedIn().get("/console/log").statusCode());
      assertFalse(anna.get("/console/").body().contains("does not count"));

      Files.writeString(file, before);
      assertEquals(303, alice.get("/console/log").statusCode());
      assertEquals(200, aude.signedIn().get("/console/log").statusCode());
    } finally {
      Files.writeString(file, before);
    }
  }

  @Test
  void aPasskeyIsRegisteredWithACodeAndLetsIn() throws Exception {
    Mailbox anna = ConsoleSystem.staff(Role.ADMINISTRATOR);
    SoftAuthenticator device = new SoftAuthenticator();
    String code =
        new ConsoleHouse(console.system.organization).entrance().passkeyCode(anna).orElseThrow();
    try (PageBrowser browser = new PageBrowser(console.system, Optional.empty())) {
      assertEquals(403, register(browser, device, anna, "AAAAA-AAAAA-AAAAA-AAAAA").statusCode());
      assertEquals(
          403, register(browser, device, ConsoleSystem.BOB, code).statusCode(), "not Bob's code");
      assertEquals(303, register(browser, device, anna, code).statusCode());
      assertEquals(200, browser.get("/console/people").statusCode(), "in at once");
      assertEquals(
          403, register(browser, new SoftAuthenticator(), anna, code).statusCode(), "once");
    }
    try (PageBrowser other = new PageBrowser(console.system, Optional.empty())) {
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

      assertEquals(
          1, new ConsoleHouse(console.system.organization).entrance().removePasskeys(anna));
      assertEquals(303, other.get("/console/people").statusCode(), "out with the passkey");
      assertEquals(403, use(other, device).statusCode());
    }
    assertTrue(
        new ConsoleHouse(console.system.organization)
            .entrance()
            .passkeyCode(ConsoleSystem.BOB)
            .isEmpty());
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
}
