package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * Looks into an ML-DSA or ML-KEM key that came without its seed: an expanded key whose parts
 * contradict each other makes signatures that nobody can verify, or opens nothing (RFC 9881
 * appendix C.4, RFC 9935 appendix C.4).
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
    if (key.getSeed() == null && !MlDsaKey.isConsistent(key)) {
      throw new IOException("holds a private key whose parts contradict each other (RFC 9881 §6)");
    }
  }
}
