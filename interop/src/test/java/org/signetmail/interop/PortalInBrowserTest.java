package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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
  private static final HexFormat HEX = HexFormat.of();

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

    List<byte[]> keys = privateKeys(p12);
    assertEquals(2, keys.size());
    nothingLeft(keys);
    assertEquals(List.of(), browser.complaints());
    signsInNss(p12);
    signsWithOpenSsl(p12);
    opensWhatIsEncryptedToIt(p12);
    opensItHere(p12);
    nothingLeft(keys);
    isAnAppleProfile(profile, p12);
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
      Path mail = Files.writeString(folder.resolve("bert.txt"), mail(BERT));
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
      assertEquals("passed", verdict(signed));
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

  /** Neither in an address nor in a body, in any form that octets are written in. */
  private void nothingLeft(List<byte[]> keys) {
    String sent =
        String.join("\n", browser.requests()) + "\n" + String.join("\n", browser.bodies());
    String decoded = java.net.URLDecoder.decode(sent, StandardCharsets.UTF_8);
    assertTrue(decoded.contains("signing=") && decoded.contains("encryption="), "the log is there");
    for (byte[] key : keys) {
      for (byte[] secret : secrets(key)) {
        for (int shift = 0; shift < 3; shift++) {
          byte[] part = Arrays.copyOfRange(secret, shift, shift + 24);
          for (String form :
              List.of(
                  Base64.getEncoder().encodeToString(part),
                  Base64.getUrlEncoder().encodeToString(part),
                  HEX.formatHex(part))) {
            assertFalse(decoded.contains(form), "octets of a private key left the browser");
            assertFalse(
                decoded.toLowerCase(java.util.Locale.ROOT).contains(HEX.formatHex(part)), "hex");
          }
        }
        for (Matcher m = Pattern.compile("[A-Za-z0-9+/]{64,}={0,2}").matcher(decoded); m.find(); ) {
          String octets = HEX.formatHex(Base64.getDecoder().decode(whole(m.group())));
          assertFalse(octets.contains(HEX.formatHex(secret)), "and none inside what was sent");
        }
      }
    }
  }

  private static String whole(String base64) {
    String text = base64.replace("=", "");
    return text.substring(0, text.length() / 4 * 4);
  }

  /**
   * The private numbers of a key: long INTEGERs and OCTET STRINGs inside PKCS#8 that are secret.
   */
  private static List<byte[]> secrets(byte[] pkcs8) {
    try {
      for (String algorithm : List.of("EC", "RSA")) {
        try {
          java.security.PrivateKey key =
              java.security.KeyFactory.getInstance(algorithm)
                  .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(pkcs8));
          return switch (key) {
            case java.security.interfaces.ECPrivateKey ec -> List.of(octets(ec.getS()));
            case java.security.interfaces.RSAPrivateCrtKey rsa ->
                List.of(
                    octets(rsa.getPrivateExponent()),
                    octets(rsa.getPrimeP()),
                    octets(rsa.getPrimeQ()));
            default -> throw new AssertionError("a key of another kind");
          };
        } catch (java.security.spec.InvalidKeySpecException e) {
          // of the other kind
        }
      }
      throw new AssertionError("neither EC nor RSA");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 32 octets from the middle, or all of a short number. */
  private static byte[] octets(java.math.BigInteger number) {
    byte[] all = number.toByteArray();
    int from = Math.max(0, all.length - 32) / 2;
    return Arrays.copyOfRange(all, from, Math.min(all.length, from + 32));
  }

  private static List<byte[]> privateKeys(Path p12) {
    String pem =
        Tool.run(
                "openssl",
                "pkcs12",
                "-in",
                p12 + "",
                "-passin",
                "pass:" + PASSWORD,
                "-nodes",
                "-nocerts")
            .succeeded()
            .out();
    return Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----")
        .matcher(pem)
        .results()
        .map(m -> Base64.getMimeDecoder().decode(m.group(1)))
        .toList();
  }

  private void signsInNss(Path p12) throws Exception {
    if (!Tool.isInstalled("pk12util")) {
      throw Fixtures.absent("pk12util", "install libnss3-tools");
    }
    Path database = Files.createDirectories(folder.resolve("nss"));
    String nss = "sql:" + database;
    Tool.run("certutil", "-N", "-d", nss, "--empty-password").succeeded();
    Tool.run("pk12util", "-i", p12 + "", "-d", nss, "-W", PASSWORD).succeeded();
    Tool.run("certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,", "-a", "-i", house.root + "")
        .succeeded();
    String keys = Tool.run("certutil", "-K", "-d", nss).succeeded().out();
    assertTrue(keys.contains("Alice Example (signing)"), keys);
    assertTrue(keys.contains("Alice Example (encryption)"), keys);
    Path text = Files.writeString(folder.resolve("nss.txt"), part());
    Path der = folder.resolve("nss.p7m");
    Tool.run(
            "cmsutil",
            "-S",
            "-G",
            "-d",
            nss,
            "-N",
            "Alice Example (signing)",
            "-i",
            text + "",
            "-o",
            der + "")
        .succeeded();
    Path signed =
        Files.writeString(
            folder.resolve("nss.eml"),
            head(ALICE)
                + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(Files.readAllBytes(der))
                + "\r\n");
    assertEquals("passed", verdict(signed), "signed by NSS");
  }

  private void signsWithOpenSsl(Path p12) throws Exception {
    Path pem = folder.resolve("alice.pem");
    Tool.run(
            "openssl",
            "pkcs12",
            "-in",
            p12 + "",
            "-passin",
            "pass:" + PASSWORD,
            "-nodes",
            "-out",
            pem + "")
        .succeeded();
    Path signer = folder.resolve("signer.pem");
    Files.writeString(signer, block(pem, "signing"));
    Path text = Files.writeString(folder.resolve("openssl.txt"), part());
    Path signed = folder.resolve("openssl.eml");
    Tool.run(
            "openssl",
            "smime",
            "-sign",
            "-md",
            "sha256",
            "-signer",
            signer + "",
            "-certfile",
            pem + "",
            "-in",
            text + "",
            "-from",
            ALICE + "",
            "-to",
            "bob@example.test",
            "-subject",
            "hello",
            "-out",
            signed + "")
        .succeeded();
    assertEquals("passed", verdict(signed), "signed by OpenSSL");
  }

  /** The key and the certificate with this word in their friendly names. */
  private static String block(Path pem, String word) throws IOException {
    StringBuilder found = new StringBuilder();
    Matcher bags =
        Pattern.compile(
                "Bag Attributes\\s(.*?)(-----BEGIN ([A-Z ]+)-----.*?-----END \\3-----)",
                Pattern.DOTALL)
            .matcher(Files.readString(pem));
    while (bags.find()) {
      if (bags.group(1).contains("(" + word + ")")) {
        found.append(bags.group(2)).append('\n');
      }
    }
    assertTrue(found.toString().contains("PRIVATE KEY"), "both are there");
    return found.toString();
  }

  private void opensWhatIsEncryptedToIt(Path p12) throws Exception {
    Path certificate =
        Files.writeString(
            folder.resolve("encryption.pem"),
            house.organization.store().certificates().ofOwner(ALICE).stream()
                .map(one -> one.certificate())
                .filter(one -> one.mayEncrypt())
                .findFirst()
                .orElseThrow()
                .pem());
    Path mail = Files.writeString(folder.resolve("plain.eml"), mail(ALICE));
    Path encrypted = folder.resolve("encrypted.eml");
    Product.done(List.of("encrypt", "--to", certificate + "", "-o", encrypted + "", mail + ""));
    Path password = Files.writeString(folder.resolve("alice-password"), PASSWORD + "\n");
    Path opened = folder.resolve("opened.eml");
    Product.done(
        List.of(
            "decrypt",
            "--key",
            p12 + "",
            "--password-file",
            password + "",
            "-o",
            opened + "",
            encrypted + ""));
    assertTrue(Files.readString(opened).contains("It works."), Files.readString(opened));
  }

  private static void isAnAppleProfile(Path profile, Path p12) throws IOException {
    String xml = Files.readString(profile);
    Set<String> types = new TreeSet<>();
    Pattern.compile("com\\.apple\\.security\\.\\w+")
        .matcher(xml)
        .results()
        .forEach(m -> types.add(m.group()));
    assertEquals(
        Set.of("com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pkcs12"),
        types);
    assertTrue(xml.contains(Base64.getEncoder().encodeToString(Files.readAllBytes(p12))));
    Tool.run(
            "python3",
            "-c",
            "import plistlib, sys; p = plistlib.load(open(sys.argv[1], 'rb'));"
                + " assert len(p['PayloadContent']) == 3 and p['PayloadVersion'] == 1",
            profile.toString())
        .succeeded();
  }

  private String verdict(Path mail) {
    String json =
        new String(
            Product.run("verify", "--json", "--trust", house.root + "", mail + "").out(),
            StandardCharsets.UTF_8);
    Matcher verdict = Pattern.compile("\"verdict\"\\s*:\\s*\"(\\w+)\"").matcher(json);
    assertTrue(verdict.find(), json);
    return verdict.group(1).equals("passed") ? "passed" : json;
  }

  private static String head(Mailbox from) {
    return "From: "
        + from
        + "\r\nTo: bob@example.test\r\nSubject: hello\r\n"
        + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n";
  }

  private static String part() {
    return "Content-Type: text/plain; charset=us-ascii\r\n\r\nIt works.\r\n";
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

  private static String mail(Mailbox from) {
    return head(from) + part();
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
