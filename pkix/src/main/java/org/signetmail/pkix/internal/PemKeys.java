package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Reads private keys in PEM (RFC 7468 §10, §11) and the older forms of OpenSSL: PKCS#1 and SEC 1,
 * in the clear or encrypted by the headers of RFC 1421; and the same bytes in DER.
 */
public final class PemKeys {
  private PemKeys() {}

  /**
   * @throws PasswordBasedEncryption.WrongPassword when the password does not open a key
   * @throws IOException saying in a phrase what is wrong
   */
  public static KeyBag read(byte[] pem, char[] password) throws IOException {
    List<PrivateKeyInfo> keys = new ArrayList<>();
    List<byte[]> certificates = new ArrayList<>();
    for (Pem.Block block : Pem.read(pem)) {
      switch (block.type()) {
        case "CERTIFICATE", "X509 CERTIFICATE" -> certificates.add(block.bytes());
        case "PKCS7", "CMS" -> certificates.addAll(Pkcs7.certificates(block.bytes()));
        case "ENCRYPTED PRIVATE KEY" -> keys.add(encrypted(block.bytes(), password));
        case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            keys.add(plain(opened(block, password), isEncrypted(block)));
        default -> {}
      }
    }
    return new KeyBag(keys, certificates);
  }

  /** A key in DER: EncryptedPrivateKeyInfo, PrivateKeyInfo, PKCS#1 or SEC 1. */
  public static PrivateKeyInfo ofDer(byte[] der, char[] password) throws IOException {
    return FileKind.of(der) == FileKind.ENCRYPTED_PRIVATE_KEY
        ? encrypted(der, password)
        : plain(der, false);
  }

  private static PrivateKeyInfo encrypted(byte[] der, char[] password) throws IOException {
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(Asn1.parse(der));
      return plain(
          new PasswordBasedEncryption(password)
              .decrypt(info.getEncryptionAlgorithm(), info.getEncryptedData()),
          true);
    } catch (RuntimeException e) {
      throw new IOException("is not a well-formed encrypted key (RFC 5958 §3)", e);
    }
  }

  /** Tells the three forms apart by what they are, not by what the label says. */
  private static PrivateKeyInfo plain(byte[] der, boolean wasEncrypted) throws IOException {
    try {
      ASN1Primitive value = Asn1.parse(der);
      org.bouncycastle.asn1.ASN1Sequence sequence =
          org.bouncycastle.asn1.ASN1Sequence.getInstance(value);
      if (sequence.size() == 9) {
        return new PrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            RSAPrivateKey.getInstance(sequence));
      }
      if (sequence.getObjectAt(1) instanceof org.bouncycastle.asn1.ASN1OctetString) {
        ECPrivateKey key = ECPrivateKey.getInstance(sequence);
        if (!(key.getParametersObject() instanceof ASN1ObjectIdentifier curve)) {
          throw new IOException("holds an EC key without the name of its curve (RFC 5915 §3)");
        }
        return new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
      }
      return PrivateKeyInfo.getInstance(sequence);
    } catch (IOException e) {
      if (wasEncrypted) {
        throw new PasswordBasedEncryption.WrongPassword(); // padding that held by chance
      }
      throw e;
    } catch (RuntimeException e) {
      if (wasEncrypted) {
        throw new PasswordBasedEncryption.WrongPassword();
      }
      throw new IOException("holds a private key that is not well-formed (RFC 5958 §2)", e);
    }
  }

  private static boolean isEncrypted(Pem.Block block) {
    return block.headers().getOrDefault("Proc-Type", "").endsWith("ENCRYPTED");
  }

  private static byte[] opened(Pem.Block block, char[] password) throws IOException {
    if (!isEncrypted(block)) {
      return block.bytes();
    }
    String[] info = block.headers().getOrDefault("DEK-Info", "").split(",", -1);
    String cipher;
    int keyLength;
    switch (info[0]) {
      case "AES-128-CBC" -> {
        cipher = "AES";
        keyLength = 16;
      }
      case "AES-192-CBC" -> {
        cipher = "AES";
        keyLength = 24;
      }
      case "AES-256-CBC" -> {
        cipher = "AES";
        keyLength = 32;
      }
      case "DES-EDE3-CBC" -> {
        cipher = "DESede";
        keyLength = 24;
      }
      default ->
          throw new IOException(
              "is encrypted with a cipher that is not supported (" + info[0] + ")");
    }
    try {
      byte[] iv = HexFormat.of().parseHex(info.length > 1 ? info[1].strip() : "");
      OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
      generator.init(PasswordBasedEncryption.utf8(password), java.util.Arrays.copyOf(iv, 8));
      KeyParameter key = (KeyParameter) generator.generateDerivedParameters(keyLength * 8);
      Cipher opening = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
      opening.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key.getKey(), cipher), new IvParameterSpec(iv));
      return opening.doFinal(block.bytes());
    } catch (javax.crypto.BadPaddingException | javax.crypto.IllegalBlockSizeException e) {
      throw new PasswordBasedEncryption.WrongPassword();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException("has a DEK-Info header that cannot be read (RFC 1421 §4.6.1.3)", e);
    }
  }
}
