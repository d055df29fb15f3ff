package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.interop.browser.Browser;
import org.signetmail.interop.browser.Browser.Scheme;

/** What OpenSSL encrypted is opened in a real Chromium, with the reader's own key file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaderInBrowserTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String LETTER = "Nobody else reads this: Grüße.";

  @TempDir static Path folder;

  private PortalHouse house;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    house = new PortalHouse(folder);
    browser = Browser.start("--ignore-certificate-errors");
    browser.show(1000, 760, Scheme.LIGHT);
    Files.writeString(file("password"), PASSWORD);
    keys("rsa", "rsa:2048");
    keys("p256", "ec -pkeyopt ec_paramgen_curve:P-256");
    keys("p384", "ec -pkeyopt ec_paramgen_curve:P-384");
    Path plain =
        Files.writeString(
            file("plain.eml"),
            "From: Alice <rsa@example.test>\r\nTo: bob@example.test\r\nSubject: inside\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + LETTER
                + "\r\n");
    Tool.openssl(
        "cms -sign -binary -nodetach -in %s -signer %s -inkey %s -out %s"
            .formatted(plain, file("rsa.pem"), file("rsa.key"), file("signed.eml")));
  }

  @AfterAll
  void stop() {
    browser.close();
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, aes-256-cbc, ''",
    "rsa, aes-128-gcm, rsa_padding_mode:oaep",
    "rsa, aes-256-gcm, 'rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256'",
    "p256, aes-128-cbc, ''",
    "p256, aes-256-gcm, ecdh_kdf_md:sha256",
    "p384, aes-256-gcm, ecdh_kdf_md:sha384"
  })
  void theLetterIsShownAndNothingLeaves(String key, String cipher, String option) throws Exception {
    Path mail = encrypted("signed.eml", key, cipher, option);
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    int requests = browser.requests().size();
    page.open(file(key + ".p12"), PASSWORD);
    assertTrue(page.verdict().contains("Unchanged since it was signed"), page.verdict());
    assertTrue(page.letter().contains(LETTER), page.letter());
    assertEquals(requests + 1, browser.requests().size(), "about the signer, and nothing more");
    String sent = String.join("\n", browser.bodies());
    assertFalse(sent.contains(LETTER) || sent.contains(PASSWORD), "sent away");
    assertEquals("", browser.evaluate("document.getElementById('password').value").asString("x"));
    assertEquals(List.of(), browser.complaints());
  }

  /** As the product encrypts to this curve (RFC 8418). */
  @Test
  void aKeyOnCurve25519OpensToo() throws Exception {
    Path own = file("x25519.key");
    Path certificate = file("x25519.pem");
    Path half = file("x25519.pub");
    Path extensions =
        Files.writeString(
            file("x25519.cnf"), "subjectAltName=email:x@example.test\nkeyUsage=keyAgreement\n");
    Tool.openssl("genpkey -algorithm X25519 -out %s".formatted(own));
    Tool.openssl("pkey -in %s -pubout -out %s".formatted(own, half));
    Tool.openssl(
        "x509 -new -force_pubkey %s -CA %s -CAkey %s -subj /CN=x -extfile %s -out %s"
            .formatted(half, file("rsa.pem"), file("rsa.key"), extensions, certificate));
    Tool.openssl(
        "pkcs12 -export -inkey %s -in %s -passout file:%s -out %s"
            .formatted(own, certificate, file("password"), file("x25519.p12")));
    Path mail = file("x25519.eml");
    Product.done(
        List.of("encrypt", "--to", certificate + "", "-o", mail + "", file("signed.eml") + ""));
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    page.open(file("x25519.p12"), PASSWORD);
    assertTrue(page.letter().contains(LETTER), page.verdict());
  }

  /** EFAIL: what could have been rewritten on its way is not shown, whoever opens it. */
  @Test
  void withoutIntegrityAndWithoutASignatureNothingIsShown() throws Exception {
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted("plain.eml", "p256", "aes-256-cbc", ""));
    page.open(file("p256.p12"), PASSWORD);
    assertTrue(page.verdict().startsWith("Not shown."), page.verdict());
    assertEquals("", page.letter());

    page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted("plain.eml", "p256", "aes-256-gcm", ""));
    page.open(file("p256.p12"), PASSWORD);
    assertTrue(page.verdict().contains("Not signed"), page.verdict());
    assertTrue(page.letter().contains(LETTER), page.letter());
  }

  /** One bit anywhere in what is encrypted, and nothing of it is shown. */
  @ParameterizedTest
  @CsvSource({"aes-256-gcm", "aes-256-cbc"})
  void whatWasChangedIsNotShown(String cipher) throws Exception {
    Path mail = encrypted("signed.eml", "rsa", cipher, "");
    String text = Files.readString(mail, StandardCharsets.US_ASCII);
    int body = text.indexOf("\n\n") + 2;
    byte[] cms = Base64.getMimeDecoder().decode(text.substring(body));
    cms[cms.length - 700] ^= 1;
    Path changed =
        Files.writeString(
            file("changed-" + cipher + ".eml"),
            text.substring(0, body) + Base64.getMimeEncoder().encodeToString(cms) + "\n");
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(changed);
    page.open(file("rsa.p12"), PASSWORD);
    assertEquals("", page.letter(), page.verdict());
    assertFalse(page.verdict().contains("Unchanged"), page.verdict());
  }

  /** RFC 5084 §3.2: 12 octets at least; with 4, one try in so many is enough to forge. */
  @Test
  void aTagThatIsTooShortProvesNothing() throws Exception {
    String text = Files.readString(encrypted("signed.eml", "rsa", "aes-256-gcm", ""));
    int body = text.indexOf("\n\n") + 2;
    byte[] cms = Base64.getMimeDecoder().decode(text.substring(body));
    AuthEnvelopedData whole =
        AuthEnvelopedData.getInstance(ContentInfo.getInstance(cms).getContent());
    EncryptedContentInfo content = whole.getAuthEncryptedContentInfo();
    AlgorithmIdentifier gcm = content.getContentEncryptionAlgorithm();
    byte[] nonce = GCMParameters.getInstance(gcm.getParameters()).getNonce();
    byte[] tag = Arrays.copyOf(whole.getMac().getOctets(), 4);
    AuthEnvelopedData cut =
        new AuthEnvelopedData(
            whole.getOriginatorInfo(),
            whole.getRecipientInfos(),
            new EncryptedContentInfo(
                content.getContentType(),
                new AlgorithmIdentifier(gcm.getAlgorithm(), gcmParameters(nonce, tag.length)),
                content.getEncryptedContent()),
            whole.getAuthAttrs(),
            new DEROctetString(tag),
            whole.getUnauthAttrs());
    byte[] message =
        new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, cut).getEncoded(ASN1Encoding.DER);
    Path mail =
        Files.writeString(
            file("short.eml"),
            text.substring(0, body) + Base64.getMimeEncoder().encodeToString(message) + "\n");
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(mail);
    page.open(file("rsa.p12"), PASSWORD);
    assertTrue(page.verdict().contains("changed on the way"), page.verdict());
    assertEquals("", page.letter());
  }

  /** Also of lengths that no library writes. */
  private static DERSequence gcmParameters(byte[] nonce, int icvLength) {
    return new DERSequence(
        new ASN1Encodable[] {new DEROctetString(nonce), new ASN1Integer(icvLength)});
  }

  /** RFC 8551 §2.5, RFC 5035: attributes are signed, and they say under which certificate. */
  @ParameterizedTest
  @CsvSource({
    "-cades -keyid, p256.pem, Unchanged since it was signed",
    "-cades -keyid -nocerts, other.pem, it was changed since it was signed",
    "-noattr, p256.pem, without signed attributes",
    "-nocerts, p256.pem, certificate does not come with it"
  })
  void whatWasSignedOtherwiseIsNobodys(String options, String brought, String said)
      throws Exception {
    Tool.openssl(
        ("req -x509 -days 30 -key %s -subj /CN=rsa -addext"
                + " subjectAltName=email:rsa@example.test -out %s")
            .formatted(file("rsa.key"), file("other.pem")));
    Tool.openssl(
        "cms -sign -binary -nodetach %s -in %s -signer %s -inkey %s -certfile %s -out %s"
            .formatted(
                options,
                file("plain.eml"),
                file("rsa.pem"),
                file("rsa.key"),
                file(brought),
                file("odd.eml")));
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted("odd.eml", "rsa", "aes-256-gcm", ""));
    page.open(file("rsa.p12"), PASSWORD);
    assertTrue(page.verdict().contains(said), page.verdict());
  }

  @Test
  void anotherKeyAndAWrongPasswordAreToldApart() throws Exception {
    ReaderPage page = new ReaderPage(browser, house.address("/read"));
    page.choose(encrypted("signed.eml", "rsa", "aes-256-gcm", ""));
    page.open(file("p256.p12"), PASSWORD);
    assertTrue(page.verdict().contains("encrypted to other keys"), page.verdict());
    page.open(file("rsa.p12"), "wrong");
    assertTrue(page.verdict().contains("password is not that"), page.verdict());
    assertEquals("", page.letter());
    page.open(file("plain.eml"), PASSWORD);
    assertTrue(page.verdict().contains("X.690"), page.verdict());
    page.open(file("rsa.p12"), PASSWORD);
    assertTrue(page.letter().contains(LETTER), page.verdict());
  }

  private static void keys(String name, String kind) {
    Tool.openssl(
        ("req -x509 -nodes -days 30 -newkey %s -subj /CN=%s -addext"
                + " subjectAltName=email:%s@example.test -keyout %s -out %s")
            .formatted(kind, name, name, file(name + ".key"), file(name + ".pem")));
    Tool.openssl(
        "pkcs12 -export -inkey %s -in %s -passout file:%s -out %s"
            .formatted(
                file(name + ".key"), file(name + ".pem"), file("password"), file(name + ".p12")));
  }

  private static Path encrypted(String what, String key, String cipher, String option) {
    Path mail = file(String.join("-", key, cipher, what));
    Tool.openssl(
        "cms -encrypt -binary -in %s -out %s -%s -recip %s%s"
            .formatted(
                file(what),
                mail,
                cipher,
                file(key + ".pem"),
                option.isEmpty() ? "" : " -keyopt " + option));
    return mail;
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }
}
