package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.internal.ListForm;

/**
 * A CRL (RFC 5280 §5): which certificates an issuer has revoked, read once and asked often. What it
 * says counts only under {@link #isSignedBy the key of who may say it}; {@link PathValidator} sees
 * to that.
 *
 * <p>Large lists are expected: of a million entries, of which one is found in some twenty
 * comparisons, and which take eight octets each beside the DER (at most 128 MiB). Two are equal
 * when their DER is equal. Immutable and safe for use by many threads.
 */
public final class CertificateList {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";

  private final byte[] encoded;
  private final ListForm form;
  private final Optional<BigInteger> number;
  private final Optional<BigInteger> baseNumber;

  /** A key under which the signature holds: immutable, so a race computes it twice. */
  private @Nullable PublicKey signer;

  private CertificateList(byte[] encoded) throws IOException {
    this.encoded = encoded;
    this.form = new ListForm(encoded);
    this.number = form.integer(CRL_NUMBER);
    this.baseNumber = form.integer(DELTA_CRL_INDICATOR);
  }

  /**
   * Parses DER.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static CertificateList of(byte[] der) throws IOException {
    return new CertificateList(der.clone());
  }

  public byte[] encoded() {
    return encoded.clone();
  }

  /** The length of its DER. */
  public int octets() {
    return encoded.length;
  }

  /** Who signed the list: in an indirect one not who issued the certificates in it. */
  public X500Principal issuer() {
    return form.issuer();
  }

  public Instant thisUpdate() {
    return form.thisUpdate();
  }

  /** When a newer one is to be had at the latest; RFC 5280 §5.1.2.5 requires it. */
  public Optional<Instant> nextUpdate() {
    return form.nextUpdate();
  }

  /** cRLNumber (§5.2.3). */
  public Optional<BigInteger> number() {
    return number;
  }

  /** The number of the complete list on which this one builds, if it is a delta CRL (§5.2.4). */
  public Optional<BigInteger> baseNumber() {
    return baseNumber;
  }

  /** How many entries it has. */
  public int size() {
    return form.entries().size();
  }

  /** The entry of a certificate, named by its issuer and serial number. */
  public Optional<Revocation> entry(X500Principal certificateIssuer, BigInteger serial) {
    return form.entries().find(certificateIssuer, serial);
  }

  /**
   * Whether no entry has a critical extension that is not known. Of a list where one has, no
   * certificate is known to be good (§5.3).
   */
  public boolean isUnderstood() {
    return form.entries().isUnderstood();
  }

  /** The value of an extension of the list, without the OCTET STRING around it. */
  public Optional<byte[]> extension(String oid) {
    return form.extension(oid);
  }

  /** The OIDs of the list's critical extensions. */
  public Set<String> criticalExtensions() {
    return form.criticalExtensions();
  }

  /** The dotted OID of the algorithm with which it is signed. */
  public String signatureAlgorithm() {
    return form.signatureAlgorithm();
  }

  /** The parameters of that algorithm as DER, where it has any. */
  public Optional<byte[]> signatureParameters() {
    return form.signatureParameters();
  }

  /** Whether its signature holds under a key; that it does is remembered. */
  public boolean isSignedBy(PublicKey key) {
    if (key.equals(signer)) {
      return true;
    }
    boolean holds = form.isSignedBy(key);
    if (holds) {
      signer = key;
    }
    return holds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateList that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(issuer(), thisUpdate(), size());
  }

  @Override
  public String toString() {
    return "CertificateList["
        + issuer().getName()
        + ", "
        + thisUpdate()
        + ", "
        + size()
        + " entries]";
  }
}
