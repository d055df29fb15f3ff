package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.SLHDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.internal.asn1.Asn1;

/** SLH-DSA in its pure form (RFC 9814), which the JDK lacks: in Bouncy Castle. */
final class SlhDsa {
  /** In the place of a name in Java, where there is none. */
  static final String NAME = "SLH-DSA";

  private SlhDsa() {}

  static SignatureScheme scheme(KeyAlgorithm algorithm, Digests digest, byte[] digestId) {
    return new SignatureScheme(
        name(algorithm),
        family(algorithm),
        digest,
        digestId,
        Asn1.algorithm(algorithm.oid()),
        NAME,
        null);
  }

  /** The parameter set of this identifier, of keys and of signatures alike (RFC 9814 §3). */
  static Optional<KeyAlgorithm> ofOid(String oid) {
    return Arrays.stream(KeyAlgorithm.values())
        .filter(KeyAlgorithm::isSlhDsa)
        .filter(algorithm -> algorithm.oid().equals(oid))
        .findFirst();
  }

  /** {@code SLH-DSA-SHA2-128s}. */
  private static String name(KeyAlgorithm algorithm) {
    String word = algorithm.word();
    int size = word.length() - 1;
    return word.substring(0, size).toUpperCase(Locale.ROOT) + word.charAt(size);
  }

  /** The word in profiles, by strength: {@code slh-dsa-128}. */
  private static String family(KeyAlgorithm algorithm) {
    String word = algorithm.word();
    return "slh-dsa-" + word.substring(word.length() - 4, word.length() - 1);
  }

  /** What the content is digested with: the same function, as strong (RFC 9814 §4). */
  static Digests digest(KeyAlgorithm algorithm) {
    boolean isSha2 = algorithm.word().startsWith("slh-dsa-sha2");
    return family(algorithm).equals("slh-dsa-128")
        ? isSha2 ? Digests.SHA_256 : Digests.SHAKE_128
        : isSha2 ? Digests.SHA_512 : Digests.SHAKE_256;
  }

  static byte[] sign(PrivateKey key, SecureRandom random, byte[] data)
      throws GeneralSecurityException {
    CipherParameters parameters;
    try {
      parameters = PrivateKeyFactory.createKey(key.getEncoded());
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("private key cannot be read", e);
    }
    if (!(parameters instanceof SLHDSAPrivateKeyParameters)) {
      throw new InvalidKeyException("not an SLH-DSA key");
    }
    SLHDSASigner signer = new SLHDSASigner();
    signer.init(true, new ParametersWithRandom(parameters, random));
    return signer.generateSignature(data);
  }

  static boolean verify(PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    CipherParameters parameters;
    try {
      parameters = PublicKeyFactory.createKey(key.getEncoded());
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("public key cannot be read", e);
    }
    if (!(parameters instanceof SLHDSAPublicKeyParameters)) {
      throw new InvalidKeyException("not an SLH-DSA key");
    }
    SLHDSASigner verifier = new SLHDSASigner();
    verifier.init(false, parameters);
    return verifier.verifySignature(data, signature);
  }
}
