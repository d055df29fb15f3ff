package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/**
 * The portal as a browser sees it, and as somebody with worse in mind: each row of the table of
 * abuse in {@code docs/operate/portal.md} has its test here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortalTest {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final List<String> PAGES =
      List.of("/", "/enrol", "/signin", "/setup", "/check", "/read");

  @TempDir static Path folder;

  private RunningSystem system;
  private HttpClient client;
  private int people;

  @BeforeAll
  void start() throws Exception {
    system =
        new RunningSystem(
            RunningSystem.laid(
                folder.resolve("home"),
                text ->
                    text.replaceFirst(
                        "(?m)^mail:$",
                        "mail:\n  gateway-mode: { groups: [desk], consent: organization }")));
    for (String officer : List.of("Olga", "Omar", "Otto")) {
      new OfficerCeremony(system.organization)
          .enrol(Mailbox.of(officer.toLowerCase(Locale.ROOT) + "@example.test"), officer);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", system.organization.root().x509());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(context).build();
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
  }

  @Test
  void everyPageRunsAndLoadsNothingButOurs() throws Exception {
    for (String path : PAGES) {
      HttpResponse<String> page = new Browser().get(path);
      assertEquals(200, page.statusCode(), path);
      String policy = header(page, "Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), path + policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", header(page, "X-Content-Type-Options"), path);
      assertEquals("DENY", header(page, "X-Frame-Options"), path);
      assertEquals("no-referrer", header(page, "Referrer-Policy"), path);
      assertEquals("same-origin", header(page, "Cross-Origin-Opener-Policy"), path);
      assertEquals("no-store", header(page, "Cache-Control"), path);
      assertTrue(header(page, "Strict-Transport-Security").startsWith("max-age="), path);
      assertFalse(
          Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:|https?://")
              .matcher(page.body())
              .find(),
          path + " has script or style inside, or something foreign");
    }
  }

  @Test
  void theCookieIsForThisHostAloneAndNoScriptSeesIt() throws Exception {
    String set = header(new Browser().get("/enrol"), "Set-Cookie");
    assertTrue(
        set.matches("__Host-signet=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict"),
        set);
  }

  @Test
  void whoIsInvitedGetsCertificatesSeesThemAndEndsOne() throws Exception {
    Mailbox alice = invited();
    Browser browser = signedIn(alice);
    EnrolmentRequest request = kit(alice).request(archive());

    HttpResponse<String> answer = browser.post("/keys", fields(browser.csrf("/keys"), request));

    assertEquals(200, answer.statusCode(), answer.body());
    List<Certificate> issued =
        Certificates.read(answer.body().getBytes(StandardCharsets.US_ASCII), "answer");
    assertEquals(List.of(alice), issued.getFirst().mailboxes());
    assertTrue(issued.get(0).maySign() && issued.get(1).mayEncrypt());
    assertEquals(system.organization.issuing(), issued.get(2));
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
        system.organization.store().certificates().ofOwner(alice).stream()
            .filter(one -> one.certificate().equals(issued.get(1)))
            .allMatch(one -> one.revocation().isPresent()));
    assertEquals(404, browser.get("/account/end?serial=" + serial).statusCode(), "once");
  }

  @Test
  void whoIsEnrolledSignsInWithACodeFromTheMailboxAndRenews() throws Exception {
    Mailbox alice = invited();
    Browser first = signedIn(alice);
    first.post("/keys", fields(first.csrf("/keys"), kit(alice).request(archive())));

    Browser browser = new Browser();
    HttpResponse<String> asked =
        browser.post("/signin", Map.of("csrf", browser.csrf("/signin"), "mailbox", alice + ""));
    assertTrue(asked.body().contains("a code is on its way"), asked.body());
    String before = browser.cookie;
    HttpResponse<String> in =
        browser.post(
            "/signin/code",
            Map.of("csrf", csrf(asked), "mailbox", alice + "", "code", mailed(alice)));
    assertEquals(303, in.statusCode(), in.body());
    assertNotEquals(before, browser.cookie, "the session has a token that nobody had before");

    HttpResponse<String> renewed =
        browser.post("/keys", fields(browser.csrf("/keys"), kit(alice).request(archive())));
    assertEquals(200, renewed.statusCode(), renewed.body());
    long living =
        system.organization.store().certificates().ofOwner(alice).stream()
            .filter(one -> one.revocation().isEmpty())
            .count();
    assertEquals(2, living, "those of before have ended");
    HttpResponse<String> again =
        browser.post("/keys", fields(browser.csrf("/keys"), kit(alice).request(archive())));
    assertEquals(403, again.statusCode());
    assertTrue(again.body().contains("sign in again"), again.body());

    assertEquals(303, browser.post("/signout", Map.of("csrf", browser.csrf("/keys"))).statusCode());
    assertEquals("/signin", header(browser.get("/account"), "Location"));
  }

  @Test
  void nobodyLearnsWhoIsKnownHere() throws Exception {
    Mailbox known = invited();
    for (String path : List.of("/enrol", "/signin")) {
      String there = answerTo(path, known.toString());
      String nobody = answerTo(path, "x" + known);
      assertEquals(there, nobody, path);
    }
  }

  @Test
  void anotherMailboxThatLooksTheSameIsAnother() throws Exception {
    Mailbox alice = invited();
    String code =
        system.organization.enrolling().enrolment().invite(alice, "Alice", Set.of()).code();
    String cyrillic = alice.toString().replaceFirst("a", "а");
    Browser browser = new Browser();
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
        browser.post("/keys", fields(browser.csrf("/keys"), kit(lookalike).request(archive())));
    assertEquals(400, asked.statusCode());
  }

  @Test
  void aRequestWithSomebodyElsesAddressOrKeyOrParcelIsRefused() throws Exception {
    Mailbox alice = invited();
    Mailbox bob = invited();
    Browser browser = signedIn(alice);
    String csrf = browser.csrf("/keys");
    EnrolmentRequest own = kit(alice).request(archive());
    EnrolmentRequest other = kit(bob).request(archive());
    EnrolmentRequest third = kit(alice).request(archive());

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
      HttpResponse<String> answer = browser.post("/keys", fields(csrf, abuse.request()));
      assertEquals(abuse.status(), answer.statusCode(), abuse.what() + answer.body());
      assertTrue(answer.body().contains(abuse.line()), abuse.what() + ": " + answer.body());
      assertEquals(1, answer.body().lines().count(), "one line");
    }
    assertTrue(system.organization.store().certificates().ofOwner(alice).isEmpty());
    Map<String, String> broken =
        Map.of("csrf", csrf, "signing", "AAAA", "encryption", "!", "binding", "");
    assertEquals(400, browser.post("/keys", broken).statusCode());
    assertEquals(
        303, new Browser().get("/keys").statusCode(), "and without a session there is no page");
  }

  @Test
  void anotherSitesFormDoesNothing() throws Exception {
    Mailbox alice = invited();
    Browser browser = signedIn(alice);
    String csrf = browser.csrf("/keys");
    String foreign = new Browser().csrf("/enrol");

    assertEquals(403, browser.post("/signout", Map.of()).statusCode(), "no word");
    assertEquals(403, browser.post("/signout", Map.of("csrf", foreign)).statusCode(), "another's");
    assertEquals(403, new Browser().post("/signout", Map.of("csrf", csrf)).statusCode());
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
    Mailbox alice = invited();
    Browser victim = new Browser();
    String csrf = victim.csrf("/enrol");
    Browser attacker = new Browser();
    attacker.cookie = victim.cookie;
    victim.post(
        "/enrol",
        Map.of(
            "csrf",
            csrf,
            "mailbox",
            alice + "",
            "code",
            system.organization.enrolling().enrolment().invite(alice, "Alice", Set.of()).code()));

    assertEquals(200, victim.get("/account").statusCode());
    assertEquals("/signin", header(attacker.get("/account"), "Location"));
    attacker.cookie = "__Host-signet=" + "A".repeat(43);
    assertEquals("/signin", header(attacker.get("/account"), "Location"));
  }

  @Test
  void ofOthersNothingIsSeenAndNothingEnded() throws Exception {
    Mailbox alice = invited();
    Browser hers = signedIn(alice);
    hers.post("/keys", fields(hers.csrf("/keys"), kit(alice).request(archive())));
    String serial =
        system
            .organization
            .store()
            .certificates()
            .ofOwner(alice)
            .getFirst()
            .certificate()
            .serialHex();
    Mailbox bob = invited();
    Browser his = signedIn(bob);

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
    assertEquals(303, new Browser().get("/account").statusCode());
  }

  @Test
  void whatIsTooLongOrNoFormIsRefusedInOneSentence() throws Exception {
    Browser browser = new Browser();
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
    String shown = browser.get("/enrol?for=" + encoded("\"><script>alert(1)</script>")).body();
    assertFalse(shown.contains("<script>"), shown);
  }

  @Test
  void aMailIsJudgedAndNotKept() throws Exception {
    Browser browser = new Browser();
    String csrf = browser.csrf("/check");
    HttpRequest.Builder unsigned =
        browser
            .request("/check")
            .header("Content-Type", "message/rfc822")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "From: a@example.test\r\nSubject: x\r\n\r\nhello\r\n"));
    assertEquals(403, browser.send(unsigned).statusCode(), "without the page's word");
    HttpResponse<String> answer = browser.send(unsigned.header("X-Signet-Csrf", csrf));
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().startsWith("empty\nNot signed"), answer.body());
  }

  @Test
  void theReaderSaysWhoSinceWhenAndWhatIsProtected() throws Exception {
    SigningIdentity alice = system.person("Alice Reader", "reader@example.test");
    Octets mail =
        Octets.of(
            """
            From: reader@example.test
            To: b@example.test
            Subject: offer
            MIME-Version: 1.0
            Content-Type: text/plain

            hello
            """
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    byte[] signed = signed(mail, alice);
    Browser browser = new Browser();
    String csrf = browser.csrf("/read");
    String passed = read(browser, csrf, signed).body();
    assertTrue(passed.startsWith("filled\nSigned by Alice Reader, unchanged since"), passed);
    assertTrue(
        passed.contains("\nSigned by\tAlice Reader (reader@example.test), with the"), passed);
    assertTrue(passed.contains("\nSubject\t“offer”, protected\n"), passed);
    assertTrue(passed.contains("\nSince\t"), passed);
    assertTrue(passed.contains("\nConfidential\tnot encrypted"), passed);

    String text = new String(signed, StandardCharsets.ISO_8859_1);
    byte[] changed = text.replace("hello", "hullo").getBytes(StandardCharsets.ISO_8859_1);
    assertFalse(java.util.Arrays.equals(signed, changed), "the text stands in clear");
    String failed = read(browser, csrf, changed).body();
    assertTrue(failed.startsWith("broken\n"), failed);
    assertFalse(failed.contains("Signed by\t"), failed);
    assertEquals(403, read(new Browser(), csrf, signed).statusCode(), "another browser's word");
  }

  private static byte[] signed(Octets mail, SigningIdentity signer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(signer, MessageSigner.Options.standard())
        .sign(mail, Instant.now(), new SecureRandom(), out);
    return out.toByteArray();
  }

  private HttpResponse<String> read(Browser browser, String csrf, byte[] mail) throws Exception {
    return browser.send(
        browser
            .request("/read")
            .header("Content-Type", "message/rfc822")
            .header("X-Signet-Csrf", csrf)
            .POST(HttpRequest.BodyPublishers.ofByteArray(mail)));
  }

  /** Last, because it closes the door for everybody from here. */
  @Test
  @Order(Integer.MAX_VALUE)
  void guessedCodesCloseTheDoorForAWhile() throws Exception {
    Mailbox alice = invited();
    Browser browser = new Browser();
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
    assertEquals("900", header(answer, "Retry-After"));
    assertTrue(tries <= 61, tries + " tries");
  }

  private String answerTo(String path, String mailbox) throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> answer =
        browser.post(
            path, Map.of("csrf", browser.csrf(path), "mailbox", mailbox, "code", "AAAAA-AAAAA"));
    return answer.statusCode()
        + CSRF.matcher(answer.body()).replaceAll("").replace(mailbox, "MAILBOX")
        + answer.headers().map().keySet();
  }

  @Test
  void whoseMailTheGatewayReadsHandsInTheKeySealedToItToo() throws Exception {
    Mailbox alice = invited();
    assertTrue(signedIn(alice).get("/keys").body().contains("data-ring=\"\""), "not for her");
    Mailbox dora = Mailbox.of("dora@example.test");
    String code =
        system.organization.enrolling().enrolment().invite(dora, "Dora", Set.of("desk")).code();
    Browser browser = signedIn(dora, code);
    String page = browser.get("/keys").body();
    Matcher shown = Pattern.compile("data-ring=\"([^\"]+)\"").matcher(page);
    assertTrue(shown.find(), page);
    Certificate ring = Certificate.of(Base64.getDecoder().decode(shown.group(1)));
    assertTrue(page.contains("has its gateway open encrypted mail to you"), page);

    Map<String, String> without = fields(csrf(browser.get("/keys")), kit(dora).request(archive()));
    HttpResponse<String> refused = browser.post("/keys", without);
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("without the key for the gateway"), refused.body());

    EnrolmentRequest request = kit(dora).request(archive(), Optional.of(ring));
    Map<String, String> fields = new HashMap<>(fields(csrf(browser.get("/keys")), request));
    fields.put("ring", Base64.getEncoder().encodeToString(request.ring().orElseThrow().sealed()));
    HttpResponse<String> answer = browser.post("/keys", fields);
    assertEquals(200, answer.statusCode(), answer.body());
    Certificate encryption =
        Certificates.read(answer.body().getBytes(StandardCharsets.US_ASCII), "answer").get(1);
    assertTrue(system.organization.mailing().keyRing().opens(encryption));
  }

  private Mailbox invited() throws IOException {
    Mailbox mailbox = Mailbox.of("alice" + ++people + "@example.test");
    system.organization.enrolling().enrolment().invite(mailbox, "Alice Example", Set.of());
    return mailbox;
  }

  /** By the code of a new invitation. */
  private Browser signedIn(Mailbox mailbox) throws Exception {
    return signedIn(
        mailbox,
        system.organization.enrolling().enrolment().invite(mailbox, "Alice", Set.of()).code());
  }

  private Browser signedIn(Mailbox mailbox, String code) throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> in =
        browser.post(
            "/enrol",
            Map.of("csrf", browser.csrf("/enrol"), "mailbox", mailbox + "", "code", code));
    assertEquals(303, in.statusCode(), in.body());
    return browser;
  }

  /** The code in the mail that waits for somebody; mail has nowhere to go here. */
  private String mailed(Mailbox to) throws Exception {
    for (int i = 0; i < 500; i++) {
      for (NoticeOutbox.Waiting waiting : system.organization.notices().waiting()) {
        Matcher code =
            Pattern.compile("Your code +([0-9A-Z]{5}-[0-9A-Z]{5})\\s")
                .matcher(Files.readString(waiting.file()));
        if (waiting.to().equals(to) && code.find()) {
          return code.group(1);
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no code came for " + to);
  }

  private EnrolmentKit kit(Mailbox mailbox) {
    return EnrolmentKit.make(
        mailbox, "Alice", KeyAlgorithm.P_256, KeyAlgorithm.P_256, system.organization.random());
  }

  private Certificate archive() throws IOException {
    return system.organization.home().certificate("archive");
  }

  private static Map<String, String> fields(String csrf, EnrolmentRequest request) {
    Base64.Encoder base64 = Base64.getEncoder();
    return Map.of(
        "csrf",
        csrf,
        "signing",
        base64.encodeToString(request.signing().encoded()),
        "encryption",
        base64.encodeToString(request.encryption().sealed()),
        "binding",
        base64.encodeToString(request.binding()));
  }

  private static String csrf(HttpResponse<String> page) {
    Matcher found =
        Pattern.compile("(?:name=\"csrf\" value|data-csrf)=\"([^\"]+)\"").matcher(page.body());
    assertTrue(found.find(), page.statusCode() + page.body());
    return found.group(1);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Keeps its cookie and follows nothing. */
  private final class Browser {
    private String cookie = "";

    HttpRequest.Builder request(String path) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create("https://localhost:" + system.services.httpsPort() + path));
      return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    HttpRequest.Builder form(String path, Map<String, String> fields) {
      String body =
          fields.entrySet().stream()
              .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
              .collect(Collectors.joining("&"));
      return request(path)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) throws Exception {
      return send(request(path));
    }

    HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
      return send(form(path, fields));
    }

    /** The word in the forms of a page. */
    String csrf(String path) throws Exception {
      return PortalTest.csrf(get(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
      return answer;
    }
  }
}
