package org.signetmail.pkix;

import java.math.BigInteger;
import java.util.Arrays;
import org.signetmail.pkix.internal.OcspIds;

/**
 * CertID (RFC 6960 §4.1.1): a certificate as a request for its status names it, by hashes of its
 * issuer's name and key, and its serial number. Two are equal when their DER is equal, so also the
 * form of the hash algorithm's parameters counts: a response repeats what was asked, octet for
 * octet.
 */
public final class OcspCertId {
  private final Issuer issuer;
  private final BigInteger serial;
  private final byte[] encoded;

  /** Made by the parser. */
  public OcspCertId(Issuer issuer, BigInteger serial, byte[] encoded) {
    this.issuer = issuer;
    this.serial = serial;
    this.encoded = encoded.clone();
  }

  /** The forms in which software asks. */
  public enum Form {
    /** RFC 5019, and OpenSSL without an option. */
    SHA_1,
    /** RFC 9919 §3.1.1, parameters absent as RFC 5754 §2 wants it. */
    SHA_256
  }

  /** A certificate of an issuer in one of the usual forms. */
  public static OcspCertId of(Certificate issuer, BigInteger serial, Form form) {
    return OcspIds.of(issuer, serial, form);
  }

  /**
   * The issuer as hashes of its name and of its key.
   *
   * @param algorithm of the hashes, as a dotted OID
   * @param hashes of the name, then of the key, in hexadecimal
   */
  public record Issuer(String algorithm, String hashes) {}

  /** How requests in one of the usual forms name an issuer. */
  public static Issuer issuer(Certificate issuer, Form form) {
    return OcspIds.issuer(issuer, form);
  }

  public Issuer issuer() {
    return issuer;
  }

  public BigInteger serial() {
    return serial;
  }

  /** DER. */
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OcspCertId that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return serial.hashCode(); // random for honest ones; others are never kept
  }

  @Override
  public String toString() {
    return "OcspCertId[" + serial.toString(16) + "]";
  }
}
