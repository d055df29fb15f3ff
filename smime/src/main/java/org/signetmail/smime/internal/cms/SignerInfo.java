package org.signetmail.smime.internal.cms;

import java.util.List;
import java.util.Optional;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/** One signer of SignedData (RFC 5652 §5.3), as it was sent. Unsigned attributes prove nothing. */
public record SignerInfo(
    EntityIdentifier signer,
    Der digestAlgorithm,
    Optional<Der> signedAttributes,
    Der signatureAlgorithm,
    byte[] signature,
    Optional<Der> unsignedAttributes) {

  public static SignerInfo of(Der element) throws Asn1Exception {
    List<Der> parts = element.children(Asn1.SEQUENCE, 5);
    int at = 3;
    Optional<Der> attributes = Optional.empty();
    if (parts.get(at).is(0xa0)) {
      attributes = Optional.of(parts.get(at++));
    }
    if (parts.size() < at + 2) {
      throw new Asn1Exception("a signer with too few parts");
    }
    return new SignerInfo(
        EntityIdentifier.of(parts.get(1)),
        parts.get(2),
        attributes,
        parts.get(at),
        parts.get(at + 1).expect(Asn1.OCTET_STRING).octets(),
        parts.size() > at + 2 && parts.get(at + 2).is(0xa1)
            ? Optional.of(parts.get(at + 2))
            : Optional.empty());
  }
}
