package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.enrolment.DirectoryPasswords.Answer;
import org.signetmail.lookup.LdapSignIn.Transport;
import org.signetmail.testkit.TestProvider;

/**
 * Signing in to the portal at a directory over LDAP and at an identity provider, with what either
 * or a browser may try: the rows of {@code docs/operate/portal.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalSignInTest {
  private static final String AWAY = "__Host-signet-away";

  @TempDir static Path folder;

  private SignInHouse house;

  @BeforeAll
  void start() throws Exception {
    house = new SignInHouse(folder.resolve("home"));
  }

  @BeforeEach
  void beHonest() {
    house.provider.vice = TestProvider.Vice.NONE;
    house.provider.mailbox = SignInHouse.ALICE.toString();
    house.provider.faults.clear();
  }

  @AfterAll
  void stop() {
    house.close();
  }

  @Test
  void thePasswordOfTheDirectorySignsIn() throws Exception {
    PageBrowser browser = house.browser();
    String csrf = browser.csrf("/signin");
    String before = browser.cookie;
    for (String wrong : List.of("his", "")) {
      HttpResponse<String> answer = password(browser, csrf, SignInHouse.ALICE.toString(), wrong);
      assertEquals(403, answer.statusCode(), wrong);
      assertTrue(answer.body().contains("do not belong together"), answer.body());
    }
    assertEquals(before, browser.cookie);

    HttpResponse<String> in = password(browser, csrf, "Alice@example.test", "hers");

    assertEquals(303, in.statusCode(), in.body());
    assertNotEquals(before, browser.cookie, "the session has a token that nobody had before");
    assertTrue(browser.get("/account").body().contains(SignInHouse.ALICE.toString()));
  }

  @Test
  void whoTheDirectoryKnowsAndWeDoNotStaysOutside() throws Exception {
    PageBrowser browser = house.browser();
    String csrf = browser.csrf("/signin");
    SignInHouse.person(house.directory, "bob", "bob", "his");

    assertEquals(403, password(browser, csrf, "bob@example.test", "his").statusCode());
  }

  @Test
  void passwordsGoOnlyWhereTlsIsAndToTheRightServer() {
    assertEquals(
        new Answer.Right(""), house.asked("localhost", "tls", Transport.TLS, "alice", "hers"));
    assertEquals(
        new Answer.Right(""),
        house.asked("localhost", "clear", Transport.STARTTLS, "alice", "hers"));
    assertEquals(
        new Answer.Wrong(), house.asked("localhost", "tls", Transport.TLS, "alice", "his"));
    assertEquals(new Answer.Wrong(), house.asked("localhost", "tls", Transport.TLS, "alice", ""));
    assertEquals(new Answer.Wrong(), house.asked("localhost", "tls", Transport.TLS, "*", "hers"));
    assertEquals(
        new Answer.Wrong(), house.asked("localhost", "tls", Transport.TLS, "twin", "theirs"));
    assertEquals(
        new Answer.Unreachable(),
        house.asked("localhost", "strange-tls", Transport.TLS, "alice", "hers"));
    assertEquals(
        new Answer.Unreachable(),
        house.asked("localhost", "strange", Transport.STARTTLS, "alice", "hers"));
    assertEquals(
        new Answer.Unreachable(),
        house.asked("localhost", "clear", Transport.TLS, "alice", "hers"),
        "no TLS");
    assertEquals(
        new Answer.Right(""),
        house.asked("localhost", "clear", Transport.DANGEROUSLY_PLAIN, "alice", "hers"));
  }

  @Test
  void theProviderSignsInAndTheSessionIsNew() throws Exception {
    PageBrowser browser = house.browser();
    browser.get("/signin");
    String before = browser.cookie;

    HttpResponse<String> in = back(browser, house.provider.login(leave(browser)));

    assertEquals(200, in.statusCode(), in.body());
    assertTrue(in.body().contains("http-equiv=\"refresh\" content=\"0;url=/account\""), in.body());
    assertNotEquals(before, browser.cookie);
    assertTrue(browser.get("/account").body().contains(SignInHouse.ALICE.toString()));
    assertEquals(List.of(), house.provider.faults);
    assertEquals("", browser.lax.get(AWAY), "of no more use");
  }

  @Test
  void theMailboxMayComeFromUserinfo() throws Exception {
    house.provider.vice = TestProvider.Vice.EMAIL_IN_USERINFO;
    PageBrowser browser = house.browser();

    assertEquals(200, back(browser, house.provider.login(leave(browser))).statusCode());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NONE", "EMAIL_IN_USERINFO", "NO_EMAIL_ANYWHERE", "FAILS", "TAKES_CODES_TWICE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatDoesNotHoldLetsNobodyIn(TestProvider.Vice vice) throws Exception {
    PageBrowser browser = house.browser();
    String query = house.provider.login(leave(browser));
    house.provider.vice = vice;

    assertOutside(back(browser, query), browser);
  }

  @Test
  void anAnswerOfAnotherBrowserOrOfAnotherTimeLetsNobodyIn() throws Exception {
    PageBrowser attacker = house.browser();
    String query = house.provider.login(leave(attacker));
    PageBrowser victim = house.browser();
    assertOutside(back(victim, query), victim);
    leave(victim);
    assertOutside(back(victim, query), victim);

    String noState = query.replaceAll("&state=[^&]*", "");
    PageBrowser third = house.browser();
    leave(third);
    assertOutside(back(third, noState), third);
    PageBrowser fourth = house.browser();
    String own = house.provider.login(leave(fourth));
    assertOutside(back(fourth, own.replaceAll("iss=[^&]*", "iss=https://elsewhere.test")), fourth);
  }

  @Test
  void aCodeIsOfUseOnceEvenWhereTheProviderTakesItTwice() throws Exception {
    house.provider.vice = TestProvider.Vice.TAKES_CODES_TWICE;
    PageBrowser browser = house.browser();
    String query = house.provider.login(leave(browser));
    String away = browser.lax.get(AWAY);
    assertEquals(200, back(browser, query).statusCode());

    PageBrowser again = house.browser();
    again.lax.put(AWAY, away);
    assertOutside(back(again, query), again);
  }

  @Test
  void aRefusalOfTheProviderIsARefusal() throws Exception {
    PageBrowser browser = house.browser();
    String state = house.provider.login(leave(browser)).replaceAll("code=[^&]*&", "");

    assertOutside(back(browser, "error=access_denied&" + state), browser);
  }

  @Test
  void whoIsNotKnownHereStaysOutside() throws Exception {
    house.provider.mailbox = "mallory@example.test";
    PageBrowser browser = house.browser();

    assertOutside(back(browser, house.provider.login(leave(browser))), browser);
  }

  @Test
  void aProviderThatFailsIsSaidToFail() throws Exception {
    PageBrowser browser = house.browser();
    String query = house.provider.login(leave(browser));
    house.provider.vice = TestProvider.Vice.FAILS;

    HttpResponse<String> answer = back(browser, query);

    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("cannot be reached"), answer.body());
  }

  private static void assertOutside(HttpResponse<String> answer, PageBrowser browser)
      throws Exception {
    assertEquals(403, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("did not vouch"), answer.body());
    assertEquals("", browser.cookie);
    assertEquals("/signin", browser.get("/account").headers().firstValue("Location").orElse(""));
  }

  /** To the provider; the question that it is asked. */
  private String leave(PageBrowser browser) throws Exception {
    HttpResponse<String> away = browser.get("/signin/provider");
    assertEquals(303, away.statusCode(), away.body());
    URI to = URI.create(PageBrowser.header(away, "Location"));
    assertTrue(to.toString().startsWith(house.provider.issuer() + "/authorize?"), to.toString());
    assertTrue(
        to.getQuery().contains("redirect_uri=" + SignInHouse.PORTAL + "/signin/provider/back"),
        to.getQuery());
    return to.getRawQuery();
  }

  /** From the provider, another site. */
  private static HttpResponse<String> back(PageBrowser browser, String query) throws Exception {
    return browser.followed("/signin/provider/back?" + query);
  }

  private static HttpResponse<String> password(
      PageBrowser browser, String csrf, String mailbox, String password) throws Exception {
    return browser.post(
        "/signin/password", Map.of("csrf", csrf, "mailbox", mailbox, "password", password));
  }
}
