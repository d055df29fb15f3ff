package org.signetmail.smime;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.EntityIdentifier;
import org.signetmail.smime.internal.cms.SignedAttributes;

/** SMIMEEncryptionKeyPreference: the certificate to encrypt answers to (RFC 8551 §2.5.3). */
final class EncryptionPreference {
  private EncryptionPreference() {}

  /** The attribute that names a certificate, by issuer and serial number. */
  static byte[] attribute(Certificate certificate) {
    return SignedAttributes.attribute(
        Oids.ENCRYPTION_KEY_PREFERENCE,
        Asn1.context(0, certificate.issuerDer(), Asn1.integer(certificate.serial())));
  }

  /** The certificate that is named, when it is among those given. */
  static Optional<Certificate> of(SignedAttributes attributes, List<Certificate> among)
      throws Asn1Exception {
    Optional<Der> value = attributes.one(Oids.ENCRYPTION_KEY_PREFERENCE);
    if (value.isEmpty() || !value.get().is(0xa0)) {
      return Optional.empty();
    }
    byte[] sequence = value.get().canonical();
    sequence[0] = Asn1.SEQUENCE;
    EntityIdentifier wanted = EntityIdentifier.of(Der.of(sequence));
    return among.stream().filter(wanted::matches).findFirst();
  }
}
