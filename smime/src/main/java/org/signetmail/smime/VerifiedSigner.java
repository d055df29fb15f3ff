package org.signetmail.smime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.ValidatedPath;

/**
 * Proof that a signer's signature over the whole message holds and that the path leads to a trusted
 * root: only the verifier makes one.
 */
public final class VerifiedSigner {
  private final ValidatedPath path;
  private final String algorithm;
  private final Optional<Instant> signingTime;

  private final Optional<Capabilities> capabilities;
  private final Optional<Certificate> encryptionCertificate;
  private final List<Certificate> certificates;

  VerifiedSigner(
      ValidatedPath path,
      String algorithm,
      Optional<Instant> signingTime,
      Optional<Capabilities> capabilities,
      Optional<Certificate> encryptionCertificate,
      List<Certificate> certificates) {
    this.path = path;
    this.algorithm = algorithm;
    this.signingTime = signingTime;
    this.capabilities = capabilities;
    this.encryptionCertificate = encryptionCertificate;
    this.certificates = List.copyOf(certificates);
  }

  public ValidatedPath path() {
    return path;
  }

  public Certificate certificate() {
    return path.endEntity();
  }

  /** As in the contract's JSON: {@code ecdsa-with-SHA256}. */
  public String algorithm() {
    return algorithm;
  }

  /** What the signer claims; nobody proved it. */
  public Optional<Instant> signingTime() {
    return signingTime;
  }

  /** What the signer says its reader opens (RFC 8551 §2.5.2). */
  public Optional<Capabilities> capabilities() {
    return capabilities;
  }

  /** The certificate the signer wants answers encrypted to; not validated (RFC 8551 §2.5.3). */
  public Optional<Certificate> encryptionCertificate() {
    return encryptionCertificate;
  }

  /** Every certificate that came with the signature; none of them validated (RFC 8550 §2.3). */
  public List<Certificate> certificates() {
    return certificates;
  }
}
