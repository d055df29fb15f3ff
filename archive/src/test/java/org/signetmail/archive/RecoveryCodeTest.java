package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

class RecoveryCodeTest {
  private static final String ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final KeyId KEY = new KeyId("ab".repeat(32));

  private final SecureRandom random = new SecureRandom();
  private final RecoveryCode code = RecoveryCode.random(random);
  private final String shown = new String(code.shown());

  @Test
  void itHasAtLeast128Bits() {
    assertTrue(28 * Math.log(ALPHABET.length()) / Math.log(2) > 128);
    assertTrue(shown.matches("([1-9A-HJKMNP-TV-Z]{5}-){6}[1-9A-HJKMNP-TV-Z]{5}"), shown);
    assertFalse(shown.equals(new String(RecoveryCode.random(random).shown())));
  }

  @Test
  void whatWasShownCanBeTypedInManyWays() {
    for (String typed :
        new String[] {shown, shown.toLowerCase(Locale.ROOT), shown.replace('-', ' ') + "\n"}) {
      assertArrayEquals(code.shown(), RecoveryCode.of(typed.toCharArray()).shown());
    }
  }

  @Test
  void everyWrongCharacterIsFoundWithItsGroupAndNotShown() {
    for (int i = 0; i < shown.length(); i++) {
      for (int at = 0; at < ALPHABET.length(); at++) {
        char other = ALPHABET.charAt(at);
        if (shown.charAt(i) != '-' && shown.charAt(i) != other) {
          StringBuilder typed = new StringBuilder(shown);
          typed.setCharAt(i, other);
          String message = problem(typed.toString());
          assertTrue(message.contains("group " + (i / 6 + 1) + " "), message);
          assertFalse(message.contains(shown.substring(0, 5)), message);
        }
      }
    }
  }

  @Test
  void charactersOrGroupsThatChangedPlacesAreFound() {
    for (int i = 0; i + 1 < shown.length(); i++) {
      char one = shown.charAt(i);
      char two = shown.charAt(i + 1);
      if (one != two && one != '-' && two != '-') {
        StringBuilder typed = new StringBuilder(shown);
        typed.setCharAt(i, two);
        typed.setCharAt(i + 1, one);
        problem(typed.toString());
      }
    }
    problem(shown.substring(6, 12) + shown.substring(0, 6) + shown.substring(12));
  }

  @Test
  void tooShortTooLongAndStrangeOnesAreRefused() {
    problem("");
    problem(shown.substring(0, 34));
    problem(shown + "-11111");
    problem(shown.replace(shown.charAt(0), 'O'));
  }

  @Test
  void aSealedKeyOpensWithTheCodeForItsKeyAndOwnerAlone() {
    byte[] secret = {1, 2, 3, 4};
    byte[] sealed = code.seal(secret, KEY, BOB, random);
    assertArrayEquals(secret, code.open(sealed, KEY, BOB).orElseThrow());
    assertTrue(code.open(sealed, new KeyId("ac".repeat(32)), BOB).isEmpty());
    assertTrue(code.open(sealed, KEY, Mailbox.of("eve@example.test")).isEmpty());
    assertTrue(RecoveryCode.random(random).open(sealed, KEY, BOB).isEmpty());
    assertTrue(code.open(new byte[20], KEY, BOB).isEmpty());
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertTrue(code.open(changed, KEY, BOB).isEmpty());
    }
  }

  @Test
  void aClosedCodeIsForgotten() {
    code.close();
    assertFalse(new String(code.shown()).matches(".*[1-9A-Z].*"));
    assertEquals("RecoveryCode", code.toString());
  }

  private static String problem(String typed) {
    var problem =
        assertThrows(
            IllegalArgumentException.class, () -> RecoveryCode.of(typed.toCharArray()), typed);
    return String.valueOf(problem.getMessage());
  }
}
