package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/**
 * What is opened in a real Chromium and signed by two, or has its header inside: each signature is
 * judged and named, every protected field shown, and what the way changed outside is said.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaderProtectionInBrowserTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String LETTER = "Nobody else reads this.";

  @TempDir static Path folder;

  private PortalHouse house;
  private Browser browser;
  private SigningIdentity alice;

  @BeforeAll
  void start() throws Exception {
    house = new PortalHouse(folder);
    browser = Browser.start("--ignore-certificate-errors");
    browser.show(1000, 760, Scheme.LIGHT);
    alice = house.person("alice", KeyAlgorithm.P_256);
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

  /** OpenSSL signs beside us, under a certificate that nobody here knows. */
  @Test
  void aSecondSignerTakesNothingAwayAndIsNamed() throws Exception {
    Path ours = Files.write(file("ours.eml"), signed(alice, ""));
    Path both = file("both.eml");
    Tool.openssl(
        "cms -resign -in %s -signer %s -inkey %s -out %s"
            .formatted(ours, file("reader.pem"), file("reader.key"), both));

    ReaderPage page = opened(Files.readAllBytes(both), "");

    assertEquals(
        "Opened in this browser. Signed by alice, unchanged since (passed)", page.verdict());
    assertTrue(page.letter().contains(LETTER), page.letter());
    String facts = browser.text("#facts");
    assertTrue(facts.contains("of 2\nalice (alice@example.test): it counts"), facts);
    assertTrue(facts.contains("of 2\nreader (reader@example.test). Unchanged since"), facts);
    assertTrue(facts.contains("with the key of reader. But: "), facts);

    String handedIn = handedIn(both);
    assertTrue(handedIn.contains("Signed by alice, unchanged since (passed)"), handedIn);
    assertTrue(handedIn.contains("of 2\nalice (alice@example.test): passed"), handedIn);
    assertTrue(handedIn.contains("of 2\nreader (reader@example.test): "), handedIn);
    assertTrue(handedIn.contains("is not the one that counts"), handedIn);
  }

  /** As for mail from outside: one belongs to a letter, and every one must hold. */
  @Test
  void twoThatCountOrOneThatIsBrokenAreNobodys() throws Exception {
    SigningIdentity bob = house.person("bob", KeyAlgorithm.P_256);
    SigningIdentity other = house.person("alice", KeyAlgorithm.RSA_2048);

    ReaderPage page = opened(joined(signed(alice, ""), signed(bob, ""), 0), "");
    assertEquals(
        "Opened in this browser. Signed by alice, unchanged since (passed)", page.verdict());
    String facts = browser.text("#facts");
    assertTrue(facts.contains("bob (bob@example.test). Unchanged since it was signed"), facts);
    assertTrue(facts.contains("names bob@example.test, From is alice@example.test"), facts);

    page = opened(joined(signed(alice, ""), signed(other, ""), 0), "");
    assertTrue(page.verdict().contains("2 signatures count where one belongs"), page.verdict());
    assertFalse(page.verdict().contains("passed"), page.verdict());

    page = opened(joined(signed(alice, ""), signed(bob, ""), 1), "");
    assertTrue(
        page.verdict()
            .contains("Of its signatures one does not hold: it was changed since it was signed"),
        page.verdict());
    assertFalse(page.verdict().contains("passed"), page.verdict());
    facts = browser.text("#facts");
    assertTrue(facts.contains("alice (alice@example.test): it counts"), facts);
  }

  @Test
  void whatNobodySignsIsNoSignature() throws Exception {
    CMSSignedData nobodys =
        CMSSignedData.replaceSigners(cms(signed(alice, "")), new SignerInformationStore(List.of()));

    ReaderPage page = opened(mail(nobodys), "");

    assertTrue(page.verdict().contains("it is a signature of nobody (failed)"), page.verdict());
  }

  /** RFC 9788 §4: all that stands inside is shown; what differs outside is said. */
  @Test
  void everyProtectedFieldIsShownAndWhatTheWayChangedIsSaid() throws Exception {
    byte[] inside =
        signed(
            alice,
            """
            Cc: Zoë <zoe@example.test>
            Reply-To: alice@example.test
            X-Case: 17
            Message-ID: <one@example.test>
            """);

    ReaderPage page =
        opened(
            inside,
            """
            From: alice <alice@example.test>
            To: mallory@example.test
            Subject: inside
            Message-ID: <one@example.test>
            Sender: mallory@example.test
            Received: from a by b
            """);

    assertTrue(page.verdict().contains("Signed by alice"), page.verdict());
    String facts = browser.text("#facts");
    for (String shown :
        List.of(
            "From, inside the encryption\nalice <alice@example.test>",
            "To, inside the encryption\nreader@example.test",
            "Subject, inside the encryption\ninside",
            "Cc, inside the encryption\nZoë <zoe@example.test>",
            "Reply-To, inside the encryption\nalice@example.test",
            "X-Case, inside the encryption\n17",
            "Message-ID, inside the encryption\n<one@example.test>",
            "To, outside\nmallory@example.test",
            "Sender, outside\nmallory@example.test")) {
      assertTrue(facts.contains(shown), shown + ": " + facts);
    }
    assertFalse(facts.contains("Received"), facts);
    assertFalse(facts.contains("Subject, outside"), facts);
    String findings = browser.text("#findings");
    assertTrue(findings.contains("To: outside is another than inside"), findings);
    assertTrue(findings.contains("Sender: stands outside only"), findings);
    assertEquals(2, findings.split("RFC 9788", -1).length - 1, findings);
  }

  /** What the author hid (HP-Outer) differs as it should, and is said once, not twice. */
  @Test
  void whatTheAuthorHidIsNoDifference() throws Exception {
    Path plain = Files.write(file("hidden.eml"), letter("", LETTER));
    Path mail = file("hidden-mail.eml");
    Product.done(
        List.of(
            "encrypt",
            "--profile",
            "modern",
            "--to",
            file("reader.pem") + "",
            "-o",
            mail + "",
            plain + ""));
    assertTrue(Files.readString(mail).contains("Subject: [...]"), "hidden");

    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    page.open(file("reader.p12"), PASSWORD);

    assertEquals("", browser.text("#findings"), page.verdict());
    assertTrue(
        browser.text("#facts").contains("Subject, inside the encryption\ninside"),
        browser.text("#facts"));
    assertEquals(LETTER, page.letter().strip(), "without the fields that stand above it again");
  }

  private String handedIn(Path mail) {
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    return page.verdict() + browser.text("#facts") + browser.text("#findings");
  }

  private ReaderPage opened(byte[] message, String outside) throws Exception {
    Path plain = Files.write(file("inside.eml"), message);
    Path mail = file("mail.eml");
    Tool.openssl(
        "cms -encrypt -binary -aes-256-gcm -in %s -out %s -recip %s"
            .formatted(plain, mail, file("reader.pem")));
    Files.writeString(mail, outside + Files.readString(mail));
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    page.open(file("reader.p12"), PASSWORD);
    return page;
  }

  /**
   * One letter with the signatures of both.
   *
   * @param broken this many of the second one's octets are changed
   */
  private static byte[] joined(byte[] first, byte[] second, int broken) throws Exception {
    CMSSignedData one = cms(first);
    CMSSignedData two = cms(second);
    List<SignerInformation> signers = new ArrayList<>(one.getSignerInfos().getSigners());
    signers.addAll(two.getSignerInfos().getSigners());
    Collection<X509CertificateHolder> certificates =
        new ArrayList<>(one.getCertificates().getMatches(null));
    certificates.addAll(two.getCertificates().getMatches(null));
    CMSSignedData both =
        CMSSignedData.replaceCertificatesAndCRLs(
            CMSSignedData.replaceSigners(one, new SignerInformationStore(signers)),
            new CollectionStore<>(certificates),
            one.getCRLs(),
            one.getAttributeCertificates());
    byte[] encoded = both.getEncoded();
    byte[] signature = signers.getLast().getSignature();
    int at =
        new String(encoded, StandardCharsets.ISO_8859_1)
            .indexOf(new String(signature, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < broken; i++) {
      encoded[at + signature.length - 1 - i] ^= 1;
    }
    return mail(new CMSSignedData(encoded));
  }

  private static CMSSignedData cms(byte[] message) throws Exception {
    String text = new String(message, StandardCharsets.US_ASCII);
    return new CMSSignedData(
        Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n") + 4)));
  }

  private static byte[] mail(CMSSignedData signed) throws Exception {
    return ("Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(signed.getEncoded())
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] signed(SigningIdentity signer, String more) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageSigner.Options usual = MessageSigner.Options.standard();
    try (Octets message = Octets.of(letter(more, LETTER))) {
      new MessageSigner(
              signer,
              new MessageSigner.Options(
                  MessageSigner.Form.OPAQUE,
                  usual.headerProtection(),
                  CryptoProfile.of(CryptoProfile.Name.AUTO)))
          .sign(message, Instant.now(), new SecureRandom(), out);
    }
    return out.toByteArray();
  }

  private static byte[] letter(String more, String text) {
    return ("From: alice <alice@example.test>\nTo: reader@example.test\nSubject: inside\n"
            + more
            + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            + text
            + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }
}
