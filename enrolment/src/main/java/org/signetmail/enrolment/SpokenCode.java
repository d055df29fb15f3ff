package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Codes that people read in one place and type in another: Crockford's base 32 in groups of five,
 * without the letters that look like digits.
 */
public final class SpokenCode {
  private static final int GROUP = 5;
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private SpokenCode() {}

  /** A random one of so many symbols, five bits each. */
  public static String random(SecureRandom random, int symbols) {
    byte[] octets = new byte[symbols];
    random.nextBytes(octets);
    return of(octets, symbols);
  }

  /** Of the low five bits of the first octets. */
  static String of(byte[] octets, int symbols) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < symbols; i++) {
      if (i > 0 && i % GROUP == 0) {
        code.append('-');
      }
      code.append(ALPHABET.charAt(octets[i] & 0x1f));
    }
    return code.toString();
  }

  /** The code as it was meant: without case and grouping; letters that look like digits are. */
  public static String plain(String code) {
    return code.toUpperCase(Locale.ROOT)
        .replaceAll("[\\s-]", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
