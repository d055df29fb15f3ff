package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.app.token.Pkcs11Uri;

/** Addresses of keys in tokens (RFC 7512). */
class Pkcs11UriTest {
  @Test
  void attributesAreReadWithTheirPercentSigns() {
    Pkcs11Uri uri =
        Pkcs11Uri.of(
            "pkcs11:token=My%20token%3B+1;object=signing;type=private"
                + "?module-path=/usr/lib/p11.so&pin-source=file:/run/pin");
    assertEquals(
        Map.of("token", "My token;+1", "object", "signing", "type", "private"), uri.path());
    assertEquals(Optional.of("signing"), uri.object());
    assertEquals(Path.of("/usr/lib/p11.so"), uri.module());
    assertEquals(Optional.of(Path.of("/run/pin")), uri.pinSource());
    assertTrue(Pkcs11Uri.is("pkcs11:"));
    assertFalse(Pkcs11Uri.is("alice.p12"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:token=a;token=b",
        "pkcs11:token",
        "pkcs11:id=%01",
        "pkcs11:token=%zz",
        "pkcs11:token=a?module-name=x",
        "pkcs11:token=a?pin-value=1234",
        "pkcs11:token=a;pin-value=1234"
      })
  void whatIsNotUsedIsRefusedAndNothingSecretRepeated(String text) {
    Failure failure = assertThrows(Failure.class, () -> Pkcs11Uri.of(text));
    assertEquals(ExitCode.USAGE, failure.code());
    assertFalse(String.valueOf(failure.getMessage()).contains("1234"));
  }
}
