package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.interop.browser.Accessible;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.testkit.Fixtures;

/**
 * Who signed what is opened in a real Chromium: the browser checks the signature over the letter,
 * and the system judges the certificate without it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaderSignerInBrowserTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String LETTER = "Nobody else reads this.";
  private static final boolean WRITE = "true".equals(System.getenv("SIGNET_WRITE_DOCS"));
  private static final Path PICTURES = Fixtures.repository().resolve("docs/operate/portal");

  @TempDir static Path folder;

  private PortalHouse house;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    house = new PortalHouse(folder);
    browser = Browser.start("--ignore-certificate-errors");
    Tool.openssl(
        ("req -x509 -nodes -days 30 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=reader"
                + " -addext subjectAltName=email:reader@example.test -keyout %s -out %s")
            .formatted(file("reader.key"), file("reader.pem")));
    Tool.openssl(
        "pkcs12 -export -inkey %s -in %s -passout file:%s -out %s"
            .formatted(
                file("reader.key"),
                file("reader.pem"),
                Files.writeString(file("password"), PASSWORD),
                file("reader.p12")));
  }

  @AfterAll
  void stop() {
    browser.close();
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "P_256, AUTO",
    "P_384, AUTO",
    "P_521, AUTO",
    "RSA_2048, AUTO",
    "RSA_3072, BSI_TR_02102",
    "ED25519, AUTO"
  })
  void whoSignedIsNamedAndOfTheLetterNothingLeaves(KeyAlgorithm algorithm, CryptoProfile.Name name)
      throws Exception {
    SigningIdentity alice = person("alice", algorithm);
    Path mail = encrypted(signed("alice", alice, CryptoProfile.of(name)));
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    int requests = browser.requests().size();
    int bodies = browser.bodies().size();
    int complaints = browser.complaints().size();

    page.open(file("reader.p12"), PASSWORD);

    assertEquals(
        "Opened in this browser. Signed by alice, unchanged since (passed)", page.verdict());
    assertTrue(page.letter().contains(LETTER), page.letter());
    assertTrue(browser.text("#facts").contains("Vouched for by"), browser.text("#facts"));
    assertEquals(
        List.of(house.address("/read/signer")),
        browser.requests().subList(requests, browser.requests().size()));
    Map<String, String> told = form(browser.bodies().get(bodies));
    assertEquals(
        Set.of("csrf", "certificates", "digest", "signature", "time", "from"), told.keySet());
    List<String> certificates = List.of(told.getOrDefault("certificates", "").split(" "));
    for (String certificate : certificates) {
      Certificate.of(Base64.getDecoder().decode(certificate));
    }
    assertEquals(
        alice.certificate(), Certificate.of(Base64.getDecoder().decode(certificates.getFirst())));
    assertTrue(octets(told, "digest") < 20, "the name of an algorithm");
    assertTrue(octets(told, "signature") < 80, "the same, with its parameters");
    Instant.parse(told.getOrDefault("time", ""));
    assertEquals("alice <alice@example.test>", told.get("from"));
    assertEquals(complaints, browser.complaints().size(), () -> browser.complaints() + "");
  }

  /** By everybody, wide and narrow, light and dark; and looked at. */
  @Test
  void theReaderIsForEverybody() throws Exception {
    Path mail = encrypted(signed("alice", person("alice", KeyAlgorithm.P_256), auto()));
    for (Scheme scheme : Scheme.values()) {
      browser.show(scheme == Scheme.DARK ? 360 : 1000, 900, scheme);
      ReaderPage page = new ReaderPage(browser, house.address("/read"));
      page.choose(mail);
      page.open(file("reader.p12"), PASSWORD);
      Accessible.require(browser, "/read, opened, " + scheme);
      if (WRITE) {
        String name = scheme == Scheme.DARK ? "read-narrow-dark.png" : "read.png";
        browser.screenshot(Files.createDirectories(PICTURES).resolve(name));
      }
    }
    browser.show(1000, 760, Scheme.LIGHT);
  }

  @Test
  void aLetterThatWasChangedIsNobodys() throws Exception {
    byte[] signed = signed("alice", person("alice", KeyAlgorithm.P_256), auto());
    String changed =
        new String(signed, StandardCharsets.ISO_8859_1).replace("Nobody else", "Everybody  ");
    String verdict = opened(changed.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "Opened in this browser. Of its signature: it was changed since it was signed (failed)",
        verdict);
  }

  @Test
  void whoIsOfAnotherAuthorityOrRevokedOrSomebodyElseIsSaid() throws Exception {
    Path own = Files.write(file("own.eml"), letter("reader"));
    Tool.openssl(
        "cms -sign -binary -nodetach -in %s -signer %s -inkey %s -out %s"
            .formatted(own, file("reader.pem"), file("reader.key"), file("own-signed.eml")));
    assertNotTheirs("reader", opened(Files.readAllBytes(file("own-signed.eml"))));

    SigningIdentity bob = person("bob", KeyAlgorithm.P_256);
    String other = opened(signed("alice", bob, auto()));
    assertNotTheirs("bob", other);
    assertTrue(
        other.contains("names bob@example.test, From is alice@example.test (failed)"), other);

    byte[] before = signed("bob", bob, auto());
    assertTrue(opened(before).contains("(passed)"), "before");
    house
        .organization
        .authority()
        .revoke(
            house.organization.issuing().keyId(),
            bob.certificate().serial(),
            Revocation.Reason.KEY_COMPROMISE);
    house.organization.authority().publishCrls();
    Thread.sleep(500); // mail hears of a new list a tenth of a second later
    String revoked = opened(before);
    assertNotTheirs("bob", revoked);
    assertTrue(revoked.contains("revoked"), revoked);
  }

  /** What the browser has no algorithm for is neither good nor bad. */
  @Test
  void whatTheBrowserCannotCheckIsLeftOpen() throws Exception {
    String verdict = opened(signed("alice", person("alice", KeyAlgorithm.ML_DSA_65), auto()));
    assertTrue(verdict.contains("Cannot say: its signature is of a form"), verdict);
    assertFalse(verdict.contains("passed"), verdict);
  }

  private static void assertNotTheirs(String name, String verdict) {
    assertTrue(
        verdict.startsWith(
            "Opened in this browser. Unchanged since it was signed with the key of "
                + name
                + ". But: "),
        verdict);
    assertFalse(verdict.contains("passed"), verdict);
  }

  private String opened(byte[] message) throws Exception {
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted(message));
    page.open(file("reader.p12"), PASSWORD);
    return page.verdict();
  }

  private SigningIdentity person(String name, KeyAlgorithm algorithm) {
    return house.person(name, algorithm);
  }

  private static byte[] signed(String from, SigningIdentity signer, CryptoProfile profile)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageSigner.Options usual = MessageSigner.Options.standard();
    try (Octets message = Octets.of(letter(from))) {
      new MessageSigner(
              signer, new MessageSigner.Options(usual.form(), usual.headerProtection(), profile))
          .sign(message, Instant.now(), new SecureRandom(), out);
    }
    return out.toByteArray();
  }

  private static CryptoProfile auto() {
    return CryptoProfile.of(CryptoProfile.Name.AUTO);
  }

  private static byte[] letter(String from) {
    return ("From: "
            + from
            + " <"
            + from
            + "@example.test>\nTo: reader@example.test\n"
            + "Subject: inside\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
            + LETTER
            + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Path encrypted(byte[] message) throws Exception {
    Path plain = Files.write(file("inside.eml"), message);
    Path mail = file("mail.eml");
    Tool.openssl(
        "cms -encrypt -binary -aes-256-gcm -in %s -out %s -recip %s"
            .formatted(plain, mail, file("reader.pem")));
    return mail;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static int octets(Map<String, String> fields, String name) {
    return Base64.getDecoder().decode(fields.getOrDefault(name, "")).length;
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }
}
