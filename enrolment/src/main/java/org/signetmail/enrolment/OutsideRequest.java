package org.signetmail.enrolment;

import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * What an authority outside the organisation may be asked for. An encryption certificate can be
 * asked for only with the archive's receipt in hand: archived first, then issued, whoever issues.
 */
public sealed interface OutsideRequest {
  Mailbox mailbox();

  CertificationRequest request();

  CertificateProfile.Kind kind();

  /** For a key that signs, which stays on the person's side. */
  record Signing(Mailbox mailbox, CertificationRequest request) implements OutsideRequest {
    @Override
    public CertificateProfile.Kind kind() {
      return CertificateProfile.Kind.PERSON_SIGNING;
    }
  }

  /** For a key that the archive keeps: made only with the receipt for this very key. */
  record Encryption(CertificationRequest request, ArchiveReceipt.Verified receipt)
      implements OutsideRequest {
    public Encryption {
      if (!KeyId.of(request.publicKey()).equals(receipt.receipt().keyId())) {
        throw new IllegalArgumentException(
            "certification request: its key is not the one of the archive's receipt; archive it");
      }
    }

    @Override
    public Mailbox mailbox() {
      return receipt.receipt().owner();
    }

    @Override
    public CertificateProfile.Kind kind() {
      return CertificateProfile.Kind.PERSON_ENCRYPTION;
    }
  }
}
