package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/** Mail that is handed in to be judged, and signers of mail that is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalReaderTest {
  /** AlgorithmIdentifiers (RFC 5754 §2, RFC 5758 §3.2). */
  private static final String SHA_256 = "300b0609608648016503040201";

  private static final String SHA_1 = "300706052b0e03021a";
  private static final String ECDSA_SHA_256 = "300a06082a8648ce3d040302";
  private static final String ECDSA_SHA_1 = "300906072a8648ce3d0401";

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
  void aMailIsJudgedAndNotKept() throws Exception {
    PageBrowser browser = people.browser();
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
    SigningIdentity alice = people.system.person("Alice Reader", "reader@example.test");
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
    PageBrowser browser = people.browser();
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
    assertEquals(403, read(people.browser(), csrf, signed).statusCode(), "another browser's word");
  }

  private static byte[] signed(Octets mail, SigningIdentity signer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(signer, MessageSigner.Options.standard())
        .sign(mail, Instant.now(), new SecureRandom(), out);
    return out.toByteArray();
  }

  private HttpResponse<String> read(PageBrowser browser, String csrf, byte[] mail)
      throws Exception {
    return browser.send(
        browser
            .request("/read")
            .header("Content-Type", "message/rfc822")
            .header("X-Signet-Csrf", csrf)
            .POST(HttpRequest.BodyPublishers.ofByteArray(mail)));
  }

  /**
   * The signature was checked where the letter is; here the certificate is judged, as for any mail.
   */
  @Test
  void aSignerIsJudgedWithoutTheLetter() throws Exception {
    SigningIdentity alice = people.system.person("Alice Signer", "signer@example.test");
    String passed = signer(alice, Map.of()).body();
    assertTrue(
        passed.startsWith("filled\nSigned by Alice Signer, unchanged since (passed)\n"), passed);
    assertTrue(passed.contains("\nSince\t23 November 2026, 12:00 UTC"), passed);
    assertTrue(passed.contains("\nVouched for by\t"), passed);

    assertFails("names signer@example.test", alice, Map.of("from", "Bob <bob@example.test>"));
    assertFails("is there 2 times", alice, Map.of("from", "signer@example.test\nb@example.test"));
    assertFails("names 2 mailboxes", alice, Map.of("from", "signer@example.test, b@example.test"));
    assertFails("is not there", alice, Map.of("from", ""));
    assertFails(
        "not accepted by the profile",
        alice,
        Map.of("digest", base64(SHA_1), "signature", base64(ECDSA_SHA_1)));
  }

  @Test
  void whoIsRevokedOrOfAnotherAuthorityIsNoSigner() throws Exception {
    SigningIdentity alice = people.system.person("Alice Revoked", "revoked@example.test");
    Map<String, String> hers = Map.of("from", "revoked@example.test");
    assertTrue(signer(alice, hers).body().startsWith("filled\n"), "before");
    people
        .system
        .organization
        .authority()
        .revoke(
            people.system.organization.issuing().keyId(),
            alice.certificate().serial(),
            Revocation.Reason.KEY_COMPROMISE);
    people.system.organization.authority().publishCrls();
    String answer = signer(alice, hers).body();
    for (int i = 0; answer.startsWith("filled") && i < 50; i++) {
      Thread.sleep(100); // mail hears of a new list a tenth of a second later
      answer = signer(alice, hers).body();
    }
    assertTrue(answer.startsWith("broken\n") && answer.contains("revoked"), answer);

    try (PortalPeople others = new PortalPeople(folder.resolve("others"))) {
      SigningIdentity stranger = others.system.person("A Stranger", "signer@example.test");
      String unknown = signer(stranger, Map.of()).body();
      assertFalse(unknown.startsWith("filled"), unknown);
      assertFalse(unknown.contains("Signed by\t"), unknown);
    }
  }

  @Test
  void whatIsNoSignerIsRefusedInOneSentence() throws Exception {
    SigningIdentity alice = people.system.person("Alice Odd", "odd@example.test");
    String hers = Base64.getEncoder().encodeToString(alice.certificate().encoded());
    for (Map<String, String> odd :
        List.of(
            Map.of("certificates", ""),
            Map.of("certificates", "AAAA"),
            Map.of("certificates", "!"),
            Map.of("certificates", (hers + " ").repeat(16) + hers),
            Map.of("digest", "AAAA"),
            Map.of("signature", base64("300706052b0e030299")),
            Map.of("time", "yesterday"))) {
      HttpResponse<String> answer = signer(alice, odd);
      assertEquals(400, answer.statusCode(), odd.keySet() + answer.body());
      assertEquals(1, answer.body().lines().count(), answer.body());
      assertFalse(answer.body().contains("Exception"), answer.body());
    }
    assertEquals(413, signer(alice, Map.of("from", "x".repeat(70_000))).statusCode());
    assertEquals(403, signer(alice, Map.of("csrf", "another")).statusCode());
  }

  /** RFC 6585 §4: whoever asks without end waits, and nobody else with them. */
  @Test
  void whoHandsInWithoutEndWaitsAlone() throws Exception {
    PageBrowser here = people.browser();
    String csrf = here.csrf("/read");
    try (PageBrowser crowd = here.at("127.0.0.2")) {
      Map<String, String> fields = Map.of("csrf", crowd.csrf("/read"));
      HttpResponse<String> answer = crowd.post("/read/signer", fields);
      for (int i = 1; answer.statusCode() == 400; i++) {
        assertTrue(i < 500, "without end");
        answer = crowd.post("/read/signer", fields);
      }
      assertEquals(429, answer.statusCode(), answer.body());
      assertEquals("1", PageBrowser.header(answer, "Retry-After"));
      assertEquals(1, answer.body().lines().count(), answer.body());
      for (String door : List.of("/read", "/check")) {
        HttpResponse<String> large =
            crowd.send(
                crowd
                    .request(door)
                    .header("Content-Type", "message/rfc822")
                    .header("X-Signet-Csrf", fields.get("csrf"))
                    .POST(HttpRequest.BodyPublishers.ofString("From: a@example.test\r\n\r\n")));
        assertEquals(429, large.statusCode(), door);
      }
    }
    byte[] mail = "From: a@example.test\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
    assertEquals(200, read(here, csrf, mail).statusCode(), "another client");
  }

  private void assertFails(String why, SigningIdentity signer, Map<String, String> otherwise)
      throws Exception {
    String answer = signer(signer, otherwise).body();
    assertTrue(answer.startsWith("broken\n"), answer);
    assertTrue(answer.lines().skip(1).findFirst().orElse("").contains(why), why + ": " + answer);
    assertFalse(answer.contains("Signed by\t"), answer);
  }

  private HttpResponse<String> signer(SigningIdentity signer, Map<String, String> otherwise)
      throws Exception {
    PageBrowser browser = people.browser();
    Map<String, String> fields = new HashMap<>();
    fields.put("csrf", browser.csrf("/read"));
    fields.put(
        "certificates",
        signer.path().stream()
            .map(Certificate::encoded)
            .map(Base64.getEncoder()::encodeToString)
            .collect(Collectors.joining(" ")));
    fields.put("digest", base64(SHA_256));
    fields.put("signature", base64(ECDSA_SHA_256));
    fields.put("time", "2026-11-23T12:00:00Z");
    fields.put("from", "Signer <signer@example.test>");
    fields.putAll(otherwise);
    return browser.post("/read/signer", fields);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
