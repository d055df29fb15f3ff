package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;

/**
 * Reads PKCS#12 (RFC 7292) of any age: files of OpenSSL, NSS, GnuPG, Windows and Java, in BER or
 * DER, encrypted in the modern or in the old way.
 */
public final class Pkcs12Reader {
  private static final int MOST_BAGS = 1000;
  private static final int MOST_NESTING = 4; // of safe contents in safe contents

  private final PasswordBasedEncryption encryption;
  private final List<PrivateKeyInfo> keys = new ArrayList<>();
  private final List<byte[]> certificates = new ArrayList<>();
  private int bags;

  private Pkcs12Reader(char[] password) {
    this.encryption = new PasswordBasedEncryption(password);
  }

  /**
   * @throws PasswordBasedEncryption.WrongPassword when the password is not this file's
   * @throws IOException saying in a phrase what is wrong
   */
  public static KeyBag read(byte[] bytes, char[] password) throws IOException {
    try {
      Pfx pfx = Pfx.getInstance(Asn1.parse(bytes));
      ContentInfo authSafe = pfx.getAuthSafe();
      if (!authSafe.getContentType().equals(PKCSObjectIdentifiers.data)) {
        throw new IOException("is protected by a public key, not a password (RFC 7292 §3.1)");
      }
      byte[] content = ASN1OctetString.getInstance(authSafe.getContent()).getOctets();
      MacData mac = pfx.getMacData();
      if (mac != null && !Pkcs12Mac.holds(mac, content, password)) {
        throw new PasswordBasedEncryption.WrongPassword();
      }
      Pkcs12Reader reader = new Pkcs12Reader(password);
      for (ContentInfo info : AuthenticatedSafe.getInstance(Asn1.parse(content)).getContentInfo()) {
        reader.readContent(info);
      }
      return new KeyBag(reader.keys, reader.certificates);
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed PKCS#12 (RFC 7292 §4)", e);
    }
  }

  private void readContent(ContentInfo info) throws IOException {
    if (info.getContentType().equals(PKCSObjectIdentifiers.data)) {
      readSafe(ASN1OctetString.getInstance(info.getContent()).getOctets());
    } else if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
      EncryptedData data = EncryptedData.getInstance(info.getContent());
      readSafe(encryption.decrypt(data.getEncryptionAlgorithm(), data.getContent().getOctets()));
    }
  }

  private void readSafe(byte[] safeContents) throws IOException {
    readBags(ASN1Sequence.getInstance(Asn1.parse(safeContents)), 0);
  }

  private void readBags(ASN1Sequence contents, int nesting) throws IOException {
    if (nesting == MOST_NESTING) {
      throw new IOException("is nested deeper than " + MOST_NESTING + " safes");
    }
    for (ASN1Encodable element : contents) {
      if (++bags > MOST_BAGS) {
        throw new IOException("holds more than the " + MOST_BAGS + " bags that are read");
      }
      SafeBag bag = SafeBag.getInstance(element);
      if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
        keys.add(PrivateKeyInfo.getInstance(bag.getBagValue()));
      } else if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
        EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
        keys.add(
            PrivateKeys.parse(
                encryption.decrypt(key.getEncryptionAlgorithm(), key.getEncryptedData())));
      } else if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
        CertBag certificate = CertBag.getInstance(bag.getBagValue());
        if (certificate.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
          certificates.add(ASN1OctetString.getInstance(certificate.getCertValue()).getOctets());
        }
      } else if (bag.getBagId().equals(PKCSObjectIdentifiers.safeContentsBag)) {
        readBags(ASN1Sequence.getInstance(bag.getBagValue()), nesting + 1);
      }
    }
  }
}
