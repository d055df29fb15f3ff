package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.ca.CrlPartition;
import org.signetmail.ca.CrlStore.CrlKey;
import org.signetmail.ca.CrlStore.Form;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Revocation;

/** Status and time over HTTP, as OpenSSL and caches find them in a running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusServicesTest {
  private static final int PARTITIONS = 4;

  @TempDir static Path folder;
  private RunningSystem system;
  private Certificate alice;
  private Certificate bob;

  @BeforeAll
  void up() throws IOException {
    Configuration.Status standard = Configuration.Status.STANDARD;
    system =
        new RunningSystem(
            folder.resolve("home"),
            new Configuration.Status(
                standard.crlValidity(),
                PARTITIONS,
                standard.ocspValidity(),
                standard.ocspSigned(),
                standard.timeAccuracy()));
    alice = system.person("Alice", "alice@example.test").certificate();
    bob = system.person("Bob", "bob@example.test").certificate();
    RunningSystem.write(folder, "root.pem", system.organization.root());
    RunningSystem.write(folder, "issuing.pem", system.organization.issuing());
    RunningSystem.write(folder, "alice.pem", alice);
    RunningSystem.write(folder, "bob.pem", bob);
  }

  @AfterAll
  void down() {
    system.close();
  }

  @Test
  void withinSecondsOfARevocationListsAndResponderSaySo() throws Exception {
    assertTrue(ocsp("alice.pem").contains("alice.pem: good"), ocsp("alice.pem"));
    assertTrue(verify("alice.pem", alice, List.of()).contains("OK"));

    system
        .organization
        .authority()
        .revoke(
            system.organization.issuing().keyId(),
            alice.serial(),
            Revocation.Reason.KEY_COMPROMISE);
    Instant deadline = Instant.now().plusSeconds(60); // a machine that does much else
    while (!ocsp("alice.pem").contains("alice.pem: revoked")
        || !verify("alice.pem", alice, List.of()).contains("certificate revoked")) {
      assertTrue(Instant.now().isBefore(deadline), "nothing is known of the revocation");
      Thread.sleep(250);
    }

    assertTrue(ocsp("bob.pem").contains("bob.pem: good"), "and of nobody else");
    assertTrue(verify("bob.pem", bob, List.of()).contains("OK"));
  }

  @Test
  void openSslTakesTheWholeListAsWellAndADeltaOnTopOfIt() throws Exception {
    byte[] whole = system.get("/crl/" + name(CrlKey.WHOLE)).body();
    Certificate carol = system.person("Carol", "carol@example.test").certificate();
    RunningSystem.write(folder, "carol.pem", carol);
    system
        .organization
        .authority()
        .revoke(
            system.organization.issuing().keyId(), carol.serial(), Revocation.Reason.SUPERSEDED);
    system.organization.authority().publishDue();
    byte[] delta =
        system.get("/crl/" + name(new CrlKey(CrlPartition.WHOLE, Form.DELTA)) + "?fresh").body();

    assertTrue(verify("carol.pem", List.of(whole), List.of()).contains("OK"), "as it was before");
    String told =
        verify("carol.pem", List.of(whole, delta), List.of("-use_deltas", "-extended_crl"));
    assertTrue(told.contains("certificate revoked"), told);
  }

  @Test
  void ocspByGetIsTheSameAsByPostAndSaysHowLongItMayBeKept() throws Exception {
    byte[] request = ocspRequest("bob.pem", "-sha256", "-no_nonce");
    HttpResponse<byte[]> posted = system.post("/ocsp", "application/ocsp-request", request);
    String path =
        URLEncoder.encode(Base64.getEncoder().encodeToString(request), StandardCharsets.US_ASCII);
    HttpResponse<byte[]> got = system.get("/ocsp/" + path);

    assertArrayEquals(posted.body(), got.body());
    assertEquals("application/ocsp-response", header(got, "Content-Type"));
    String etag =
        "\""
            + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(got.body()))
            + "\"";
    assertEquals(etag, header(got, "ETag"), "RFC 9919 §6.2");
    assertEquals(
        "max-age=300, public, no-transform, must-revalidate", header(got, "Cache-Control"));
    assertFalse(header(got, "Last-Modified").isEmpty());
    assertFalse(header(got, "Expires").isEmpty());
    HttpResponse<byte[]> again = system.get("/ocsp/" + path, "If-None-Match", etag);
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);

    byte[] withNonce = ocspRequest("bob.pem", "-nonce");
    HttpResponse<byte[]> fresh = system.post("/ocsp", "application/ocsp-request", withNonce);
    assertEquals("no-store", header(fresh, "Cache-Control"), "made for one");
  }

  @Test
  void aCertificateSaysWhereItsStatusIsAndThatIsThere() throws Exception {
    String all = new String(bob.encoded(), StandardCharsets.ISO_8859_1);
    CrlKey list = new CrlKey(CrlPartition.ofSerial(bob.serial(), PARTITIONS), Form.COMPLETE);
    assertTrue(all.contains("http://127.0.0.1:8080/ocsp"));
    assertTrue(all.contains("http://127.0.0.1:8080/crl/" + name(list)));
    assertEquals(200, system.get("/crl/" + name(list)).statusCode());
    assertEquals(404, system.get("/crl/" + name(list).replace("of4", "of5")).statusCode());
  }

  @Test
  void aListIsNotSentAgainToWhoHasIt() throws Exception {
    HttpResponse<byte[]> first = system.get("/crl/" + name(CrlKey.WHOLE));
    assertEquals("public, max-age=300", header(first, "Cache-Control"));
    HttpResponse<byte[]> again =
        system.get("/crl/" + name(CrlKey.WHOLE), "If-None-Match", header(first, "ETag"));
    assertTrue(again.statusCode() == 304 || !header(again, "ETag").equals(header(first, "ETag")));
  }

  @Test
  void certificatesOfAuthoritiesComeAloneAndAsCms() throws Exception {
    Certificate issuing = system.organization.issuing();
    String path = "/ca/" + Publication.name(issuing.keyId());
    assertArrayEquals(issuing.encoded(), system.get(path + ".cer").body());
    assertEquals(
        List.of(issuing), Certificates.read(system.get(path + ".p7c").body(), "issuing.p7c"));
  }

  @Test
  void openSslGetsAndVerifiesATimeStamp() throws Exception {
    Files.writeString(folder.resolve("data"), "what was there\n");
    openssl("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query.tsq");
    HttpResponse<byte[]> answer =
        system.post(
            "/tsa", "application/timestamp-query", Files.readAllBytes(folder.resolve("query.tsq")));
    assertEquals("application/timestamp-reply", header(answer, "Content-Type"));
    Files.write(folder.resolve("answer.tsr"), answer.body());
    String told =
        openssl(
            "ts", "-verify", "-queryfile", "query.tsq", "-in", "answer.tsr", "-CAfile", "root.pem");
    assertTrue(told.contains("Verification: OK"), told);
  }

  @Test
  void certificatesAreFoundAsRfc4387Asks() throws Exception {
    assertArrayEquals(
        bob.encoded(), system.https("/certificates/search?email=bob%40example.test").body());
    assertArrayEquals(
        bob.encoded(), system.https("/certificates/search?uri=Bob%40example.test").body());
    assertArrayEquals(bob.encoded(), system.https("/certificates/search?name=Bob").body());
    assertArrayEquals(bob.encoded(), search("certHash", bob.encoded()).body());
    assertArrayEquals(bob.encoded(), search("sHash", bob.subjectDer()).body());
    assertArrayEquals(bob.encoded(), search("iAndSHash", bob.issuerAndSerialNumber()).body());
    assertArrayEquals(
        bob.encoded(), search("sKIDHash", bob.subjectKeyIdentifier().orElseThrow()).body());
    HttpResponse<byte[]> all = search("iHash", bob.issuerDer());
    assertEquals("multipart/mixed; boundary=signet-certificate", header(all, "Content-Type"));
    assertTrue(
        new String(all.body(), StandardCharsets.ISO_8859_1)
            .contains(new String(bob.encoded(), StandardCharsets.ISO_8859_1)));
    assertEquals(
        404, system.https("/certificates/search?email=nobody%40example.test").statusCode());
    assertEquals(404, system.get("/certificates/search?email=bob%40example.test").statusCode());
  }

  private HttpResponse<byte[]> search(String attribute, byte[] hashed) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(hashed);
    String value = Base64.getEncoder().withoutPadding().encodeToString(hash).replace("+", "%2B");
    return system.https("/certificates/search?" + attribute + "=" + value);
  }

  private String name(CrlKey key) {
    return Publication.name(system.organization.issuing().keyId()) + Publication.crlSuffix(key);
  }

  private byte[] ocspRequest(String certificate, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("ocsp"));
    List<String> rest = new ArrayList<>(List.of(options));
    if (rest.getFirst().startsWith("-sha")) {
      command.add(rest.removeFirst());
    }
    command.addAll(rest);
    command.addAll(
        List.of("-issuer", "issuing.pem", "-cert", certificate, "-reqout", "request.der"));
    openssl(command.toArray(String[]::new));
    return Files.readAllBytes(folder.resolve("request.der"));
  }

  private String ocsp(String certificate) throws Exception {
    return openssl(
        "ocsp",
        "-url",
        system.uri("/ocsp").toString(),
        "-CAfile",
        "root.pem",
        "-verify_other",
        "issuing.pem",
        "-issuer",
        "issuing.pem",
        "-cert",
        certificate);
  }

  /** With the list that the certificate points to, and the root's. */
  private String verify(String file, Certificate certificate, List<String> options)
      throws Exception {
    CrlKey key = new CrlKey(CrlPartition.ofSerial(certificate.serial(), PARTITIONS), Form.COMPLETE);
    List<String> extended = new ArrayList<>(options);
    extended.add("-extended_crl");
    return verify(file, List.of(system.get("/crl/" + name(key)).body()), extended);
  }

  private String verify(String file, List<byte[]> lists, List<String> options) throws Exception {
    StringBuilder pem = new StringBuilder();
    String root = Publication.name(system.organization.root().keyId());
    List<byte[]> all = new ArrayList<>(lists);
    all.add(system.get("/crl/" + root + ".crl").body());
    for (byte[] list : all) {
      pem.append("-----BEGIN X509 CRL-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list))
          .append("\n-----END X509 CRL-----\n");
    }
    Files.writeString(folder.resolve("crls.pem"), pem.toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "-CRLfile",
                "crls.pem"));
    command.addAll(options);
    command.add(file);
    return openssl(command.toArray(String[]::new));
  }

  private static String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(Duration.ofSeconds(60)));
    return said;
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
