package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/** The portal as a browser sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalTest {
  private static final List<String> PAGES =
      List.of("/", "/enrol", "/signin", "/setup", "/check", "/read");

  @TempDir static Path folder;

  private PortalPeople people;

  @BeforeAll
  void start() throws Exception {
    people = new PortalPeople(folder.resolve("home"));
  }

  @AfterAll
  void stop() {
    people.close();
  }

  @Test
  void everyPageRunsAndLoadsNothingButOurs() throws Exception {
    for (String path : PAGES) {
      HttpResponse<String> page = people.browser().get(path);
      assertEquals(200, page.statusCode(), path);
      String policy = PageBrowser.header(page, "Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), path + policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", PageBrowser.header(page, "X-Content-Type-Options"), path);
      assertEquals("DENY", PageBrowser.header(page, "X-Frame-Options"), path);
      assertEquals("no-referrer", PageBrowser.header(page, "Referrer-Policy"), path);
      assertEquals("same-origin", PageBrowser.header(page, "Cross-Origin-Opener-Policy"), path);
      assertEquals("no-store", PageBrowser.header(page, "Cache-Control"), path);
      assertTrue(
          PageBrowser.header(page, "Strict-Transport-Security").startsWith("max-age="), path);
      assertFalse(
          Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:|https?://")
              .matcher(page.body())
              .find(),
          path + " has script or style inside, or something foreign");
    }
  }

  @Test
  void theCookieIsForThisHostAloneAndNoScriptSeesIt() throws Exception {
    String set = PageBrowser.header(people.browser().get("/enrol"), "Set-Cookie");
    assertTrue(
        set.matches("__Host-signet=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict"),
        set);
  }

  @Test
  void whoIsInvitedGetsCertificatesSeesThemAndEndsOne() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser browser = people.signedIn(alice);
    EnrolmentRequest request = people.kit(alice).request(people.archive());

    HttpResponse<String> answer =
        browser.post("/keys", PortalPeople.fields(browser.csrf("/keys"), request));

    assertEquals(200, answer.statusCode(), answer.body());
    List<Certificate> issued =
        Certificates.read(answer.body().getBytes(StandardCharsets.US_ASCII), "answer");
    assertEquals(List.of(alice), issued.getFirst().mailboxes());
    assertTrue(issued.get(0).maySign() && issued.get(1).mayEncrypt());
    assertEquals(people.system.organization.issuing(), issued.get(2));
    String account = browser.get("/account").body();
    String serial = issued.get(1).serialHex();
    assertTrue(account.contains("/account/end?serial=" + serial), account);
    assertTrue(account.contains("2 of 3 officers together"), account);
    assertTrue(account.contains("Nobody. Whoever asks stands here"), account);

    String csrf = browser.csrf("/account/end?serial=" + serial);
    HttpResponse<String> unsure =
        browser.post(
            "/account/end",
            Map.of("csrf", csrf, "serial", serial, "reason", "superseded", "confirm", "yes"));
    assertEquals(400, unsure.statusCode());
    assertTrue(unsure.body().contains("Nothing was changed"), unsure.body());
    HttpResponse<String> sure =
        browser.post(
            "/account/end",
            Map.of("csrf", csrf, "serial", serial, "reason", "superseded", "confirm", alice + ""));
    assertEquals(303, sure.statusCode());
    assertTrue(browser.get("/account").body().contains("another one took its place"));
    assertTrue(
        people.system.organization.store().certificates().ofOwner(alice).stream()
            .filter(one -> one.certificate().equals(issued.get(1)))
            .allMatch(one -> one.revocation().isPresent()));
    assertEquals(404, browser.get("/account/end?serial=" + serial).statusCode(), "once");
  }

  @Test
  void whoIsEnrolledSignsInWithACodeFromTheMailboxAndRenews() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser first = people.signedIn(alice);
    first.post(
        "/keys",
        PortalPeople.fields(first.csrf("/keys"), people.kit(alice).request(people.archive())));

    PageBrowser browser = people.browser();
    HttpResponse<String> asked =
        browser.post("/signin", Map.of("csrf", browser.csrf("/signin"), "mailbox", alice + ""));
    assertTrue(asked.body().contains("a code is on its way"), asked.body());
    String before = browser.cookie;
    HttpResponse<String> in =
        browser.post(
            "/signin/code",
            Map.of(
                "csrf",
                PageBrowser.csrf(asked),
                "mailbox",
                alice + "",
                "code",
                people.mailed(alice)));
    assertEquals(303, in.statusCode(), in.body());
    assertNotEquals(before, browser.cookie, "the session has a token that nobody had before");

    HttpResponse<String> renewed =
        browser.post(
            "/keys",
            PortalPeople.fields(
                browser.csrf("/keys"), people.kit(alice).request(people.archive())));
    assertEquals(200, renewed.statusCode(), renewed.body());
    long living =
        people.system.organization.store().certificates().ofOwner(alice).stream()
            .filter(one -> one.revocation().isEmpty())
            .count();
    assertEquals(2, living, "those of before have ended");
    HttpResponse<String> again =
        browser.post(
            "/keys",
            PortalPeople.fields(
                browser.csrf("/keys"), people.kit(alice).request(people.archive())));
    assertEquals(403, again.statusCode());
    assertTrue(again.body().contains("sign in again"), again.body());

    assertEquals(303, browser.post("/signout", Map.of("csrf", browser.csrf("/keys"))).statusCode());
    assertEquals("/signin", PageBrowser.header(browser.get("/account"), "Location"));
  }

  @Test
  void whoseMailTheGatewayReadsHandsInTheKeySealedToItToo() throws Exception {
    Mailbox alice = people.invited();
    assertTrue(
        people.signedIn(alice).get("/keys").body().contains("data-ring=\"\""), "not for her");
    Mailbox dora = Mailbox.of("dora@example.test");
    String code =
        people
            .system
            .organization
            .enrolling()
            .enrolment()
            .invite(dora, "Dora", Set.of("desk"))
            .code();
    PageBrowser browser = people.signedIn(dora, code);
    String page = browser.get("/keys").body();
    Matcher shown = Pattern.compile("data-ring=\"([^\"]+)\"").matcher(page);
    assertTrue(shown.find(), page);
    Certificate ring = Certificate.of(Base64.getDecoder().decode(shown.group(1)));
    assertTrue(page.contains("has its gateway open encrypted mail to you"), page);

    Map<String, String> without =
        PortalPeople.fields(
            PageBrowser.csrf(browser.get("/keys")), people.kit(dora).request(people.archive()));
    HttpResponse<String> refused = browser.post("/keys", without);
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("without the key for the gateway"), refused.body());

    EnrolmentRequest request = people.kit(dora).request(people.archive(), Optional.of(ring));
    Map<String, String> fields =
        new HashMap<>(PortalPeople.fields(PageBrowser.csrf(browser.get("/keys")), request));
    fields.put("ring", Base64.getEncoder().encodeToString(request.ring().orElseThrow().sealed()));
    HttpResponse<String> answer = browser.post("/keys", fields);
    assertEquals(200, answer.statusCode(), answer.body());
    Certificate encryption =
        Certificates.read(answer.body().getBytes(StandardCharsets.US_ASCII), "answer").get(1);
    assertTrue(people.system.organization.mailing().keyRing().opens(encryption));
  }
}
