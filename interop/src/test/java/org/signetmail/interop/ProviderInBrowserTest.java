package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.PortalSettings;
import org.signetmail.interop.browser.Accessible;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.Fixtures;
import org.signetmail.testkit.TestProvider;
import org.signetmail.web.openid.OpenIdClient;

/** Signing in at an identity provider, another site, in a real Chromium with its cookies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderInBrowserTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final boolean WRITE = "true".equals(System.getenv("SIGNET_WRITE_DOCS"));
  private static final Path PICTURES = Fixtures.repository().resolve("docs/operate/portal");

  @TempDir static Path folder;

  private PortalHouse house;
  private TestProvider provider;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    provider = new TestProvider(tls());
    int port = SignetProcess.freePorts(1).getFirst();
    house = new PortalHouse(folder, settings("https://localhost:" + port), port);
    house.organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of());
    browser = Browser.start("--ignore-certificate-errors");
    browser.show(1000, 760, Scheme.LIGHT);
  }

  private PortalSettings settings(String portal) throws Exception {
    Path secret = Files.writeString(folder.resolve("login-secret"), TestProvider.SECRET + "\n");
    return new PortalSettings(
        Optional.of(portal),
        Optional.empty(),
        Optional.of(
            new PortalSettings.OpenId(
                "Example Login",
                URI.create(provider.issuer()),
                TestProvider.CLIENT,
                Optional.of(secret.toString()),
                Optional.of(folder.resolve("provider.pem").toString()),
                OpenIdClient.Mailboxes.VERIFIED)),
        PortalSettings.Newcomers.REFUSED,
        PortalSettings.STANDARD.renewalNotices());
  }

  private static SSLContext tls() throws Exception {
    Path key = folder.resolve("provider.key");
    Path certificate = folder.resolve("provider.pem");
    Path p12 = folder.resolve("provider.p12");
    Tool.openssl(
        ("req -x509 -nodes -days 30 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=localhost"
                + " -addext subjectAltName=DNS:localhost -keyout %s -out %s")
            .formatted(key, certificate));
    Tool.openssl(
        "pkcs12 -export -inkey %s -in %s -passout pass:x -out %s".formatted(key, certificate, p12));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(p12)) {
      keys.load(in, "x".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "x".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @AfterAll
  void stop() {
    browser.close();
    house.close();
    provider.close();
  }

  /**
   * There and back over two sites: the strict cookie is set anew, and the page goes on by itself.
   */
  @Test
  void whoTheProviderVouchesForComesInAndNobodyElse() {
    provider.mailbox = ALICE.toString();
    leave();
    browser.click("#login");
    browser.await("location.pathname === '/account'");
    assertTrue(browser.text("body").contains(ALICE.toString()), browser.text("body"));
    assertEquals(List.of(), provider.faults);
    assertFalse(
        browser.evaluate("document.cookie").asString("").contains("signet"), "no script sees it");
    browser.click("header nav button");
    browser.await("location.pathname === '/'");

    provider.mailbox = "nobody@example.test";
    leave();
    browser.click("#login");
    browser.await("document.body && document.body.innerText.includes('did not vouch')");
    browser.open(house.address("/account"));
    assertEquals("/signin", browser.evaluate("location.pathname").asString(""));
  }

  @Test
  void thePageIsForEverybody() throws Exception {
    for (Scheme scheme : Scheme.values()) {
      browser.show(scheme == Scheme.DARK ? 360 : 1000, 760, scheme);
      browser.open(house.address("/signin"));
      Accessible.require(browser, "/signin with a provider, " + scheme);
      if (WRITE) {
        String name = scheme == Scheme.DARK ? "signin-narrow-dark.png" : "signin.png";
        browser.screenshot(Files.createDirectories(PICTURES).resolve(name));
      }
    }
    browser.show(1000, 760, Scheme.LIGHT);
  }

  private void leave() {
    browser.open(house.address("/signin"));
    browser.click("a[href='/signin/provider']");
    browser.await("document.getElementById('login')");
    assertEquals(
        URI.create(provider.issuer()).getPort() + "",
        browser.evaluate("location.port").asString(""),
        "at the other site");
  }
}
