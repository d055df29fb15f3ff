package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.Certificate;

/**
 * Writes PKCS#12 (RFC 7292) as OpenSSL 3.0, NSS and Thunderbird read it: PBES2 with AES-256-CBC
 * around keys and certificates, HMAC-SHA-256 around all, friendly names and local key identifiers.
 */
public final class Pkcs12Writer {
  private Pkcs12Writer() {}

  /** One private key and the certificate over it. */
  public record Entry(byte[] pkcs8, Certificate certificate) {}

  public static byte[] write(
      List<Entry> entries, List<Certificate> others, char[] password, SecureRandom random) {
    try {
      byte[] salt = new byte[16];
      random.nextBytes(salt);
      PasswordBasedEncryption encryption = new PasswordBasedEncryption(password);

      ASN1EncodableVector keyBags = new ASN1EncodableVector();
      ASN1EncodableVector certificateBags = new ASN1EncodableVector();
      Set<Certificate> issuers = new LinkedHashSet<>(others);
      for (Entry entry : entries) {
        AlgorithmIdentifier scheme = PasswordBasedEncryption.scheme(salt, random);
        keyBags.add(
            new SafeBag(
                PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
                new EncryptedPrivateKeyInfo(scheme, encryption.encrypt(scheme, entry.pkcs8())),
                attributes(entry.certificate(), true)));
        certificateBags.add(bag(entry.certificate(), true));
        issuers.remove(entry.certificate());
      }
      for (Certificate issuer : issuers) {
        certificateBags.add(bag(issuer, false));
      }

      AlgorithmIdentifier scheme = PasswordBasedEncryption.scheme(salt, random);
      byte[] certificates = new DERSequence(certificateBags).getEncoded("DER");
      ContentInfo[] safes = {
        new ContentInfo(
            PKCSObjectIdentifiers.encryptedData,
            new EncryptedData(
                PKCSObjectIdentifiers.data,
                scheme,
                new DEROctetString(encryption.encrypt(scheme, certificates)))),
        data(new DERSequence(keyBags).getEncoded("DER"))
      };
      byte[] content = new DERSequence(safes).getEncoded("DER");
      return new Pfx(data(content), Pkcs12Mac.make(content, password, random)).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("PKCS#12 did not encode", e);
    }
  }

  /** EncryptedPrivateKeyInfo (RFC 5958 §3). */
  public static byte[] encryptKey(byte[] pkcs8, char[] password, SecureRandom random) {
    try {
      byte[] salt = new byte[16];
      random.nextBytes(salt);
      AlgorithmIdentifier scheme = PasswordBasedEncryption.scheme(salt, random);
      byte[] encrypted = new PasswordBasedEncryption(password).encrypt(scheme, pkcs8);
      return new EncryptedPrivateKeyInfo(scheme, encrypted).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("an encrypted key did not encode", e);
    }
  }

  private static ContentInfo data(byte[] content) {
    return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content));
  }

  private static SafeBag bag(Certificate certificate, boolean ofKey) {
    return new SafeBag(
        PKCSObjectIdentifiers.certBag,
        new CertBag(
            PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate.encoded())),
        attributes(certificate, ofKey));
  }

  /** The name that a mail client lists, and for keys what ties them to their certificate. */
  private static ASN1Set attributes(Certificate certificate, boolean ofKey) {
    List<ASN1Encodable> attributes = new ArrayList<>();
    attributes.add(
        attribute(
            PKCSObjectIdentifiers.pkcs_9_at_friendlyName,
            new DERBMPString(bmp(friendlyName(certificate, ofKey)))));
    if (ofKey) {
      byte[] id = HexFormat.of().parseHex(certificate.fingerprint().substring(0, 40));
      attributes.add(attribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(id)));
    }
    return new DERSet(attributes.toArray(ASN1Encodable[]::new));
  }

  private static String friendlyName(Certificate certificate, boolean ofKey) {
    if (!ofKey) {
      return certificate.displayName();
    }
    return certificate.displayName() + (certificate.maySign() ? " (signing)" : " (encryption)");
  }

  /** BMPString has no characters beyond the basic plane. */
  private static String bmp(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isBmpCodePoint(c) ? c : '?')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static ASN1Encodable attribute(
      org.bouncycastle.asn1.ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new DERSequence(new ASN1Encodable[] {type, new DERSet(value)});
  }
}
