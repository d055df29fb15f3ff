package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a certificate store on the web answers (RFC 4387 §2.4). */
class FoundCertificatesTest {
  private static final Certificate ONE = new Pki().root;
  private static final Certificate OTHER = new Pki().root;

  @Test
  void oneIsItself() throws IOException {
    assertEquals(List.of(ONE), FoundCertificates.of(ONE.encoded(), "store"));
    assertEquals(
        List.of(ONE), FoundCertificates.of(ONE.pem().getBytes(StandardCharsets.US_ASCII), "store"));
  }

  @Test
  void severalAreTheParts() throws IOException {
    byte[] body = body("--b", ONE, OTHER);
    assertEquals(List.of(ONE, OTHER), FoundCertificates.of(body, "store"));
  }

  @Test
  void aHundredAreEnough() {
    Certificate[] many = new Certificate[101];
    java.util.Arrays.fill(many, ONE);
    IOException e =
        assertThrows(IOException.class, () -> FoundCertificates.of(body("--b", many), "store"));
    assertTrue(String.valueOf(e.getMessage()).contains("more than 100"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "--\r\n",
        "--b",
        "--b\r\n",
        "--b\r\n\r\n",
        "--b\r\n\r\n--b--",
        "--b\r\n\r\nno certificate\r\n--b--",
        "not found"
      })
  void anythingElseIsOneLine(String body) {
    IOException e =
        assertThrows(
            IOException.class,
            () -> FoundCertificates.of(body.getBytes(StandardCharsets.US_ASCII), "store"));
    String line = String.valueOf(e.getMessage());
    assertTrue(line.startsWith("store: "), line);
    assertEquals(1, line.lines().count());
  }

  private static byte[] body(String delimiter, Certificate... certificates) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Certificate certificate : certificates) {
      body.writeBytes(ascii(delimiter + "\r\nContent-Type: application/pkix-cert\r\n\r\n"));
      body.writeBytes(certificate.encoded());
      body.writeBytes(ascii("\r\n"));
    }
    body.writeBytes(ascii(delimiter + "--\r\n"));
    return body.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
