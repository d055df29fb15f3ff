package org.signetmail.pkix;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.signetmail.pkix.internal.TimeStampForm;

/**
 * TimeStampReq (RFC 3161 §2.4.1): a digest for which a time stamp is asked.
 *
 * @param digest of the data, with {@code algorithm}
 * @param policy under which the stamp is wanted, as a dotted OID
 * @param nonce to be repeated in the stamp
 * @param certificates whether the authority's certificate is to go along
 */
public record TimeStampRequest(
    DigestAlgorithm algorithm,
    byte[] digest,
    Optional<String> policy,
    Optional<BigInteger> nonce,
    CertificateWish certificates) {
  /** The largest request that is read. */
  public static final int LARGEST = 4096;

  private static final int NONCE_BITS = 64;

  /** The digests that are stamped. */
  public enum DigestAlgorithm {
    SHA_256("2.16.840.1.101.3.4.2.1", 32),
    SHA_384("2.16.840.1.101.3.4.2.2", 48),
    SHA_512("2.16.840.1.101.3.4.2.3", 64);

    private final String oid;
    private final int octets;

    DigestAlgorithm(String oid, int octets) {
      this.oid = oid;
      this.octets = octets;
    }

    public String oid() {
      return oid;
    }

    /** The length of a digest. */
    public int octets() {
      return octets;
    }

    /** As the JDK names it: {@code SHA-256}. */
    public String jca() {
      return name().replace('_', '-');
    }

    public static Optional<DigestAlgorithm> ofOid(String oid) {
      return Arrays.stream(values()).filter(algorithm -> algorithm.oid.equals(oid)).findFirst();
    }
  }

  /** certReq. */
  public enum CertificateWish {
    WANTED,
    NOT_WANTED
  }

  public TimeStampRequest {
    if (digest.length != algorithm.octets()) {
      throw new IllegalArgumentException(
          "time stamp: " + digest.length + " octets are no " + algorithm.jca() + " digest");
    }
    digest = digest.clone();
  }

  /** Asks for a stamp with a nonce of 64 bits and the authority's certificate in it. */
  public static TimeStampRequest of(DigestAlgorithm algorithm, byte[] digest, SecureRandom random) {
    return new TimeStampRequest(
        algorithm,
        digest,
        Optional.empty(),
        Optional.of(new BigInteger(NONCE_BITS, random)),
        CertificateWish.WANTED);
  }

  /**
   * Parses DER.
   *
   * @throws TimeStampRejection saying why such a request gets no stamp
   */
  public static TimeStampRequest parse(byte[] der) throws TimeStampRejection {
    return TimeStampForm.request(der);
  }

  /** DER. */
  public byte[] encoded() {
    return TimeStampForm.encode(this);
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeStampRequest that
        && algorithm == that.algorithm
        && Arrays.equals(digest, that.digest)
        && policy.equals(that.policy)
        && nonce.equals(that.nonce)
        && certificates == that.certificates;
  }

  @Override
  public int hashCode() {
    return Objects.hash(algorithm, Arrays.hashCode(digest), policy, nonce, certificates);
  }
}
