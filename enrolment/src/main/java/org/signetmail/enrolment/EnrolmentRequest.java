package org.signetmail.enrolment;

import java.util.Optional;
import org.signetmail.archive.TransportedKey;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;

/**
 * What a person's machine sends to get certificates: a request for the signing key, which it keeps,
 * and the encryption key, sealed so that only the archive can open it.
 *
 * @param signing PKCS#10 (RFC 2986), signed by the signing key: proof of possession
 * @param encryption the encryption key pair on its way into the archive
 * @param binding the signing key's signature over mailbox and sealed key, so that nobody on the way
 *     can put an encryption key of their own in place of the person's
 * @param ring the same key pair, sealed to the gateway's ring: whoever seals it wants the gateway
 *     to open the person's mail
 */
public record EnrolmentRequest(
    Mailbox mailbox,
    CertificationRequest signing,
    TransportedKey encryption,
    byte[] binding,
    Optional<TransportedKey> ring) {

  public EnrolmentRequest {
    binding = binding.clone();
  }

  /** A request of somebody who reads for themselves. */
  public EnrolmentRequest(
      Mailbox mailbox, CertificationRequest signing, TransportedKey encryption, byte[] binding) {
    this(mailbox, signing, encryption, binding, Optional.empty());
  }

  @Override
  public byte[] binding() {
    return binding.clone();
  }
}
