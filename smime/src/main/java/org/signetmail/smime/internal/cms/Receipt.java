package org.signetmail.smime.internal.cms;

import java.util.HexFormat;
import org.signetmail.smime.ReceiptRequest;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;

/** What a signed receipt says of the message it is for (RFC 2634 §2.8). */
public final class Receipt {
  private Receipt() {}

  /** DER: the one that belongs to a signer's request, to be made or to be expected. */
  public static byte[] content(SignerInfo signer, SignedAttributes attributes, ReceiptRequest asked)
      throws Asn1Exception {
    return Asn1.sequence(
        Asn1.integer(1),
        Asn1.oid(attributes.contentType().orElse(Oids.DATA)),
        Asn1.octets(HexFormat.of().parseHex(asked.contentIdentifier())),
        Asn1.octets(signer.signature()));
  }

  /**
   * msgSigDigest: of what was signed, under the digest of that signature (RFC 2634 §2.4 step 5).
   */
  public static byte[] signedDigest(SignerInfo signer, SignedAttributes attributes, Jca jca)
      throws Asn1Exception {
    Digests digest =
        SignatureScheme.reading(signer.digestAlgorithm(), signer.signatureAlgorithm()).digest();
    return jca.digest(digest.jca()).digest(attributes.signedForms().getFirst());
  }
}
