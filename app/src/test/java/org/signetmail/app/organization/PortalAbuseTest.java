package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.pkix.Mailbox;

/**
 * The portal as somebody with worse in mind sees it: each row of the table of abuse in {@code
 * docs/operate/portal.md} has its test here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortalAbuseTest {
  private static final Pattern WORD = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

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
  void nobodyLearnsWhoIsKnownHere() throws Exception {
    Mailbox known = people.invited();
    for (String path : List.of("/enrol", "/signin")) {
      String there = answerTo(path, known.toString());
      String nobody = answerTo(path, "x" + known);
      assertEquals(there, nobody, path);
    }
  }

  @Test
  void anotherMailboxThatLooksTheSameIsAnother() throws Exception {
    Mailbox alice = people.invited();
    String code =
        people.system.organization.enrolling().enrolment().invite(alice, "Alice", Set.of()).code();
    String cyrillic = alice.toString().replaceFirst("a", "а");
    PageBrowser browser = people.browser();
    String csrf = browser.csrf("/enrol");

    assertEquals(
        403,
        browser
            .post("/enrol", Map.of("csrf", csrf, "mailbox", cyrillic, "code", code))
            .statusCode());
    assertEquals(
        303,
        browser
            .post(
                "/enrol",
                Map.of(
                    "csrf",
                    csrf,
                    "mailbox",
                    alice.toString().toUpperCase(Locale.ROOT),
                    "code",
                    code.toLowerCase(Locale.ROOT).replace("-", " ")))
            .statusCode());
    Mailbox lookalike = Mailbox.of(cyrillic);
    HttpResponse<String> asked =
        browser.post(
            "/keys",
            PortalPeople.fields(
                browser.csrf("/keys"), people.kit(lookalike).request(people.archive())));
    assertEquals(400, asked.statusCode());
  }

  @Test
  void aRequestWithSomebodyElsesAddressOrKeyOrParcelIsRefused() throws Exception {
    Mailbox alice = people.invited();
    Mailbox bob = people.invited();
    PageBrowser browser = people.signedIn(alice);
    String csrf = browser.csrf("/keys");
    EnrolmentRequest own = people.kit(alice).request(people.archive());
    EnrolmentRequest other = people.kit(bob).request(people.archive());
    EnrolmentRequest third = people.kit(alice).request(people.archive());

    record Abuse(String what, EnrolmentRequest request, int status, String line) {}
    for (Abuse abuse :
        List.of(
            new Abuse("another's address", other, 400, "not yours"),
            new Abuse(
                "a parcel of another's",
                new EnrolmentRequest(alice, own.signing(), other.encryption(), own.binding()),
                403,
                "did not sign for"),
            new Abuse(
                "a parcel that was exchanged",
                new EnrolmentRequest(alice, own.signing(), third.encryption(), own.binding()),
                403,
                "did not sign for"),
            new Abuse(
                "another's request",
                new EnrolmentRequest(alice, third.signing(), own.encryption(), own.binding()),
                403,
                "did not sign for"))) {
      HttpResponse<String> answer =
          browser.post("/keys", PortalPeople.fields(csrf, abuse.request()));
      assertEquals(abuse.status(), answer.statusCode(), abuse.what() + answer.body());
      assertTrue(answer.body().contains(abuse.line()), abuse.what() + ": " + answer.body());
      assertEquals(1, answer.body().lines().count(), "one line");
    }
    assertTrue(people.system.organization.store().certificates().ofOwner(alice).isEmpty());
    Map<String, String> broken =
        Map.of("csrf", csrf, "signing", "AAAA", "encryption", "!", "binding", "");
    assertEquals(400, browser.post("/keys", broken).statusCode());
    assertEquals(
        303, people.browser().get("/keys").statusCode(), "and without a session there is no page");
  }

  @Test
  void anotherSitesFormDoesNothing() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser browser = people.signedIn(alice);
    String csrf = browser.csrf("/keys");
    String foreign = people.browser().csrf("/enrol");

    assertEquals(403, browser.post("/signout", Map.of()).statusCode(), "no word");
    assertEquals(403, browser.post("/signout", Map.of("csrf", foreign)).statusCode(), "another's");
    assertEquals(403, people.browser().post("/signout", Map.of("csrf", csrf)).statusCode());
    assertEquals(
        403,
        browser
            .send(
                browser
                    .form("/signout", Map.of("csrf", csrf))
                    .header("Sec-Fetch-Site", "cross-site"))
            .statusCode());
    assertEquals(
        415,
        browser
            .send(
                browser
                    .request("/signout")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf)))
            .statusCode());
    assertEquals(200, browser.get("/account").statusCode(), "still signed in");
  }

  @Test
  void aTokenThatSomebodyLaidUnderIsNeverASession() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser victim = people.browser();
    String csrf = victim.csrf("/enrol");
    PageBrowser attacker = people.browser();
    attacker.cookie = victim.cookie;
    victim.post(
        "/enrol",
        Map.of(
            "csrf",
            csrf,
            "mailbox",
            alice + "",
            "code",
            people
                .system
                .organization
                .enrolling()
                .enrolment()
                .invite(alice, "Alice", Set.of())
                .code()));

    assertEquals(200, victim.get("/account").statusCode());
    assertEquals("/signin", PageBrowser.header(attacker.get("/account"), "Location"));
    attacker.cookie = "__Host-signet=" + "A".repeat(43);
    assertEquals("/signin", PageBrowser.header(attacker.get("/account"), "Location"));
  }

  @Test
  void ofOthersNothingIsSeenAndNothingEnded() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser hers = people.signedIn(alice);
    hers.post(
        "/keys",
        PortalPeople.fields(hers.csrf("/keys"), people.kit(alice).request(people.archive())));
    String serial =
        people
            .system
            .organization
            .store()
            .certificates()
            .ofOwner(alice)
            .getFirst()
            .certificate()
            .serialHex();
    Mailbox bob = people.invited();
    PageBrowser his = people.signedIn(bob);

    assertFalse(his.get("/account").body().contains(serial));
    assertEquals(404, his.get("/account/end?serial=" + serial).statusCode());
    assertEquals(
        404,
        his.post(
                "/account/end",
                Map.of(
                    "csrf",
                    his.csrf("/keys"),
                    "serial",
                    serial,
                    "reason",
                    "superseded",
                    "confirm",
                    bob + ""))
            .statusCode());
    assertEquals(303, people.browser().get("/account").statusCode());
  }

  @Test
  void whatIsTooLongOrNoFormIsRefusedInOneSentence() throws Exception {
    PageBrowser browser = people.browser();
    String csrf = browser.csrf("/enrol");
    assertEquals(
        413,
        browser.post("/enrol", Map.of("csrf", csrf, "mailbox", "a".repeat(80_000))).statusCode());
    for (String body : List.of("csrf=" + csrf + "&csrf=" + csrf, "csrf=%GG", "nonsense")) {
      HttpResponse<String> answer =
          browser.send(
              browser
                  .request("/enrol")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(body)));
      assertEquals(400, answer.statusCode(), body);
      assertFalse(answer.body().contains("Exception"), answer.body());
    }
    HttpRequest.Builder large =
        browser
            .request("/check")
            .header("Content-Type", "message/rfc822")
            .header("X-Signet-Csrf", browser.csrf("/check"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]));
    try {
      assertEquals(413, browser.send(large).statusCode());
    } catch (IOException e) {
      // The server may close before it was sent everything (RFC 9110 §15.5.14).
    }
    String shown =
        browser.get("/enrol?for=" + PageBrowser.encoded("\"><script>alert(1)</script>")).body();
    assertFalse(shown.contains("<script>"), shown);
  }

  private String answerTo(String path, String mailbox) throws Exception {
    PageBrowser browser = people.browser();
    HttpResponse<String> answer =
        browser.post(
            path, Map.of("csrf", browser.csrf(path), "mailbox", mailbox, "code", "AAAAA-AAAAA"));
    return answer.statusCode()
        + WORD.matcher(answer.body()).replaceAll("").replace(mailbox, "MAILBOX")
        + answer.headers().map().keySet();
  }

  /** Last, because it closes the door for everybody from here. */
  @Test
  @Order(Integer.MAX_VALUE)
  void guessedCodesCloseTheDoorForAWhile() throws Exception {
    Mailbox alice = people.invited();
    PageBrowser browser = people.browser();
    String csrf = browser.csrf("/enrol");
    HttpResponse<String> answer = browser.get("/enrol");
    int tries = 0;
    while (answer.statusCode() != 429 && tries < 100) {
      answer =
          browser.post(
              "/enrol",
              Map.of(
                  "csrf", csrf, "mailbox", alice + "", "code", "AAAAA-AAAAA-AAAAA-AAAA" + tries));
      tries++;
    }
    assertEquals(429, answer.statusCode(), tries + " tries");
    assertEquals("900", PageBrowser.header(answer, "Retry-After"));
    assertTrue(tries <= 61, tries + " tries");
  }
}
