package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of RFC 8461 §3.2. */
class StsPolicyTest {
  @Test
  void theStandardsOwnExample() {
    StsPolicy policy =
        parse(
            """
            version: STSv1
            mode: enforce
            mx: mail.example.com
            mx: *.example.net
            mx: backupmx.example.com
            max_age: 604800
            """);
    assertEquals(
        new StsPolicy(
            StsPolicy.Mode.ENFORCE,
            List.of("mail.example.com", "*.example.net", "backupmx.example.com"),
            Duration.ofDays(7)),
        policy);
    assertTrue(policy.allows("MAIL.example.com") && policy.allows("a.example.net"));
    for (String host :
        List.of("example.net", "a.b.example.net", "example.com", "", ".example.net")) {
      assertEquals(false, policy.allows(host), host);
    }
  }

  @Test
  void theFirstCountsAndTheUnknownIsPassedOver() {
    assertEquals(
        new StsPolicy(StsPolicy.Mode.NONE, List.of(), Duration.ofHours(8_766)),
        parse(
            "mode:none  \r\nmode: enforce\r\nversion: STSv1\r\nmax_age:9999999999\r\nx-y: \u00fc"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mode: enforce;mx: a.test;max_age: 1                       | has no version: STSv1
          version: STSv2;mode: enforce;mx: a.test;max_age: 1        | has no version: STSv1
          version: STSv1;mode: maybe;mx: a.test;max_age: 1          | has no mode that we know
          version: STSv1;mode: Enforce;mx: a.test;max_age: 1        | has no mode that we know
          version: STSv1;mode: enforce;max_age: 1                   | names no mx
          version: STSv1;mode: enforce;mx: a.test                   | has no max_age in seconds
          version: STSv1;mode: enforce;mx: a.test;max_age: -1       | has no max_age in seconds
          version: STSv1;mode: enforce;mx: a.test;max_age: 12345678901 | has no max_age in seconds
          version: STSv1;mode: enforce;mx: a..test;max_age: 1       | has an mx that is no name
          version: STSv1;mode: enforce;mx: *;max_age: 1             | has an mx that is no name
          version: STSv1;mode: enforce;mx: a.*.test;max_age: 1      | has an mx that is no name
          version: STSv1;<html>                                     | has a line that is no field
          """)
  void whatIsNoPolicy(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parse(text.replace(";", "\r\n")));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void sizesAreLimited() {
    String start = "version: STSv1\nmode: enforce\nmax_age: 1\n";
    assertThrows(IllegalArgumentException.class, () -> parse(start + "mx: a.test\n".repeat(1_001)));
    assertThrows(IllegalArgumentException.class, () -> parse(start + "x: y\n".repeat(20_000)));
    assertThrows(
        IllegalArgumentException.class, () -> StsPolicy.parse(new byte[] {(byte) 0xff, '\n'}));
  }

  private static StsPolicy parse(String text) {
    return StsPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
