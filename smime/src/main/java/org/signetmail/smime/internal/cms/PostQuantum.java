package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KEM;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.signetmail.smime.internal.asn1.Asn1;

/**
 * ML-KEM and ML-DSA. Public keys work in the JDK; private keys kept as seeds (RFC 9881 §6, RFC 9935
 * §6), which the JDK of today does not read, in Bouncy Castle, without registering its provider.
 */
final class PostQuantum {
  private PostQuantum() {}

  static Kem.Encapsulated encapsulate(PublicKey key, SecureRandom random)
      throws GeneralSecurityException {
    KEM.Encapsulated made =
        KEM.getInstance("ML-KEM").newEncapsulator(Jca.adopt(key), random).encapsulate();
    return new Kem.Encapsulated(made.key().getEncoded(), made.encapsulation());
  }

  static byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException {
    if (key instanceof MLKEMPrivateKey kept) {
      return decapsulate(expanded(kept), ciphertext);
    }
    if (isForeign(key)) {
      return decapsulate(key.getEncoded(), ciphertext);
    }
    return KEM.getInstance("ML-KEM").newDecapsulator(key).decapsulate(ciphertext).getEncoded();
  }

  /**
   * The key as the JDK reads it, expanded (RFC 9935 §6): its primitives are several times faster,
   * and what Bouncy Castle has expanded once need not be made from the seed each time.
   */
  private static PrivateKey expanded(MLKEMPrivateKey key) throws GeneralSecurityException {
    byte[] data = key.getPrivateData();
    byte[] pkcs8 =
        Asn1.sequence(
            Asn1.integer(0),
            Asn1.algorithm(
                PrivateKeyInfo.getInstance(key.getEncoded())
                    .getPrivateKeyAlgorithm()
                    .getAlgorithm()
                    .getId()),
            Asn1.octets(Asn1.octets(data)));
    try {
      return KeyFactory.getInstance("ML-KEM").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } finally {
      Arrays.fill(data, (byte) 0);
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** With an ML-KEM key as PKCS#8, in any of its forms (RFC 9935 §6). */
  static byte[] decapsulate(byte[] pkcs8, byte[] ciphertext) throws GeneralSecurityException {
    if (!(parameters(pkcs8) instanceof MLKEMPrivateKeyParameters mlKem)) {
      throw new InvalidKeyException("not an ML-KEM key");
    }
    MLKEMExtractor extractor = new MLKEMExtractor(mlKem);
    if (ciphertext.length != extractor.getEncapsulationLength()) {
      throw new InvalidKeyException("encapsulated key of the wrong length");
    }
    return extractor.extractSecret(ciphertext);
  }

  /** PKCS#8 of an ML-KEM key that is kept as its seed (RFC 9935 §6). */
  static byte[] ofSeed(String oid, byte[] seed) {
    return Asn1.sequence(Asn1.integer(0), Asn1.algorithm(oid), Asn1.octets(Asn1.tlv(0x80, seed)));
  }

  /** Whether {@link #sign} is the way to sign with this key. */
  static boolean signs(PrivateKey key) {
    return key.getAlgorithm().startsWith("ML-DSA") && isForeign(key);
  }

  static byte[] sign(PrivateKey key, SecureRandom random, byte[] data)
      throws GeneralSecurityException {
    if (!(parameters(key.getEncoded()) instanceof MLDSAPrivateKeyParameters mlDsa)) {
      throw new InvalidKeyException("not an ML-DSA key");
    }
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(mlDsa, random));
    signer.update(data, 0, data.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new GeneralSecurityException("ML-DSA did not sign", e);
    }
  }

  private static Object parameters(byte[] pkcs8) throws InvalidKeyException {
    try {
      return PrivateKeyFactory.createKey(pkcs8);
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("private key cannot be read", e);
    }
  }

  /** Made by another provider than the JDK's, and not inside a token. */
  private static boolean isForeign(PrivateKey key) {
    String maker = key.getClass().getName();
    return key.getEncoded() != null && !maker.startsWith("sun.") && !maker.startsWith("com.sun.");
  }
}
