package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Set;
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
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.KeyName;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.smime.ScepClientMessage;
import org.signetmail.smime.ScepRequest;

/** What strangers try at EST and SCEP, and what they hear. Guessing comes last: it is slowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnrolmentAbuseTest {
  private static final String ENROL = "/.well-known/est/simpleenroll";
  private static final String MAKE = "/.well-known/est/serverkeygen";
  private static final String PKCS10 = "application/pkcs10";
  private static final String BOB = "bob@example.test";

  @TempDir static Path folder;

  private RunningSystem system;
  private HttpClient client;

  @BeforeAll
  void up() throws Exception {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
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
  void down() throws IOException {
    client.close();
    system.close();
  }

  @Test
  @Order(1)
  void bodiesThatAreNoRequest() throws Exception {
    String code = code();
    byte[] good = base64(request(BOB));
    assertEquals(415, post(ENROL, "text/plain", good, code).statusCode());
    assertEquals(
        400, post(ENROL, PKCS10, "%%%".getBytes(StandardCharsets.US_ASCII), code).statusCode());
    assertEquals(400, post(ENROL, PKCS10, new byte[0], code).statusCode());
    assertEquals(400, post(ENROL, PKCS10, base64(new byte[200]), code).statusCode());
    assertEquals(413, post(ENROL, PKCS10, new byte[70_000], code).statusCode());
    assertEquals(405, system.https(ENROL).statusCode());
    HttpResponse<byte[]> sealedOnly = post(MAKE, PKCS10, good, code);
    assertEquals(400, sealedOnly.statusCode());
    assertTrue(text(sealedOnly).contains("AsymmetricDecryptKeyIdentifier"), text(sealedOnly));
  }

  @Test
  @Order(2)
  void othersAddressesAndWhatLooksLikeOnesOwn() throws Exception {
    String code = code();
    for (String other : List.of("alice@example.test", "b\u043eb@example.test", "bob@example.com")) {
      HttpResponse<byte[]> answer = post(ENROL, PKCS10, base64(request(other)), code);
      assertEquals(403, answer.statusCode());
      assertTrue(text(answer).contains("asks for"), text(answer));
    }
    SigningKey two = KeyPairs.signing(KeyAlgorithm.P_256, system.organization.random());
    assertEquals(200, post(ENROL, PKCS10, base64(request(two)), code).statusCode());
  }

  @Test
  @Order(3)
  void aRequestThatComesAgainGetsWhatItGotAndACodeIsForOneKey() throws Exception {
    String code = code();
    byte[] body = base64(request(BOB));
    HttpResponse<byte[]> first = post(ENROL, PKCS10, body, code);
    assertEquals(200, first.statusCode());
    assertArrayEquals(first.body(), post(ENROL, PKCS10, body, code).body());
    assertEquals(401, post(ENROL, PKCS10, base64(request(BOB)), code).statusCode());
  }

  @Test
  @Order(4)
  void scepMessagesThatAreNone() throws Exception {
    String type = "application/x-pki-message";
    String path = "/scep?operation=PKIOperation";
    assertEquals(400, system.post(path, type, new byte[] {0x30, 0}).statusCode());
    assertEquals(415, system.post(path, "text/plain", new byte[] {0x30, 0}).statusCode());
    assertEquals(413, system.post(path, type, new byte[ScepRequest.LARGEST + 9]).statusCode());
    assertEquals(400, system.get(path + "&message=%25").statusCode());
    assertEquals(400, system.get("/scep?operation=Other").statusCode());
    assertEquals(400, system.get("/scep").statusCode());
    String capabilities = text(system.get("/scep?operation=GetCACaps"));
    assertEquals(
        Set.of(
            "AES", "POSTPKIOperation", "Renewal", "SHA-256", "SHA-384", "SHA-512", "SCEPStandard"),
        Set.copyOf(capabilities.lines().toList()));
    byte[] certificates = system.get("/scep?operation=GetCACert").body();
    assertEquals(4, Certificates.read(certificates, "authorities").size());
  }

  @Test
  @Order(5)
  void aReplayedScepRenewalMakesNothingNew() throws Exception {
    SigningIdentity bob = rsa();
    byte[] renewal = scep(ScepRequest.Type.RENEWAL, request(BOB), bob);
    long before = count();
    assertEquals(200, pki(renewal).statusCode());
    assertEquals(before + 1, count());
    assertEquals(200, pki(renewal).statusCode());
    assertEquals(
        200,
        system
            .get(
                "/scep?operation=PKIOperation&message="
                    + URLEncoder.encode(
                        Base64.getEncoder().encodeToString(renewal), StandardCharsets.US_ASCII))
            .statusCode());
    assertEquals(before + 1, count());
  }

  @Test
  @Order(6)
  void aScepRequestSignedByAnotherKeyOrForAnotherMailbox() throws Exception {
    SigningIdentity bob = rsa();
    long before = count();
    assertEquals(200, pki(scep(ScepRequest.Type.PKCS, request(BOB), bob)).statusCode());
    byte[] other = request("alice@example.test");
    assertEquals(200, pki(scep(ScepRequest.Type.RENEWAL, other, bob)).statusCode());
    assertEquals(before, count(), "a failure is a CertRep too, and makes nothing");
  }

  @Test
  @Order(9)
  void guessingCodesIsSlowedAndTellsNothing() throws Exception {
    byte[] body = base64(request(BOB));
    HttpResponse<byte[]> known = post(ENROL, PKCS10, body, BOB + ":AAAAA-AAAAA-AAAAA-AAAAA");
    HttpResponse<byte[]> unknown =
        post(ENROL, PKCS10, body, "nobody@example.test:AAAAA-AAAAA-AAAAA-AAAAA");
    assertEquals(401, known.statusCode());
    assertEquals(401, unknown.statusCode());
    assertArrayEquals(known.body(), unknown.body());
    assertTrue(known.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
    int status = 401;
    for (int attempt = 0; attempt < 12 && status == 401; attempt++) {
      status = post(ENROL, PKCS10, body, BOB + ":wrong").statusCode();
    }
    assertEquals(429, status);
    HttpResponse<byte[]> slowed = post(ENROL, PKCS10, body, code());
    assertEquals(429, slowed.statusCode(), "the right code waits too");
    assertTrue(Integer.parseInt(slowed.headers().firstValue("Retry-After").orElse("0")) > 0);
  }

  private long count() {
    return system.organization.store().certificates().ofOwner(Mailbox.of(BOB)).size();
  }

  private HttpResponse<byte[]> pki(byte[] message) throws Exception {
    return system.post("/scep?operation=PKIOperation", "application/x-pki-message", message);
  }

  private byte[] scep(ScepRequest.Type type, byte[] request, SigningIdentity signer)
      throws IOException {
    return ScepClientMessage.make(
        type,
        "1",
        request,
        signer,
        system.organization.vault().decryption(KeyName.REGISTRATION).certificate(),
        system.organization.now(),
        system.organization.random());
  }

  /** Bob with an RSA key and a valid certificate. */
  private SigningIdentity rsa() throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.RSA_2048, system.organization.random());
    HttpResponse<byte[]> answer = post(ENROL, PKCS10, base64(request(key)), code());
    assertEquals(200, answer.statusCode(), text(answer));
    Certificate certificate =
        Certificates.read(Base64.getMimeDecoder().decode(answer.body()), "bob").getFirst();
    return new SigningIdentity(key, List.of(certificate));
  }

  /** Login and code of a new invitation. */
  private String code() throws IOException {
    return BOB
        + ":"
        + system
            .organization
            .enrolling()
            .enrolment()
            .invite(Mailbox.of(BOB), "Bob Example", Set.of())
            .code();
  }

  private byte[] request(String mailbox) {
    return CertificationRequest.make(
            KeyPairs.signing(KeyAlgorithm.P_256, system.organization.random()),
            "Bob Example",
            Mailbox.of(mailbox))
        .encoded();
  }

  private static byte[] request(SigningKey key) {
    return CertificationRequest.make(key, "Bob Example", Mailbox.of(BOB)).encoded();
  }

  private static byte[] base64(byte[] der) {
    return Base64.getMimeEncoder().encode(der);
  }

  private HttpResponse<byte[]> post(String path, String mediaType, byte[] body, String login)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + system.services.httpsPort() + path))
            .header("Content-Type", mediaType)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
