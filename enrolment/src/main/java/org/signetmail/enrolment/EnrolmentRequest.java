package org.signetmail.enrolment;

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
 */
public record EnrolmentRequest(
    Mailbox mailbox, CertificationRequest signing, TransportedKey encryption, byte[] binding) {

  public EnrolmentRequest {
    binding = binding.clone();
  }

  @Override
  public byte[] binding() {
    return binding.clone();
  }
}
