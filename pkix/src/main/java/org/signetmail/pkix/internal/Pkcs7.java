package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;

/** Certificates carried in a CMS SignedData (RFC 5652 §5.1), whatever else it holds. */
public final class Pkcs7 {
  static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

  private Pkcs7() {}

  /** Certificates alone, in their order, as DER. */
  public static byte[] certsOnly(List<byte[]> certificates) {
    try {
      ASN1EncodableVector set = new ASN1EncodableVector();
      for (byte[] certificate : certificates) {
        set.add(Asn1.parse(certificate));
      }
      SignedData signed =
          new SignedData(
              new DERSet(),
              new ContentInfo(CMSObjectIdentifiers.data, null),
              new DERSet(set),
              null,
              new DERSet());
      return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("certificates did not encode", e);
    }
  }

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public static List<byte[]> certificates(byte[] contentInfo) throws IOException {
    try {
      ContentInfo content = ContentInfo.getInstance(Asn1.parse(contentInfo));
      if (!content.getContentType().getId().equals(SIGNED_DATA)) {
        throw new IOException("is CMS without certificates");
      }
      List<byte[]> found = new ArrayList<>();
      SignedData signed = SignedData.getInstance(content.getContent());
      if (signed.getCertificates() != null) {
        for (ASN1Encodable choice : signed.getCertificates()) {
          if (choice.toASN1Primitive() instanceof ASN1Sequence certificate) {
            found.add(certificate.getEncoded("DER"));
          }
        }
      }
      return found;
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed CMS (RFC 5652 §5.1)", e);
    }
  }
}
