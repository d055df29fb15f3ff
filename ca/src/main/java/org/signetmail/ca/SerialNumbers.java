package org.signetmail.ca;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Serial numbers: 127 random bits. S/MIME BR §7.1 wants at least 64 of them, and a number above
 * zero and below 2^159.
 */
final class SerialNumbers {
  private static final int BITS = 127;

  private SerialNumbers() {}

  static BigInteger next(SecureRandom random) {
    BigInteger serial;
    do {
      serial = new BigInteger(BITS, random);
    } while (serial.signum() == 0);
    return serial;
  }
}
