package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An X.509 certificate (RFC 5280 §4) as Signet looks at one: what it says of whose key, for which
 * use, until when. Saying is not proof; a {@link ValidatedPath} is.
 *
 * <p>Two are equal when their DER is equal. Immutable and safe for use by many threads; views are
 * computed once.
 */
public final class Certificate {
  /** What a certificate lets its key do, from the key usage and extended key usage extensions. */
  public enum Use {
    DIGITAL_SIGNATURE,
    NON_REPUDIATION,
    KEY_ENCIPHERMENT,
    KEY_AGREEMENT,
    CERTIFICATE_SIGN,
    CRL_SIGN
  }

  /** STUB: PKIX room owner completes. */
  public static Certificate of(byte[] der) throws IOException { throw new UnsupportedOperationException(); }
  public static Certificate of(X509Certificate certificate) { throw new UnsupportedOperationException(); }
  public byte[] encoded() { throw new UnsupportedOperationException(); }
  public X509Certificate x509() { throw new UnsupportedOperationException(); }
  /** Subject as RFC 4514 text for people. */
  public String subject() { throw new UnsupportedOperationException(); }
  public String issuer() { throw new UnsupportedOperationException(); }
  public byte[] issuerDer() { throw new UnsupportedOperationException(); }
  public byte[] subjectDer() { throw new UnsupportedOperationException(); }
  /** First CN of the subject, else subject(). */
  public String displayName() { throw new UnsupportedOperationException(); }
  public BigInteger serial() { throw new UnsupportedOperationException(); }
  public String serialHex() { throw new UnsupportedOperationException(); }
  public Instant notBefore() { throw new UnsupportedOperationException(); }
  public Instant notAfter() { throw new UnsupportedOperationException(); }
  public PublicKey publicKey() { throw new UnsupportedOperationException(); }
  public Optional<KeyAlgorithm> keyAlgorithm() { throw new UnsupportedOperationException(); }
  public KeyId keyId() { throw new UnsupportedOperationException(); }
  public Optional<byte[]> subjectKeyIdentifier() { throw new UnsupportedOperationException(); }
  public Optional<byte[]> authorityKeyIdentifier() { throw new UnsupportedOperationException(); }
  /** rfc822Name and SmtpUTF8Mailbox of the SAN (RFC 9598), and emailAddress of the subject (RFC 8550 §3); malformed ones left out. */
  public List<Mailbox> mailboxes() { throw new UnsupportedOperationException(); }
  /** Key usage; absent extension = empty Optional. */
  public Optional<Set<Use>> keyUsage() { throw new UnsupportedOperationException(); }
  public List<String> extendedKeyUsage() { throw new UnsupportedOperationException(); }
  public List<String> policies() { throw new UnsupportedOperationException(); }
  /** Whether a signature by this key over a message counts: absent key usage ⇒ yes (RFC 8550 §4.4.2). */
  public boolean maySign() { throw new UnsupportedOperationException(); }
  /** Whether a message may be encrypted to this key. */
  public boolean mayEncrypt() { throw new UnsupportedOperationException(); }
  public boolean isAuthority() { throw new UnsupportedOperationException(); }
  /** Organisation's seal: has the policy/EKU that Signet's seal profile puts (see CertificateProfile). */
  public boolean isSeal() { throw new UnsupportedOperationException(); }
  /** SHA-256 of the DER, in hex. */
  public String fingerprint() { throw new UnsupportedOperationException(); }
  public String pem() { throw new UnsupportedOperationException(); }
}
