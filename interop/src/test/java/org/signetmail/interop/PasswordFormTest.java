package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.PasswordPage;

/**
 * Mail to somebody without a certificate, from a client over SMTP through a running Signet to the
 * recipient's own browser, or OpenSSL.
 */
final class PasswordFormTest {
  private static final String POLICY =
      """
      password-form: { largest-page: 200000 }
      outbound:
        rules:
          - name: notices
            when: sender.address == ''
            deliver: { sign: no, encrypt: no }
        default:
          deliver: { sign: required, encrypt: required, no-certificate: password-form }
      inbound:
        default:
          deliver: { sign: no, encrypt: no }
      """;
  private static final String ALICE = "alice@example.test";
  private static final String DORA = "dora@elsewhere.test";
  private static final byte[] PLAN = new byte[3000];
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static Path folder;
  private static CatchAll sink;
  private static SignetProcess signet;
  private static SignetProcess.Running running;
  private static Browser browser;
  private static String password;

  @BeforeAll
  static void moveIn() throws Exception {
    folder = Scratch.folder("password-form");
    sink = new CatchAll(folder.resolve("world"));
    signet = new SignetProcess(folder.resolve("home"), sink.port(), POLICY);
    Files.writeString(folder.resolve("x"), "x\n");
    for (String officer : List.of("olga", "omar", "otto")) {
      command(
          "officer", "enrol", officer + "@example.test", "--name=" + officer, "-o", p12(officer));
    }
    command("user", "add", ALICE, "--name=Alice Example");
    command("enrol", "new", ALICE, "--vouched-by=olga@example.test", "-o", p12("alice"));
    running = signet.start();
    for (int i = 0; i < PLAN.length; i++) {
      PLAN[i] = (byte) (i * 7);
    }
    send("Vertrag über die Brücke", rich());
    password = told();
    browser = Browser.start();
  }

  @AfterAll
  static void moveOut() throws InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (running != null) {
      running.stop();
    }
    if (sink != null) {
      sink.close();
    }
  }

  private static String p12(String person) {
    return folder.resolve(person + ".p12").toString();
  }

  private static CommandRun command(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--home=" + signet.home());
    if (all.contains("-o")) {
      all.add("--password-file=" + folder.resolve("x"));
    }
    return Product.done(all);
  }

  private static void send(String subject, String content) throws IOException {
    String message =
        "From: Alice Example <"
            + ALICE
            + ">\r\nTo: Dora <"
            + DORA
            + ">\r\n"
            + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
            + subject.hashCode()
            + "@example.test>\r\nSubject: =?utf-8?B?"
            + Base64.getEncoder().encodeToString(subject.getBytes(StandardCharsets.UTF_8))
            + "?=\r\nMIME-Version: 1.0\r\n"
            + content.replace("\n", "\r\n");
    try (SmtpDialogue client = new SmtpDialogue(signet.outbound())) {
      String reply = client.send(ALICE, List.of(DORA), message.getBytes(StandardCharsets.UTF_8));
      assertTrue(reply.startsWith("250"), reply);
    }
  }

  /** Alternatives with a picture of their own, a script, a spy's picture, and an attachment. */
  private static String rich() {
    return """
    Content-Type: multipart/mixed; boundary=mixed

    --mixed
    Content-Type: multipart/alternative; boundary=alternative

    --alternative
    Content-Type: text/plain; charset=utf-8

    only for those without HTML
    --alternative
    Content-Type: multipart/related; boundary=related

    --related
    Content-Type: text/html; charset=iso-8859-1
    Content-Transfer-Encoding: quoted-printable

    <p style=3D"color:teal">Die Br=FCcke <b>h=E4lt</b>.</p>
    <img src=3D"cid:pixel@example.test" width=3D40 height=3D40>
    <img src=3D"http://127.0.0.1:9/spy.png" onerror=3D"parent.document.title=3D'h=
    acked'"><script>top.document.title=3D'hacked'</script>
    <a href=3D"https://elsewhere.test/">link</a>
    --related
    Content-Type: image/png
    Content-ID: <pixel@example.test>
    Content-Transfer-Encoding: base64

    %s
    --related--
    --alternative--
    --mixed
    Content-Type: application/pdf
    Content-Disposition: attachment; filename*=utf-8''Pl%%C3%%A4ne.pdf
    Content-Transfer-Encoding: base64

    %s
    --mixed--
    """
        .formatted(PIXEL, Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(PLAN));
  }

  /** The password, from the notice that Alice opens with her own key. */
  private static String told() throws Exception {
    Path notice = folder.resolve("notice.eml");
    Files.write(notice, mail(ALICE, "application/pkcs7-mime"));
    Path opened = folder.resolve("notice.txt");
    CommandRun run =
        Product.done(
            List.of(
                "decrypt",
                "--key=" + p12("alice"),
                "--password-file=" + folder.resolve("x"),
                "-o",
                opened.toString(),
                notice.toString()));
    assertEquals(0, run.status());
    Matcher made =
        Pattern.compile("(?m)^ +(([2-9a-z]{4}-){5}[2-9a-z]{4})\\s*$")
            .matcher(Files.readString(opened));
    assertTrue(made.find(), "the notice has no password");
    Files.writeString(folder.resolve("password.txt"), made.group(1) + "\n");
    return made.group(1);
  }

  /** The mail to somebody that has a part of this type; others of ours are told things too. */
  private static byte[] mail(String recipient, String type) throws Exception {
    for (int i = 0; i < 600; i++) {
      try (Stream<Path> files = Files.list(folder.resolve("world"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".env")).toList()) {
          Path message = Path.of(file.toString().replace(".env", ".eml"));
          if (Files.readString(file).contains("<" + recipient + ">") && Files.exists(message)) {
            byte[] octets = Files.readAllBytes(message);
            if (new String(octets, StandardCharsets.ISO_8859_1).contains("Content-Type: " + type)) {
              return octets;
            }
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no mail with " + type + " came to " + recipient);
  }

  private static Path page() throws Exception {
    String mail = new String(mail(DORA, "text/html"), StandardCharsets.ISO_8859_1);
    return Files.writeString(folder.resolve("message.html"), PasswordPage.inMail(mail));
  }

  @Test
  void whatCameUnderAPasswordIsReadInABrowser() throws Exception {
    Path page = page();
    Path downloads = Files.createDirectories(folder.resolve("downloads"));
    browser.downloadTo(downloads);
    browser.show(1000, 900, Scheme.LIGHT);
    browser.open(page.toUri().toString());
    assertEquals("password", browser.evaluate("document.activeElement.id").asString(""));
    screenshots(browser, "closed");

    browser.type("this is not it");
    browser.press(Browser.Key.ENTER);
    browser.await("document.getElementById('status').className === 'wrong'");
    assertTrue(browser.text("#status").startsWith("This password does not open it."));
    assertTrue(browser.evaluate("document.getElementById('opened').hidden").asBoolean(false));

    browser.type(password.toUpperCase(java.util.Locale.ROOT).replace("-", " "));
    browser.press(Browser.Key.ENTER);
    browser.await("!document.getElementById('opened').hidden");
    assertEquals("Vertrag über die Brücke", browser.text("#title"));
    assertTrue(
        browser.text("#verdict").startsWith("Sealed by Example Corp, unchanged since."),
        browser.text("#verdict"));
    assertTrue(browser.text("#fields").contains("Alice Example <alice@example.test>"));
    assertTrue(browser.text("#attachments").contains("Pläne.pdf 3.0 kB"));
    assertEquals("", browser.evaluate("document.getElementById('password').value").asString("-"));

    String frame = "document.querySelector('#content iframe')";
    assertEquals(
        "allow-popups allow-popups-to-escape-sandbox",
        browser.evaluate(frame + ".getAttribute('sandbox')").asString(""));
    String inside = browser.evaluate(frame + ".srcdoc").asString("");
    assertTrue(inside.contains("Die Brücke <b>hält</b>."), inside);
    assertTrue(inside.contains("src=\"data:image/png;base64," + PIXEL), inside);
    assertFalse(inside.contains("<script"), inside);
    assertEquals(1, browser.evaluate("document.querySelectorAll('#content > *').length").asInt());
    assertEquals("Confidential message", browser.evaluate("document.title").asString(""));
    assertFalse(browser.text("body").contains("only for those without HTML"));
    screenshots(browser, "opened");

    browser.click("#attachments a");
    assertArrayEquals(PLAN, Files.readAllBytes(downloaded(downloads, ".pdf")));
    browser.click("#original");
    Path original = downloaded(downloads, ".eml");
    CommandRun verified =
        Product.run(
            "verify",
            "--trust=" + signet.home().resolve("certificates/root.pem"),
            original.toString());
    assertEquals(0, verified.status(), verified.errors());

    browser.click("#close");
    assertTrue(browser.evaluate("document.getElementById('opened').hidden").asBoolean(false));
    assertFalse(browser.evaluate("document.body.innerHTML").asString("").contains("hält"));
    browser.requests().forEach(one -> assertTrue(one.matches("(file|blob|about):.*"), one));
  }

  @Test
  void aPageThatWasChangedShowsNothing() throws Exception {
    String text = Files.readString(page());
    int at = text.indexOf("id=\"sealed\">") + 1000;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    Path changed =
        Files.writeString(
            folder.resolve("changed.html"), text.substring(0, at) + other + text.substring(at + 1));
    browser.open(changed.toUri().toString());
    browser.type(password);
    browser.click("#open");
    browser.await("document.getElementById('status').className === 'wrong'");
    assertTrue(
        browser.text("#status").contains("this file was changed on its way"),
        browser.text("#status"));
    assertTrue(browser.evaluate("document.getElementById('opened').hidden").asBoolean(false));
  }

  @Test
  void aLargeMessageOpensInOpenSslAsItsMailSaysAndInSignet() throws Exception {
    String body = "Der große Plan.\n".repeat(20_000);
    send("Großes", "Content-Type: text/plain; charset=utf-8\n\n" + body);
    byte[] mail = mail(DORA, "application/pkcs7-mime");
    Path file = Files.write(folder.resolve("large.eml"), mail);
    String text = new String(mail, StandardCharsets.ISO_8859_1);
    int part = text.indexOf("Content-Type: application/pkcs7-mime");
    int begin = text.indexOf("\r\n\r\n", part);
    Files.write(
        folder.resolve("smime.p7m"),
        Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("\r\n--", begin))));

    Matcher shown = Pattern.compile("(?s)( {2}openssl cms .*? -out message\\.eml)").matcher(text);
    assertTrue(shown.find(), "the mail shows no command");
    String command = shown.group(1).replaceAll("=\r\n", "").replace("\r\n", "\n");
    Tool.run("bash", "-c", "cd '" + folder + "' && " + command).succeeded();
    String opened = Files.readString(folder.resolve("message.eml"));
    assertTrue(opened.contains("multipart/signed"), "the seal is inside");

    for (Path input : List.of(file, folder.resolve("smime.p7m"))) {
      Path out = folder.resolve("decrypted.eml");
      Product.done(
          List.of(
              "decrypt",
              "--password-file=" + folder.resolve("password.txt"),
              "-o",
              out.toString(),
              input.toString()));
      assertEquals(opened.strip(), Files.readString(out).strip());
    }
    Files.writeString(folder.resolve("other.txt"), "another password\n");
    CommandRun wrong =
        Product.run("decrypt", "--password-file=" + folder.resolve("other.txt"), file.toString());
    assertEquals(1, wrong.status(), wrong.errors());
    assertTrue(wrong.errors().contains("or is for another key"), wrong.errors());
  }

  @Test
  void anAdministratorSetsListsAndEndsPasswordsAndNoneIsShown() throws Exception {
    Path agreed = Files.writeString(folder.resolve("agreed.txt"), "acht Worte am Telefon\n");
    CommandRun set =
        Product.done(
            List.of(
                "password",
                "set",
                "egon@elsewhere.test",
                "--password-file=" + agreed,
                "--home=" + signet.home()));
    CommandRun list = command("password", "list");
    String table = new String(list.out(), StandardCharsets.UTF_8);
    assertTrue(table.contains("egon@elsewhere.test") && table.contains("agreed"), table);
    assertTrue(table.contains(DORA) && table.contains(ALICE), table);
    String json = new String(command("password", "list", "--json").out(), StandardCharsets.UTF_8);
    command("password", "end", "egon@elsewhere.test");
    String log = Files.readString(signet.home().resolveSibling("signet.log"));
    for (String said :
        List.of(table, json, log, new String(set.out(), StandardCharsets.UTF_8), set.errors())) {
      assertFalse(said.contains(password) || said.contains("acht Worte"), "a password is shown");
    }
    Files.writeString(agreed, "short\n");
    CommandRun weak =
        Product.run(
            "password",
            "set",
            "egon@elsewhere.test",
            "--password-file=" + agreed,
            "--home=" + signet.home());
    assertEquals(2, weak.status());
    assertTrue(weak.errors().contains("has not 16 to 200 characters"), weak.errors());
  }

  private static void screenshots(Browser browser, String name) throws IOException {
    for (Scheme scheme : Scheme.values()) {
      for (int width : new int[] {360, 1000}) {
        browser.show(width, 900, scheme);
        assertTrue(
            browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean(false),
            name + " is wider than " + width);
        browser.screenshot(folder.resolve(name + "-" + scheme + "-" + width + ".png"));
      }
    }
  }

  /** The file that was saved; its name need not be one that this machine's locale can write. */
  private static Path downloaded(Path downloads, String end) throws Exception {
    for (int i = 0; i < 500; i++) {
      try (Stream<Path> files = Files.list(downloads)) {
        Optional<Path> saved = files.filter(one -> one.toString().endsWith(end)).findFirst();
        if (saved.isPresent()) {
          return saved.get();
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no " + end + " was saved");
  }
}
