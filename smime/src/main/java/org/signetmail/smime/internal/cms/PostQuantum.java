package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.KEM;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

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
    if (isForeign(key) && parameters(key) instanceof MLKEMPrivateKeyParameters mlKem) {
      MLKEMExtractor extractor = new MLKEMExtractor(mlKem);
      if (ciphertext.length != extractor.getEncapsulationLength()) {
        throw new InvalidKeyException("encapsulated key of the wrong length");
      }
      return extractor.extractSecret(ciphertext);
    }
    return KEM.getInstance("ML-KEM").newDecapsulator(key).decapsulate(ciphertext).getEncoded();
  }

  /** Whether {@link #sign} is the way to sign with this key. */
  static boolean signs(PrivateKey key) {
    return key.getAlgorithm().startsWith("ML-DSA") && isForeign(key);
  }

  static byte[] sign(PrivateKey key, SecureRandom random, byte[] data)
      throws GeneralSecurityException {
    if (!(parameters(key) instanceof MLDSAPrivateKeyParameters mlDsa)) {
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

  private static Object parameters(PrivateKey key) throws InvalidKeyException {
    try {
      return PrivateKeyFactory.createKey(key.getEncoded());
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
