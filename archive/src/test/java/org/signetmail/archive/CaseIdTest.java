package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseIdTest {
  private static final String ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private final CaseId id = CaseId.random(new SecureRandom());

  @Test
  void isReadAsItIsSpoken() {
    assertEquals(id, CaseId.of(id.text().toLowerCase(Locale.ROOT)));
    assertEquals(id, CaseId.of(" " + id.text().replace('-', ' ') + " "));
    assertEquals(id, CaseId.of(id.text().replace("-", "")));
  }

  @Test
  void everySingleWrongCharacterIsFound() {
    for (int at : new int[] {2, 3, 4, 5, 7, 8}) {
      for (int i = 0; i < ALPHABET.length(); i++) {
        char c = ALPHABET.charAt(i);
        StringBuilder wrong = new StringBuilder(id.text());
        if (wrong.charAt(at) != c) {
          wrong.setCharAt(at, c);
          assertThrows(IllegalArgumentException.class, () -> CaseId.of(wrong.toString()));
        }
      }
    }
  }

  @Test
  void twoCharactersThatChangedPlacesAreFound() {
    String name = id.text().replace("-", "");
    for (int i = 1; i < name.length(); i++) {
      for (int j = i + 1; j < name.length(); j++) {
        char[] swapped = name.toCharArray();
        if (swapped[i] != swapped[j]) {
          char first = swapped[i];
          swapped[i] = swapped[j];
          swapped[j] = first;
          assertThrows(IllegalArgumentException.class, () -> CaseId.of(new String(swapped)));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "R",
        "R-",
        "X-7K3Q-M2",
        "R-7K3Q-M",
        "R-7K3Q-M22",
        "R-OIL0-U1",
        "R-\u0661\u0661\u0661\u0661-11"
      })
  void otherTextIsNoCase(String text) {
    assertThrows(IllegalArgumentException.class, () -> CaseId.of(text));
  }
}
