package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.RecoveryBlob;

/** Recovery blobs of AD CS, and the form in which Windows puts an RSA key into one. */
public final class RecoveryBlobForm {
  private static final int LARGEST = 1 << 20; // octets
  private static final int MOST_CERTIFICATES = 100;
  private static final int PRIVATE_KEY_BLOB = 0x0207; // bType and bVersion of PUBLICKEYSTRUC
  private static final int RSA2 = 0x32415352;

  private RecoveryBlobForm() {}

  public static boolean isLike(byte[] bytes) {
    try {
      return bytes.length <= LARGEST
          && Asn1.parse(der(bytes)) instanceof ASN1Sequence outer
          && outer.size() == 2
          && CMSObjectIdentifiers.signedData.equals(outer.getObjectAt(0))
          && enveloped(SignedData.getInstance(ContentInfo.getInstance(outer).getContent())) != null;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  public static RecoveryBlob of(byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) {
      throw new IOException("is larger than " + LARGEST + " octets");
    }
    byte[] der = der(bytes);
    ASN1Primitive whole = Asn1.parse(der);
    try {
      SignedData signed = SignedData.getInstance(ContentInfo.getInstance(whole).getContent());
      byte[] sealed = enveloped(signed).getEncoded("DER");
      List<byte[]> encoded = Pkcs7.certificates(der);
      if (encoded.size() > MOST_CERTIFICATES) {
        throw new IOException("holds more than " + MOST_CERTIFICATES + " certificates");
      }
      List<Certificate> certificates = new ArrayList<>();
      for (byte[] one : encoded) {
        certificates.add(Certificate.of(one));
      }
      return new RecoveryBlob(sealed, certificates);
    } catch (RuntimeException e) {
      throw new IOException("is not a recovery blob ([MS-CSRA] §3.1.4.2.9)", e);
    }
  }

  public static byte[] pkcs8(byte[] clear) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(clear).order(ByteOrder.LITTLE_ENDIAN);
    if (clear.length < 20 || Short.toUnsignedInt(in.getShort(0)) != PRIVATE_KEY_BLOB) {
      return PrivateKeys.parse(clear).getEncoded();
    }
    if (in.getInt(8) != RSA2) {
      throw new IOException("holds a private key of a kind that is not read (PRIVATEKEYBLOB)");
    }
    int bits = in.getInt(12);
    if (bits < 512 || bits > 8192 || bits % 16 != 0 || clear.length < 20 + bits / 16 * 9) {
      throw new IOException("holds an RSA key that cannot be read (PRIVATEKEYBLOB)");
    }
    BigInteger exponent = BigInteger.valueOf(Integer.toUnsignedLong(in.getInt(16)));
    in.position(20);
    int whole = bits / 8;
    int half = bits / 16;
    BigInteger modulus = number(in, whole);
    BigInteger p = number(in, half);
    BigInteger q = number(in, half);
    BigInteger dp = number(in, half);
    BigInteger dq = number(in, half);
    BigInteger coefficient = number(in, half);
    BigInteger d = number(in, whole);
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPrivateKey(modulus, exponent, d, p, q, dp, dq, coefficient))
        .getEncoded("DER");
  }

  /** The least significant octet comes first. */
  private static BigInteger number(ByteBuffer in, int octets) {
    byte[] big = new byte[octets];
    for (int i = octets - 1; i >= 0; i--) {
      big[i] = in.get();
    }
    BigInteger number = new BigInteger(1, big);
    Arrays.fill(big, (byte) 0);
    return number;
  }

  /**
   * The content: EnvelopedData as PKCS#7 nests it (RFC 2315 §9.1), or in an OCTET STRING as CMS
   * does, with or without ContentInfo around it.
   */
  private static ContentInfo enveloped(SignedData signed) throws IOException {
    ASN1Encodable content = signed.getEncapContentInfo().getContent();
    if (content == null) {
      throw new IOException("holds certificates and no key");
    }
    ASN1Primitive inner =
        content.toASN1Primitive() instanceof ASN1OctetString octets
            ? Asn1.parse(octets.getOctets())
            : content.toASN1Primitive();
    ASN1Sequence sequence = ASN1Sequence.getInstance(inner);
    if (sequence.getObjectAt(0) instanceof ASN1ObjectIdentifier type) {
      if (!type.equals(CMSObjectIdentifiers.envelopedData)) {
        throw new IOException("holds no sealed key ([MS-CSRA] §3.1.4.2.9)");
      }
      return ContentInfo.getInstance(sequence);
    }
    if (!signed.getEncapContentInfo().getContentType().equals(CMSObjectIdentifiers.envelopedData)) {
      throw new IOException("holds no sealed key ([MS-CSRA] §3.1.4.2.9)");
    }
    return new ContentInfo(CMSObjectIdentifiers.envelopedData, sequence);
  }

  private static byte[] der(byte[] bytes) throws IOException {
    if (Pem.isPem(bytes)) {
      return Pem.read(bytes).stream() // Windows calls all of them CERTIFICATE
          .findFirst()
          .orElseThrow(() -> new IOException("is PEM without a block (RFC 7468 §2)"))
          .bytes();
    }
    if (bytes.length > 4 && bytes[0] == 'M' && bytes[1] == 'I') { // base64 of a SEQUENCE
      try {
        return Base64.getMimeDecoder().decode(new String(bytes, StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw new IOException("is neither DER nor base64", e);
      }
    }
    return bytes;
  }
}
