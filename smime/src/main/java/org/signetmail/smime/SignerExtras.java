package org.signetmail.smime;

import java.util.Optional;
import org.signetmail.pkix.Certificate;

/**
 * What a {@link MessageSigner} does besides signing, and by which means. Immutable.
 *
 * @param announced the certificate to encrypt answers to (RFC 8551 §2.5.3)
 * @param services receipts and labels (RFC 2634)
 * @param stamping who says when it signed
 */
record SignerExtras(
    Optional<Certificate> announced,
    Payload.Compression compression,
    SignedServices services,
    Optional<TimeStamping> stamping,
    Primitives primitives,
    Spool spool) {

  /** As usual: a certificate that may be encrypted to is announced. */
  static SignerExtras of(Certificate signer) {
    return new SignerExtras(
        Optional.of(signer).filter(Certificate::mayEncrypt),
        Payload.Compression.NONE,
        SignedServices.NONE,
        Optional.empty(),
        Primitives.standard(),
        Spool.standard());
  }

  SignerExtras announcing(Certificate other) {
    return new SignerExtras(Optional.of(other), compression, services, stamping, primitives, spool);
  }

  SignerExtras compressing() {
    return new SignerExtras(
        announced, Payload.Compression.ZLIB, services, stamping, primitives, spool);
  }

  SignerExtras with(SignedServices other) {
    return new SignerExtras(announced, compression, other, stamping, primitives, spool);
  }

  SignerExtras stamping(TimeStamping authority) {
    return new SignerExtras(
        announced, compression, services, Optional.of(authority), primitives, spool);
  }

  SignerExtras using(Primitives other) {
    return new SignerExtras(announced, compression, services, stamping, other, spool);
  }

  SignerExtras using(Spool other) {
    return new SignerExtras(announced, compression, services, stamping, primitives, other);
  }
}
