package org.signetmail.archive;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The name of a recovery case, made to be spoken: {@code R-7K3Q-M2}, five random characters and a
 * check character.
 *
 * <p>The alphabet has 31 characters, a prime number, and none that is taken for another one in it
 * (no 0, I, L, O, U): a weighted sum modulo 31 then finds every single wrong character and every
 * two that changed places. Reading forgives lower case, and blanks or hyphens anywhere.
 *
 * @param text the canonical form
 */
public record CaseId(String text) {
  private static final String ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int RANDOM_CHARACTERS = 5;

  /**
   * @throws IllegalArgumentException when the text is not in canonical form or its check fails
   */
  public CaseId {
    if (!canonicalOf(text).equals(text)) {
      throw new IllegalArgumentException("case '" + shown(text) + "': write it like R-7K3Q-M2");
    }
  }

  /** A new name; the store says whether it was used before. */
  public static CaseId random(SecureRandom random) {
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new CaseId(canonical(characters.append(check(characters)).toString()));
  }

  /**
   * Reads what a person wrote or heard.
   *
   * @throws IllegalArgumentException with one clear line when it is not the name of a case
   */
  public static CaseId of(String spoken) {
    return new CaseId(canonicalOf(spoken));
  }

  private static String canonicalOf(String spoken) {
    String characters = spoken.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    if (characters.length() != RANDOM_CHARACTERS + 2 || characters.charAt(0) != 'R') {
      throw new IllegalArgumentException(
          "case '"
              + shown(spoken)
              + "': a name like R-7K3Q-M2 has R and six characters; read it again");
    }
    String name = characters.substring(1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (ALPHABET.indexOf(c) < 0) {
        throw new IllegalArgumentException(
            "case '"
                + shown(spoken)
                + "': no name of a case has the character "
                + shown("" + c)
                + "; read it again");
      }
    }
    if (check(name.substring(0, RANDOM_CHARACTERS)) != name.charAt(RANDOM_CHARACTERS)) {
      throw new IllegalArgumentException(
          "case '" + shown(spoken) + "': the check character does not fit; read it again");
    }
    return canonical(name);
  }

  /** Weights 2 to 6, all different and none a multiple of 31. */
  private static char check(CharSequence characters) {
    int sum = 0;
    for (int i = 0; i < characters.length(); i++) {
      sum += (i + 2) * ALPHABET.indexOf(characters.charAt(i));
    }
    return ALPHABET.charAt(Math.floorMod(-sum, ALPHABET.length()));
  }

  private static String canonical(String name) {
    return "R-" + name.substring(0, 4) + "-" + name.substring(4);
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(20, text.length())).replaceAll("[^ -~]", "?");
  }

  @Override
  public String toString() {
    return text;
  }
}
