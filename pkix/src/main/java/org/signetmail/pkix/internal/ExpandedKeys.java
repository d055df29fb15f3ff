package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * Tries an ML-DSA or ML-KEM key that came without its seed: an expanded key whose parts contradict
 * each other makes signatures that nobody can verify, or opens nothing, and only use shows it (RFC
 * 9881 appendix C.4, RFC 9935 appendix C.4).
 */
final class ExpandedKeys {
  private ExpandedKeys() {}

  static void requireConsistent(MLKEMPrivateKeyParameters key) throws IOException {
    if (key.getSeed() != null) {
      return; // Bouncy Castle computes the rest from the seed, and compares
    }
    SecretWithEncapsulation sent =
        new MLKEMGenerator(new SecureRandom()).generateEncapsulated(key.getPublicKeyParameters());
    byte[] received = new MLKEMExtractor(key).extractSecret(sent.getEncapsulation());
    if (!MessageDigest.isEqual(sent.getSecret(), received)) {
      throw new IOException("holds a private key whose parts contradict each other (RFC 9935 §8)");
    }
  }

  static void requireConsistent(MLDSAPrivateKeyParameters key) throws IOException {
    if (key.getSeed() != null) {
      return;
    }
    byte[] message = {1};
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    boolean holds;
    try {
      byte[] signature = signer.generateSignature();
      MLDSASigner verifier = new MLDSASigner();
      verifier.init(false, key.getPublicKeyParameters());
      verifier.update(message, 0, message.length);
      holds = verifier.verifySignature(signature);
    } catch (CryptoException e) {
      holds = false;
    }
    if (!holds) {
      throw new IOException("holds a private key whose parts contradict each other (RFC 9881 §6)");
    }
  }
}
