package org.signetmail.store.internal;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The forms in which values stand in columns: each sorts as its value does, and loses nothing. */
final class Column {
  /** RFC 5280 §4.1.2.2: a serial number has at most 20 octets. */
  private static final int SERIAL_LENGTH = 20;

  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Instant BEGIN = Instant.parse("0000-01-01T00:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Column() {}

  /** RFC 3339 in UTC with nine digits of a second. */
  static String text(Instant at) {
    if (at.isBefore(BEGIN) || at.isAfter(END)) {
      throw new IllegalArgumentException("time " + at + ": not in the years 0 to 9999");
    }
    return TIME.format(at);
  }

  /** Whether a serial number can be in the store at all. */
  static boolean isSerial(BigInteger serial) {
    return serial.signum() >= 0 && serial.bitLength() <= 8 * SERIAL_LENGTH;
  }

  /** Unsigned, big-endian, 20 octets. */
  static byte[] octets(BigInteger serial) {
    if (!isSerial(serial)) {
      throw new IllegalArgumentException(
          "serial number " + serial + ": negative or above 20 octets (RFC 5280 §4.1.2.2)");
    }
    byte[] shortest = serial.toByteArray();
    int from = shortest.length > SERIAL_LENGTH ? 1 : 0;
    byte[] padded = new byte[SERIAL_LENGTH];
    int length = shortest.length - from;
    System.arraycopy(shortest, from, padded, SERIAL_LENGTH - length, length);
    return padded;
  }
}
