package org.signetmail.pkix.internal;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** UTCTime and GeneralizedTime in the one form of each that RFC 5280 §4.1.2.5 allows. */
final class DerTime {
  private DerTime() {}

  /** The time on which the cursor stands. */
  static Instant at(DerCursor cursor, byte[] bytes) throws IOException {
    int yearDigits =
        switch (cursor.tag()) {
          case DerCursor.UTC_TIME -> 2;
          case DerCursor.GENERALIZED_TIME -> 4;
          default -> throw new IOException("has something else where a time is to be");
        };
    int from = cursor.content();
    if (cursor.end() - from != yearDigits + 11 || bytes[cursor.end() - 1] != 'Z') {
      throw new IOException("has a time that is not of RFC 5280 §4.1.2.5");
    }
    int year = number(bytes, from, yearDigits);
    if (yearDigits == 2) {
      year += year >= 50 ? 1900 : 2000;
    }
    int rest = from + yearDigits;
    try {
      return LocalDateTime.of(
              year,
              number(bytes, rest, 2),
              number(bytes, rest + 2, 2),
              number(bytes, rest + 4, 2),
              number(bytes, rest + 6, 2),
              number(bytes, rest + 8, 2))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IOException("has a time that does not exist", e);
    }
  }

  private static int number(byte[] bytes, int from, int digits) throws IOException {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new IOException("has a time that is not of RFC 5280 §4.1.2.5");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
