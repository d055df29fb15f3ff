package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.interop.browser.Accessible;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.Fixtures;

/** The portal in a real Chromium, and what comes out of it in other people's software. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalInBrowserTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BERT = Mailbox.of("bert@example.test");
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern LINK = Pattern.compile("(https://\\S+/enrol\\?\\S+)");
  private static final boolean WRITE = "true".equals(System.getenv("SIGNET_WRITE_DOCS"));
  private static final Path PICTURES = Fixtures.repository().resolve("docs/operate/portal");

  @TempDir static Path folder;

  private PortalHouse house;
  private Browser browser;

  @BeforeAll
  void start() throws IOException {
    house = new PortalHouse(folder);
    browser = Browser.start("--ignore-certificate-errors");
    browser.show(1000, 760, Scheme.LIGHT);
  }

  @AfterAll
  void stop() {
    browser.close();
    house.close();
  }

  /** Everything by keyboard; the mouse is not touched. */
  @Test
  void whoIsInvitedMakesKeysThatSignAndOpenElsewhereAndTheSigningKeyStays() throws Exception {
    Path downloads = Files.createDirectories(folder.resolve("alice"));
    browser.downloadTo(downloads);
    browser.open(invitation(ALICE, "Alice Example"));
    browser.await("document.getElementById('code').value.length === 23");
    assertFalse(
        browser.evaluate("location.href").asString("").contains("code="), "not in the history");
    picture("invitation");
    tabTo("button.button");
    browser.press(Browser.Key.ENTER);
    browser.await("document.getElementById('go') && !document.getElementById('go').disabled");
    tabTo("#password");
    browser.type("short");
    browser.press(Browser.Key.ENTER);
    assertFalse(browser.evaluate("!!document.getElementById('save').href").asBoolean(true));
    browser.evaluate("document.getElementById('password').value = ''");
    browser.type(PASSWORD);
    browser.press(Browser.Key.TAB);
    browser.type(PASSWORD);
    picture("keys");
    browser.press(Browser.Key.ENTER);
    browser.await("!document.getElementById('done').hidden");
    assertEquals("done-title", browser.evaluate("document.activeElement.id").asString(""));
    picture("done");
    tabTo("#save");
    browser.press(Browser.Key.ENTER);
    Path p12 = arrived(downloads.resolve("alice.p12"));
    tabTo("#apple");
    browser.press(Browser.Key.ENTER);
    Path profile = arrived(downloads.resolve("alice.mobileconfig"));

    List<byte[]> keys = BrowserSecrets.keysOf(p12, PASSWORD);
    assertEquals(2, keys.size());
    BrowserSecrets.nothingLeft(browser, keys);
    assertEquals(List.of(), browser.complaints());
    KeyFileElsewhere elsewhere = new KeyFileElsewhere(house, folder, p12, PASSWORD);
    elsewhere.signsInNss();
    elsewhere.signsWithOpenSsl();
    elsewhere.opensWhatIsEncryptedToIt();
    opensItHere(p12);
    elsewhere.opensInThunderbird(folder.resolve("for-reader.eml"));
    BrowserSecrets.nothingLeft(browser, keys);
    elsewhere.isAnAppleProfile(profile);
    looksAfterItself();
  }

  /** With keys of the other kind, and then everything that stands on the pages. */
  @Test
  void anRsaKeyDoesAsWell() throws Exception {
    Path downloads = Files.createDirectories(folder.resolve("bert"));
    try (Browser other = Browser.start("--ignore-certificate-errors")) {
      other.downloadTo(downloads);
      other.open(invitation(BERT, "Bert Ünlü"));
      other.await("document.getElementById('code').value.length === 23");
      other.click("button.button");
      other.await("document.getElementById('go') && !document.getElementById('go').disabled");
      other.evaluate("document.getElementById('kind').value = 'rsa-3072'");
      other.click("#password");
      other.type(PASSWORD);
      other.click("#again");
      other.type(PASSWORD);
      other.click("#go");
      other.await("!document.getElementById('done').hidden");
      other.click("#save");
      Path p12 = arrived(downloads.resolve("bert.p12"));
      Path signed = folder.resolve("bert.eml");
      Files.writeString(folder.resolve("password"), PASSWORD + "\n");
      Path mail = Files.writeString(folder.resolve("bert.txt"), KeyFileElsewhere.mail(BERT));
      Product.done(
          List.of(
              "sign",
              "--key",
              p12 + "",
              "--password-file",
              folder.resolve("password") + "",
              "-o",
              signed + "",
              mail + ""));
      assertEquals("passed", new KeyFileElsewhere(house, folder, p12, PASSWORD).verdict(signed));
    }
  }

  @Test
  void everyPageIsForEverybody() throws Exception {
    for (Scheme scheme : Scheme.values()) { // narrow and dark, wide and light
      browser.show(scheme == Scheme.DARK ? 360 : 1000, 760, scheme);
      for (String path : List.of("/", "/enrol", "/signin", "/setup", "/check", "/read")) {
        open(path);
        Accessible.require(browser, path + " " + scheme);
      }
    }
    browser.show(360, 740, Scheme.DARK);
    open("/");
    picture("narrow-dark");
    browser.show(1000, 760, Scheme.LIGHT);
  }

  private void open(String path) {
    browser.open(house.address(path));
  }

  private String invitation(Mailbox mailbox, String name) throws Exception {
    Product.done(
        List.of(
            "enrol",
            "invite",
            mailbox.toString(),
            "--name",
            name,
            "--portal",
            house.address(""),
            "--home",
            house.organization.home().folder().toString()));
    return house.mailed(mailbox, LINK);
  }

  /** What the person sees afterwards, and that it is for everybody too. */
  private void looksAfterItself() throws Exception {
    for (String path : List.of("/account", "/keys")) {
      open(path);
      Accessible.require(browser, path);
    }
    open("/account");
    assertTrue(browser.text("main").contains("Valid"), browser.text("main"));
    picture("account");
    browser.show(360, 740, Scheme.DARK);
    open("/account");
    Accessible.require(browser, "/account, narrow and dark");
    picture("account-narrow-dark");
    browser.show(1000, 760, Scheme.LIGHT);
    open("/account");
    browser.click("a[href^='/account/end']");
    browser.await("document.getElementById('confirm')");
    Accessible.require(browser, "/account/end");
    browser.click("#confirm");
    browser.type(ALICE.toString());
    browser.press(Browser.Key.ENTER);
    browser.await("document.querySelector('.notice')");
    assertTrue(browser.text("main").contains("Ended"), browser.text("main"));
    browser.click("header nav button");
    browser.await("location.pathname === '/'");
    open("/account");
    assertEquals("/signin", browser.evaluate("location.pathname").asString(""));
  }

  /** In the reader, with the file that the portal made: as the product signs and encrypts it. */
  private void opensItHere(Path p12) throws Exception {
    Path password = folder.resolve("alice-password");
    Path signed = folder.resolve("for-reader-signed.eml");
    Path encrypted = folder.resolve("for-reader.eml");
    Product.done(
        List.of(
            "sign",
            "--key",
            p12 + "",
            "--password-file",
            password + "",
            "-o",
            signed + "",
            folder.resolve("plain.eml") + ""));
    Product.done(
        List.of(
            "encrypt",
            "--to",
            folder.resolve("encryption.pem") + "",
            "-o",
            encrypted + "",
            signed + ""));
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted);
    page.open(p12, PASSWORD);
    assertTrue(page.letter().contains("It works."), page.verdict());
    assertTrue(
        page.verdict().contains("Signed by Alice Example, unchanged since (passed)"),
        page.verdict());
  }

  /** Presses the tabulator until an element has the focus, which must be seen. */
  private void tabTo(String selector) {
    for (int i = 0; i < 40; i++) {
      browser.press(Browser.Key.TAB);
      if (browser.evaluate("document.activeElement.matches('" + selector + "')").asBoolean(false)) {
        assertTrue(
            browser
                .evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
                .asBoolean(false),
            selector + ": nobody sees that it has the focus");
        return;
      }
    }
    throw new AssertionError(selector + " is not reached by keyboard");
  }

  private static Path arrived(Path file) throws InterruptedException, IOException {
    for (int i = 0; !(Files.exists(file) && Files.size(file) > 0) && i < 500; i++) {
      Thread.sleep(20);
    }
    assertTrue(Files.exists(file), file + " was not downloaded");
    return file;
  }

  private void picture(String name) throws IOException {
    if (WRITE) {
      browser.screenshot(Files.createDirectories(PICTURES).resolve(name + ".png"));
    }
  }
}
