package org.signetmail.pkix.internal;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * Computes what an expanded ML-DSA private key says of itself anew (FIPS 204 §5.1): t = A s1 + s2,
 * of which it keeps the lower bits as t0 and, hashed with the upper ones, tr. Nothing less shows a
 * t0 that is wrong in one bit: its signatures hold, nearly always.
 *
 * <p>Polynomials are 256 coefficients modulo q; not constant in time, which reading one's own key
 * file need not be.
 */
final class MlDsaKey {
  private static final int N = 256;
  private static final long Q = 8380417;
  private static final int D = 13; // bits of t that t0 has
  private static final int T0_BYTES = N * D / 8;
  private static final int TR_BYTES = 64;
  private static final long[] ZETAS = zetas();

  private MlDsaKey() {}

  static boolean isConsistent(MLDSAPrivateKeyParameters key) {
    int rows = key.getT0().length / T0_BYTES;
    int packed = key.getS2().length / rows;
    int bits = packed * 8 / N; // 3 where eta is 2, 4 where it is 4
    int eta = bits == 3 ? 2 : 4;
    long[][] s1 = unpacked(key.getS1(), bits, eta);
    long[][] s2 = unpacked(key.getS2(), bits, eta);
    long[][] t0 = unpacked(key.getT0(), D, 1 << (D - 1));
    if (isOutside(s1, eta) || isOutside(s2, eta)) {
      return false;
    }
    for (long[] polynomial : s1) {
      transform(polynomial);
    }
    byte[] publicKey = Arrays.copyOf(key.getRho(), 32 + rows * N * 10 / 8);
    for (int row = 0; row < rows; row++) {
      long[] t = product(key.getRho(), row, s1);
      for (int i = 0; i < N; i++) {
        long whole = Math.floorMod(t[i] + s2[row][i], Q);
        long low = whole & ((1L << D) - 1);
        low -= low > 1L << (D - 1) ? 1L << D : 0;
        if (low != t0[row][i]) {
          return false;
        }
        pack(publicKey, 32 * 8 + (row * N + i) * 10, (int) ((whole - low) >> D));
      }
    }
    byte[] hash = new byte[TR_BYTES];
    SHAKEDigest shake = new SHAKEDigest(256);
    shake.update(publicKey, 0, publicKey.length);
    shake.doFinal(hash, 0, TR_BYTES);
    return Arrays.equals(hash, key.getTr());
  }

  /** BitUnpack (algorithm 19): {@code top - value} in so many bits each. */
  private static long[][] unpacked(byte[] bytes, int bits, int top) {
    long[][] all = new long[bytes.length * 8 / bits / N][N];
    for (int i = 0; i < all.length * N; i++) {
      int value = 0;
      for (int bit = 0; bit < bits; bit++) {
        int at = i * bits + bit;
        value |= (bytes[at / 8] >> (at % 8) & 1) << bit;
      }
      all[i / N][i % N] = (long) top - value;
    }
    return all;
  }

  private static boolean isOutside(long[][] polynomials, int eta) {
    return Arrays.stream(polynomials).flatMapToLong(Arrays::stream).anyMatch(c -> c < -eta);
  }

  private static void pack(byte[] bytes, int atBit, int value) {
    for (int bit = 0; bit < 10; bit++) {
      bytes[(atBit + bit) / 8] |= (byte) ((value >> bit & 1) << ((atBit + bit) % 8));
    }
  }

  /** One row of A, which is made transformed, times s1. */
  private static long[] product(byte[] rho, int row, long[][] s1) {
    long[] sum = new long[N];
    for (int column = 0; column < s1.length; column++) {
      long[] a = uniform(rho, row, column);
      for (int i = 0; i < N; i++) {
        sum[i] = Math.floorMod(sum[i] + a[i] * Math.floorMod(s1[column][i], Q), Q);
      }
    }
    transformBack(sum);
    return sum;
  }

  /** RejNTTPoly (algorithm 30). */
  private static long[] uniform(byte[] rho, int row, int column) {
    SHAKEDigest shake = new SHAKEDigest(128);
    shake.update(rho, 0, rho.length);
    shake.update((byte) column);
    shake.update((byte) row);
    long[] polynomial = new long[N];
    byte[] three = new byte[3];
    for (int i = 0; i < N; ) {
      shake.doOutput(three, 0, 3);
      int value = (three[2] & 0x7f) << 16 | (three[1] & 0xff) << 8 | (three[0] & 0xff);
      if (value < Q) {
        polynomial[i++] = value;
      }
    }
    return polynomial;
  }

  /** NTT (algorithm 41). */
  private static void transform(long[] w) {
    int m = 0;
    for (int length = N / 2; length >= 1; length /= 2) {
      for (int start = 0; start < N; start += 2 * length) {
        long zeta = ZETAS[++m];
        for (int j = start; j < start + length; j++) {
          long t = zeta * Math.floorMod(w[j + length], Q) % Q;
          w[j + length] = w[j] - t;
          w[j] += t;
        }
      }
    }
  }

  /** The inverse (algorithm 42). */
  private static void transformBack(long[] w) {
    int m = N;
    for (int length = 1; length < N; length *= 2) {
      for (int start = 0; start < N; start += 2 * length) {
        long zeta = Q - ZETAS[--m];
        for (int j = start; j < start + length; j++) {
          long t = w[j];
          w[j] = Math.floorMod(t + w[j + length], Q);
          w[j + length] = zeta * Math.floorMod(t - w[j + length], Q) % Q;
        }
      }
    }
    for (int i = 0; i < N; i++) {
      w[i] = w[i] * 8347681 % Q; // 256 to the power of -1
    }
  }

  private static long[] zetas() {
    long[] all = new long[N];
    for (int i = 0; i < N; i++) {
      int power = Integer.reverse(i) >>> 24;
      long value = 1;
      for (int j = 0; j < power; j++) {
        value = value * 1753 % Q;
      }
      all[i] = value;
    }
    return all;
  }
}
