package org.signetmail.pkix.internal;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFinding;

/**
 * What is known against public keys.
 *
 * <p>ROCA (Nemec, Sys, Svenda, Klinec, Matyas, "The Return of Coppersmith's Attack", CCS 2017 §3):
 * the primes of affected devices are {@code k·M + (65537^a mod M)} with {@code M} a product of
 * small primes. So the modulus is a power of 65537 modulo each of them, which a random one is for
 * all 39 primes up to 167 once in 2^27.
 */
public final class WeakKeys {
  private static final int SMALLEST_RSA = 2048; // bits
  private static final int SMALLEST_CURVE = 224;
  private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);
  private static final int ROCA_PRIMES = 167; // the largest that smallest affected keys use
  private static final int SMALL_FACTORS = 752; // S/MIME BR §6.1.6: "no factors smaller than 752"
  private static final int FERMAT_ROUNDS = 100; // S/MIME BR §6.1.1.3

  private static final List<Integer> PRIMES = primes(SMALL_FACTORS);
  private static final BigInteger PRODUCT =
      PRIMES.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
  private static final List<Powers> ROCA =
      PRIMES.stream().filter(prime -> prime <= ROCA_PRIMES).map(Powers::of).toList();

  private WeakKeys() {}

  /** The findings; empty when nothing is known against the key. */
  public static List<Finding> examine(PublicKey key, String subject) {
    List<Finding> findings = new ArrayList<>();
    if (key instanceof RSAPublicKey rsa) {
      rsa(rsa.getModulus(), rsa.getPublicExponent(), subject, findings);
    } else if (key instanceof ECPublicKey ec) {
      curve(ec, subject, findings);
    }
    return List.copyOf(findings);
  }

  private static void rsa(
      BigInteger modulus, BigInteger exponent, String subject, List<Finding> findings) {
    if (modulus.bitLength() < SMALLEST_RSA) {
      add(findings, KeyFinding.TOO_SMALL, subject, "has RSA of " + modulus.bitLength() + " bits");
    }
    if (!exponent.testBit(0) || exponent.compareTo(SMALLEST_EXPONENT) < 0) {
      add(findings, KeyFinding.SMALL_EXPONENT, subject, "has the public exponent " + exponent);
    }
    if (!modulus.gcd(PRODUCT).equals(BigInteger.ONE)) {
      add(findings, KeyFinding.SMALL_FACTOR, subject, "has a modulus with a small factor");
    } else if (ROCA.stream().allMatch(powers -> powers.has(modulus))) {
      add(findings, KeyFinding.ROCA, subject, "has a modulus that an affected device made");
    }
    if (hasClosePrimes(modulus)) {
      add(findings, KeyFinding.CLOSE_PRIMES, subject, "has a modulus whose factors are found");
    }
  }

  /** Fermat: looks for {@code a} with {@code a² - n} a square, from the root of n on. */
  private static boolean hasClosePrimes(BigInteger modulus) {
    BigInteger[] root = modulus.sqrtAndRemainder();
    if (root[1].signum() == 0) {
      return true;
    }
    BigInteger a = root[0];
    for (int round = 0; round < FERMAT_ROUNDS; round++) {
      a = a.add(BigInteger.ONE);
      if (a.multiply(a).subtract(modulus).sqrtAndRemainder()[1].signum() == 0) {
        return true;
      }
    }
    return false;
  }

  private static void curve(ECPublicKey key, String subject, List<Finding> findings) {
    EllipticCurve curve = key.getParams().getCurve();
    int bits = key.getParams().getOrder().bitLength();
    if (bits < SMALLEST_CURVE) {
      add(findings, KeyFinding.TOO_SMALL, subject, "has a curve of " + bits + " bits");
    }
    if (!isOn(curve, key.getW())) {
      add(findings, KeyFinding.NOT_ON_CURVE, subject, "has a point that is not on its curve");
    }
  }

  /** y² = x³ + ax + b; on curves over prime fields, the only ones that profiles know. */
  private static boolean isOn(EllipticCurve curve, ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
      return false;
    }
    BigInteger p = field.getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
    return y.multiply(y).mod(p).equals(right);
  }

  private static void add(List<Finding> findings, KeyFinding code, String subject, String detail) {
    findings.add(Finding.of(code, subject, detail));
  }

  private static List<Integer> primes(int below) {
    BitSet composite = new BitSet(below);
    List<Integer> primes = new ArrayList<>();
    for (int n = 2; n < below; n++) {
      if (!composite.get(n)) {
        primes.add(n);
        for (int multiple = n * n; multiple < below; multiple += n) {
          composite.set(multiple);
        }
      }
    }
    return List.copyOf(primes);
  }

  /** The powers of 65537 modulo a prime, one bit each. */
  private record Powers(BigInteger prime, BitSet residues) {
    static Powers of(int prime) {
      BitSet residues = new BitSet(prime);
      int power = 1;
      do {
        residues.set(power % prime);
        power = Math.toIntExact((long) power * 65_537 % prime);
      } while (!residues.get(power));
      return new Powers(BigInteger.valueOf(prime), residues);
    }

    boolean has(BigInteger modulus) {
      return residues.get(modulus.mod(prime).intValue());
    }
  }
}
