package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.app.home.Configuration;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;

/** What each address answers to what it should never be sent: the standard's error, and no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
  private static final String OCSP = "application/ocsp-request";
  private static final String TSP = "application/timestamp-query";

  @TempDir static Path folder;
  private RunningSystem system;

  @BeforeAll
  void up() throws IOException {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
  }

  @AfterAll
  void down() {
    system.close();
  }

  /**
   * OCSPResponseStatus malformedRequest (1), and what a time stamp refused for its form begins
   * with.
   */
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "nothing,                  ''",
    "an empty sequence,        3000",
    "another type,             0500",
    "a length beyond its end,  3082ffff00",
    "a length of five octets,  308500000000ff",
    "a length without its end, 3080",
    "random octets,            a5c3f00ba7713c0d4e",
    "a certificate request,    3081050500",
    "text,                     474554202f20485454502f312e31",
  })
  void garbageGetsTheErrorOfItsStandard(String what, String hex) throws Exception {
    byte[] body = HexFormat.of().parseHex(hex);
    assertMalformed(system.post("/ocsp", OCSP, body));
    assertBadDataFormat(system.post("/tsa", TSP, body));
  }

  @Test
  void nestingAndSizeHaveABudget() throws Exception {
    byte[] deep = new byte[4000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    for (byte[] body : List.of(deep, new byte[8193], new byte[500_000])) {
      assertMalformed(system.post("/ocsp", OCSP, body));
      assertBadDataFormat(system.post("/tsa", TSP, body));
    }
  }

  @Test
  void everyCutOfAGoodRequestIsRefused() throws Exception {
    byte[] good =
        TimeStampRequest.of(DigestAlgorithm.SHA_256, new byte[32], new SecureRandom()).encoded();
    for (int length = 0; length < good.length; length += 7) {
      assertBadDataFormat(system.post("/tsa", TSP, Arrays.copyOf(good, length)));
    }
    assertTrue(granted(system.post("/tsa", TSP, good)));
    assertTrue(granted(system.post("/tsa", TSP + "; charset=binary", good)));
  }

  @ParameterizedTest(name = "{0} {1} is {3}")
  @CsvSource({
    "POST, /ocsp, text/plain, 415",
    "POST, /ocsp, application/timestamp-query, 415",
    "POST, /tsa, application/ocsp-request, 415",
    "POST, /tsa, '', 415",
    "PUT, /ocsp, application/ocsp-request, 405",
    "DELETE, /ocsp/AAAA, '', 405",
    "GET, /ocsp, '', 405",
    "GET, /tsa, '', 405",
    "PUT, /tsa, application/timestamp-query, 405",
    "POST, /crl/ISSUER.crl, application/pkix-crl, 405",
    "DELETE, /crl/ISSUER.crl, '', 405",
    "POST, /ca/ISSUER.cer, application/pkix-cert, 405",
    "GET, /crl/ISSUER-5of4.crl, '', 404",
    "GET, /crl/ISSUER-00of16.crl, '', 404",
    "GET, /crl/ISSUER-1of99999.crl, '', 404",
    "GET, /crl/ISSUER.crl.crl, '', 404",
    "GET, /crl/ISSUER, '', 404",
    "GET, /crl/0000000000000000.crl, '', 404",
    "GET, /ca/0000000000000000.cer, '', 404",
    "GET, /log/tile/0/x000/zzz, '', 400",
    "GET, /crl/..%2f..%2fpassphrase, '', 40",
    "GET, /ca/%2e%2e/%2e%2e/passphrase, '', 40",
  })
  void otherMethodsTypesAndNamesGetTheStatusOfHttp(
      String method, String path, String type, String status) throws Exception {
    String issuer = Publication.name(system.organization.issuing().keyId());
    String contentType = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
    String answer =
        system.raw(
            method
                + " "
                + path.replace("ISSUER", issuer)
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                + contentType
                + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
  }

  @ParameterizedTest(name = "/ocsp/{0}")
  @CsvSource({
    "AAAA",
    "not%20base64",
    "%00",
    "MEIwQDA%2BMDwwOjAJBgUrDgMCGgUABBQ", // cut off
    "%zz",
  })
  void ocspByGetIsMalformedWhenItIsNoRequest(String path) throws Exception {
    String answer = system.raw("GET /ocsp/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200") || answer.startsWith("HTTP/1.1 40"), answer);
  }

  @ParameterizedTest(name = "?{0} is {1}")
  @CsvSource({
    "'', 400",
    "email=, 400",
    "email=no-mailbox%40, 400",
    "email=a%40b.test&name=x, 400",
    "email=a%40b.test&email=c%40d.test, 400",
    "serial=7, 400",
    "certHash=AAAA, 400",
    "certHash=AAAAAAAAAAAAAAAAAAAAAAAAAA-, 400",
    "certHash=AAAAAAAAAAAAAAAAAAAAAAAAAA%3d, 400",
    "'name=x%27%3b%20DROP%20TABLE%20certificate', 404",
    "iHash=AAAAAAAAAAAAAAAAAAAAAAAAAAA, 404",
  })
  void searchesThatCannotBeMeantAreRefusedAndNoneIsSql(String query, int status) throws Exception {
    HttpResponse<byte[]> answer = system.https("/certificates/search?" + query);
    assertEquals(status, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    assertNoTrace(answer);
  }

  @Test
  void moreThanABodyMayBeIsNotRead() throws Exception {
    for (String path : List.of("/ocsp", "/tsa")) {
      String answer =
          system.raw(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\n"
                  + "Content-Length: 2000000000\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 4"), path + ": " + answer);
    }
  }

  @Test
  void whoIsSlowHoldsNobodyElseUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = system.connect();
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                ("POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + OCSP
                        + "\r\nContent-Length: 100\r\n\r\n0")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertMalformed(system.post("/ocsp", OCSP, new byte[1]));
      assertEquals(200, system.get("/health/live").statusCode());
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static void assertMalformed(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode());
    assertEquals(
        "application/ocsp-response", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals("30030a0101", HexFormat.of().formatHex(answer.body()));
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
  }

  /** PKIStatus rejection, and bit 5 of PKIFailureInfo (RFC 3161 §2.4.2). */
  private static void assertBadDataFormat(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode());
    String hex = HexFormat.of().formatHex(answer.body());
    assertTrue(hex.substring(8).startsWith("020102"), hex);
    assertTrue(hex.endsWith("03020204"), hex);
    assertNoTrace(answer);
  }

  private static boolean granted(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 200
        && HexFormat.of().formatHex(answer.body()).contains("3003020100");
  }

  private static void assertNoTrace(HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertFalse(
        text.contains("Exception") || text.contains("\tat ") || text.contains("org."), text);
  }
}
