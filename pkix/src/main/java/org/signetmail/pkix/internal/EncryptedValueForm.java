package org.signetmail.pkix.internal;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.Certificate;

/**
 * EncryptedValue (RFC 4211 §2.1), put into the form that replaced it. Its key is for RSA, with
 * PKCS#1 v1.5 where nothing is said of the algorithm, as Netscape's programs and Dogtag's write it.
 */
public final class EncryptedValueForm {
  /** More than RSA of 16,384 bits gives. */
  private static final int LONGEST_KEY = 2048;

  private static final int LONGEST_VALUE = 64 * 1024;

  private EncryptedValueForm() {}

  /**
   * @throws IOException saying in a phrase, to follow the name of the file, what is not read
   */
  static void requireReadable(byte[] der) throws IOException {
    EncryptedValue value = of(der);
    if (value.getSymmAlg() == null || value.getEncSymmKey() == null) {
      throw new IOException("has a key under no key that is sealed beside it (RFC 4211 §2.1)");
    }
    if (octets(value.getEncSymmKey()).length > LONGEST_KEY
        || octets(value.getEncValue()).length > LONGEST_VALUE) {
      throw new IOException("has a sealed key of more octets than any has");
    }
    ASN1ObjectIdentifier cipher = value.getSymmAlg().getAlgorithm();
    if (cipher.on(NISTObjectIdentifiers.aes) && !isCbc(cipher)) {
      throw new IOException(
          "has a key under AES key wrap (" + cipher + "), of which CBC alone is read (RFC 3565)");
    }
  }

  public static byte[] addressed(byte[] der, Certificate holder) throws IOException {
    EncryptedValue value = of(der);
    AlgorithmIdentifier transport =
        value.getKeyAlg() == null
            ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
            : value.getKeyAlg();
    RecipientIdentifier named =
        new RecipientIdentifier(
            new IssuerAndSerialNumber(
                X500Name.getInstance(holder.x509().getIssuerX500Principal().getEncoded()),
                holder.serial()));
    EnvelopedData enveloped =
        new EnvelopedData(
            (OriginatorInfo) null,
            new DERSet(
                new RecipientInfo(
                    new KeyTransRecipientInfo(
                        named, transport, new DEROctetString(octets(value.getEncSymmKey()))))),
            new EncryptedContentInfo(
                CMSObjectIdentifiers.data,
                value.getSymmAlg(),
                new DEROctetString(octets(value.getEncValue()))),
            (org.bouncycastle.asn1.ASN1Set) null);
    return new ContentInfo(CMSObjectIdentifiers.envelopedData, enveloped).getEncoded("DER");
  }

  private static EncryptedValue of(byte[] der) throws IOException {
    try {
      return EncryptedValue.getInstance(Asn1.parse(der));
    } catch (RuntimeException e) {
      throw new IOException("has a malformed EncryptedValue (RFC 4211 §2.1)", e);
    }
  }

  private static byte[] octets(ASN1BitString bits) throws IOException {
    if (bits.getPadBits() != 0) {
      throw new IOException("has a sealed key that ends within an octet");
    }
    return bits.getOctets();
  }

  private static boolean isCbc(ASN1ObjectIdentifier cipher) {
    return cipher.equals(NISTObjectIdentifiers.id_aes128_CBC)
        || cipher.equals(NISTObjectIdentifiers.id_aes192_CBC)
        || cipher.equals(NISTObjectIdentifiers.id_aes256_CBC);
  }
}
