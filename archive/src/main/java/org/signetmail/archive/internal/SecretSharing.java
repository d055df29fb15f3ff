package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Shamir's secret sharing over GF(2^8) (CACM 22(11), 1979): any {@code quorum} shares give the
 * secret back, fewer say nothing about it.
 *
 * <p>Each octet of the secret is the constant term of its own polynomial; all other coefficients
 * are uniformly random, zero included, for a scheme that forbids zero tells those who hold {@code
 * quorum - 1} shares one value that the octet is not. The field is that of AES (FIPS 197 §4: {@code
 * x^8 + x^4 + x^3 + x + 1}); share {@code i} is the value at {@code x = i}. Arithmetic on secrets
 * uses no tables and no branches, so that neither cache nor time tells them.
 *
 * <p>A share that was changed gives another secret, not an error: who combines must be able to
 * tell, and the archive can, because the secret opens an authenticated ciphertext.
 */
public final class SecretSharing {
  /** The greatest number of shares: the field's elements other than zero, which is the secret. */
  public static final int MOST_SHARES = 255;

  private static final int FIELD = 0x11b;

  private SecretSharing() {}

  /**
   * Splits a secret.
   *
   * @return {@code shares} arrays as long as the secret; the first is the share with index 1
   */
  public static byte[][] split(byte[] secret, int quorum, int shares, SecureRandom random) {
    if (quorum < 1 || quorum > shares || shares > MOST_SHARES) {
      throw new IllegalArgumentException(
          "shares: want 1 ≤ quorum ≤ shares ≤ 255, have " + quorum + " of " + shares);
    }
    byte[][] coefficients = new byte[quorum][secret.length];
    byte[][] result = new byte[shares][secret.length];
    try {
      for (int degree = 1; degree < quorum; degree++) {
        random.nextBytes(coefficients[degree]);
      }
      System.arraycopy(secret, 0, coefficients[0], 0, secret.length);
      for (int index = 1; index <= shares; index++) {
        evaluate(coefficients, index, result[index - 1]);
      }
    } finally {
      for (byte[] coefficient : coefficients) {
        Arrays.fill(coefficient, (byte) 0);
      }
    }
    return result;
  }

  /**
   * Gives the secret back from exactly the quorum's number of true shares; from other shares it
   * gives other octets.
   *
   * @param indexes of the shares, in the order of {@code shares}
   */
  public static byte[] combine(int[] indexes, byte[][] shares) {
    requireDistinct(indexes, shares);
    byte[] secret = new byte[shares[0].length];
    for (int i = 0; i < indexes.length; i++) {
      int weight = weightAtZero(indexes, i);
      for (int octet = 0; octet < secret.length; octet++) {
        secret[octet] ^= (byte) multiply(shares[i][octet] & 0xff, weight);
      }
    }
    return secret;
  }

  /** The product in the field, in the same time for all values. */
  static int multiply(int a, int b) {
    int product = 0;
    int power = a;
    for (int bit = 0; bit < 8; bit++) {
      product ^= power & -((b >>> bit) & 1);
      power = (power << 1) ^ (FIELD & -(power >>> 7));
    }
    return product;
  }

  /** The inverse in the field, {@code a^254}; zero for zero. */
  static int inverse(int a) {
    int result = 1;
    int power = a;
    for (int bit = 1; bit < 8; bit++) {
      power = multiply(power, power);
      result = multiply(result, power);
    }
    return result;
  }

  /** Horner's rule on every octet's polynomial. */
  private static void evaluate(byte[][] coefficients, int x, byte[] into) {
    for (int octet = 0; octet < into.length; octet++) {
      int value = 0;
      for (int degree = coefficients.length - 1; degree >= 0; degree--) {
        value = multiply(value, x) ^ (coefficients[degree][octet] & 0xff);
      }
      into[octet] = (byte) value;
    }
  }

  /** Lagrange's basis polynomial of one share at zero; it depends on public indexes only. */
  private static int weightAtZero(int[] indexes, int of) {
    int weight = 1;
    for (int other = 0; other < indexes.length; other++) {
      if (other != of) {
        int distance = indexes[other] ^ indexes[of];
        weight = multiply(weight, multiply(indexes[other], inverse(distance)));
      }
    }
    return weight;
  }

  private static void requireDistinct(int[] indexes, byte[][] shares) {
    if (indexes.length == 0 || indexes.length != shares.length) {
      throw new IllegalArgumentException("shares: each needs one index, and there must be some");
    }
    boolean[] seen = new boolean[MOST_SHARES + 1];
    for (int i = 0; i < indexes.length; i++) {
      int index = indexes[i];
      if (index < 1 || index > MOST_SHARES || seen[index]) {
        throw new IllegalArgumentException(
            "share index: " + index + " is not a new one of 1 to 255");
      }
      if (shares[i].length != shares[0].length) {
        throw new IllegalArgumentException("shares: they are not equally long");
      }
      seen[index] = true;
    }
  }
}
