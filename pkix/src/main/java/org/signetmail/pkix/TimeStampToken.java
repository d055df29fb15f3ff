package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.TimeStampReader;

/**
 * A TimeStampToken (RFC 3161 §2.4.2): some authority's word that a digest was there at a time. The
 * signature is looked at here; whether the authority counts is for {@link PathValidator}.
 * Immutable.
 */
public final class TimeStampToken {
  private final byte[] encoded;
  private final TimeStampReader reader;

  private TimeStampToken(byte[] encoded) throws IOException {
    this.encoded = encoded;
    this.reader = new TimeStampReader(encoded);
  }

  /**
   * Parses DER or BER.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static TimeStampToken of(byte[] token) throws IOException {
    return new TimeStampToken(token.clone());
  }

  /**
   * The token of a response, held against what was asked (RFC 3161 §2.2): the digest, the nonce,
   * the policy, the one certificate that may sign it and its signature.
   *
   * @throws IOException saying in a phrase what is wrong, or why the authority refused
   */
  public static TimeStampToken ofResponse(byte[] response, TimeStampRequest request)
      throws IOException {
    TimeStampToken token = new TimeStampToken(TimeStampReader.granted(response));
    token.requireFor(request);
    return token;
  }

  /**
   * A token, or the response that carries one, as programs leave it in a file (RFC 3161 §3.2).
   * Nothing is held against anything.
   *
   * @throws IOException saying in a phrase what is wrong, or why the authority refused
   */
  public static TimeStampToken ofTokenOrResponse(byte[] octets) throws IOException {
    return new TimeStampToken(
        TimeStampReader.isResponse(octets) ? TimeStampReader.granted(octets) : octets.clone());
  }

  /** DER, as it stands in the attribute id-aa-timeStampToken (RFC 3161, appendix A). */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** genTime. */
  public Instant time() {
    return reader.time();
  }

  /** How far {@link #time} may be off; empty when it does not say. */
  public Optional<Duration> accuracy() {
    return reader.accuracy();
  }

  public BigInteger serial() {
    return reader.serial();
  }

  /** A dotted OID. */
  public String policy() {
    return reader.policy();
  }

  public Optional<BigInteger> nonce() {
    return reader.nonce();
  }

  /** The dotted OID of the digest's algorithm. */
  public String digestAlgorithm() {
    return reader.digestAlgorithm();
  }

  public byte[] digest() {
    return reader.digest();
  }

  /** Whether tokens of this authority are in the order of their times, however close. */
  public boolean isOrdered() {
    return reader.isOrdered();
  }

  /** The certificates that came along, trusted for nothing. */
  public List<Certificate> certificates() {
    return reader.certificates();
  }

  /**
   * The certificate, of those that came along or are given, that signed the token: named by its
   * signingCertificate attribute (RFC 5816), for time stamping alone, in time then, and the
   * signature holds.
   */
  public Optional<Certificate> signer(List<Certificate> others) {
    return reader.signer(others);
  }

  private void requireFor(TimeStampRequest request) throws IOException {
    if (!digestAlgorithm().equals(request.algorithm().oid())
        || !Arrays.equals(digest(), request.digest())) {
      throw new IOException("is for another digest than was asked for (RFC 3161 §2.2)");
    }
    if (!nonce().equals(request.nonce())) {
      throw new IOException("does not repeat the nonce that was asked with (RFC 3161 §2.2)");
    }
    if (request.policy().filter(policy -> !policy.equals(policy())).isPresent()) {
      throw new IOException("is under another policy than was asked for (RFC 3161 §2.2)");
    }
    if (request.certificates() == TimeStampRequest.CertificateWish.WANTED
        && signer(List.of()).isEmpty()) {
      throw new IOException("is not signed by the certificate in it (RFC 3161 §2.2)");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeStampToken that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "TimeStampToken[" + time() + ", serial " + serial().toString(16) + "]";
  }
}
