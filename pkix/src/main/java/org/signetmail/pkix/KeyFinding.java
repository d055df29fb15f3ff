package org.signetmail.pkix;

/** Why a public key is not certified, whoever asks and by whichever way. */
public enum KeyFinding implements FindingCode {
  /** The key is shorter than 112 bits of security. */
  TOO_SMALL("NIST SP 800-57 Part 1 §5.6.1", "make a key of 2048 bits of RSA, or P-256, or more"),
  /** The RSA public exponent is even, or below 65537. */
  SMALL_EXPONENT("S/MIME BR §6.1.6", "make a new key with the public exponent 65537"),
  /** The RSA modulus has a small prime factor, so it is no product of two large primes. */
  SMALL_FACTOR("S/MIME BR §6.1.6", "make a new key with another program or device"),
  /** The RSA modulus was made by a device with the ROCA weakness (CVE-2017-15361). */
  ROCA("S/MIME BR §6.1.1.3", "update or replace the device, and make a new key"),
  /** The two primes of the RSA modulus are so near each other that Fermat's method finds them. */
  CLOSE_PRIMES("S/MIME BR §6.1.1.3", "make a new key with another program or device"),
  /** A list of keys whose private keys are known names it, such as Debian's of 2008. */
  KNOWN("S/MIME BR §6.1.1.3", "make a new key with a current program, and never use this one"),
  /** The RSA modulus has a prime in common with that of another key, so both are broken. */
  SHARED_PRIME(
      "S/MIME BR §6.1.1.3",
      "make a new key with another program or device; revoke the other certificate, too"),
  /** The point of the elliptic curve key is not on its curve. */
  NOT_ON_CURVE("S/MIME BR §6.1.6", "make a new key with another program or device");

  private final Entry entry;

  KeyFinding(String clause, String advice) {
    entry = new Entry("key." + Entry.word(name()), Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
