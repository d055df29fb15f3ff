package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
  @ParameterizedTest
  @CsvSource({
    "alice@example.test, ALICE@Example.TEST",
    "alice@bücher.example, alice@xn--bcher-kva.example",
    "'o''brien+tag@example.test', 'O''Brien+tag@example.test'",
    "jose\u0301@example.test, jos\u00e9@example.test"
  })
  void theSameMailboxIsWrittenInSeveralWays(String one, String other) {
    assertEquals(Mailbox.of(one), Mailbox.of(other));
    assertEquals(Mailbox.of(one).hashCode(), Mailbox.of(other).hashCode());
    assertEquals(Mailbox.of(one).key(), Mailbox.of(other).key());
  }

  @ParameterizedTest
  @CsvSource({
    "alice@example.test, bob@example.test",
    "alice@example.test, alice@example.test.evil.example",
    "alice@example.test, alice+tag@example.test",
    "pa\u0443pal@example.test, paypal@example.test"
  })
  void whatOnlyLooksAlikeIsAnother(String one, String other) {
    assertNotEquals(Mailbox.of(one), Mailbox.of(other));
  }

  @Test
  void theLocalPartIsKeptAsItWasWrittenAndTheDomainAsALabels() {
    Mailbox mailbox = Mailbox.of("Jürgen.Müller@Bücher.Example");

    assertEquals("Jürgen.Müller", mailbox.localPart());
    assertEquals("xn--bcher-kva.example", mailbox.domain());
    assertEquals("Jürgen.Müller@xn--bcher-kva.example", mailbox.toString());
    assertTrue(mailbox.isInternationalized());
    assertFalse(Mailbox.of("alice@bücher.example").isInternationalized());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a b\"@example.test",
        "\"a@b\"@example.test",
        "\"a\\\"b\"@example.test",
        "!#$%&'*+-/=?^_`{|}~@example.test"
      })
  void unusualLocalPartsAreAddresses(String address) {
    assertEquals(address, Mailbox.of(address).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "@example.test",
        "alice@",
        ".alice@example.test",
        "alice.@example.test",
        "al..ice@example.test",
        "al ice@example.test",
        "a@b@example.test",
        "alice@example..test",
        "alice@.example.test",
        "alice@example.test.",
        "alice@exam ple.test",
        "alice@exam_ple.test",
        "alice@[192.0.2.1]",
        "<alice@example.test>",
        "alice@example.test\r\nBcc: eve@evil.example",
        "al\u0000ice@example.test",
        "al\u00a0ice@example.test",
        "al\u0085ice@example.test",
        "al\u200bice@example.test",
        "ecila\u202e@example.test",
        "\"al\u2028ice\"@example.test",
        "al\ud800ice@example.test",
        "alice@stra\u00dfe.example",
        "\"alice@example.test",
        "\"al\"ice\"@example.test",
        "\"al\nice\"@example.test"
      })
  void whatIsNoAddressIsRefusedInOneLine(String address) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Mailbox.of(address));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.matches("address '.*' .+ \\(RFC .+\\); .+"), line);
    assertFalse(line.contains("\n"), line);
  }

  @Test
  void anAddressHasAnEnd() {
    assertThrows(
        IllegalArgumentException.class, () -> Mailbox.of("a".repeat(65) + "@example.test"));
    assertEquals(64, Mailbox.of("a".repeat(64) + "@example.test").localPart().length());
    String longDomain = ("d".repeat(60) + ".").repeat(4) + "test";
    assertThrows(
        IllegalArgumentException.class, () -> Mailbox.of("alice@" + longDomain + "x.test"));
  }
}
