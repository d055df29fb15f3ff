package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/**
 * The password integrity of PKCS#12 (RFC 7292 §4): HMAC under a key from appendix B.2, or, read
 * only, PBMAC1 (RFC 9579), which OpenSSL before 3.4 and most mail clients cannot check.
 */
final class Pkcs12Mac {
  private Pkcs12Mac() {}

  /** Whether the MAC holds under this password. */
  static boolean holds(MacData mac, byte[] content, char[] password) throws IOException {
    DigestInfo expected = mac.getMac();
    AlgorithmIdentifier algorithm = expected.getAlgorithmId();
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
      return MessageDigest.isEqual(pbmac1(algorithm, content, password), expected.getDigest());
    }
    PasswordBasedEncryption.requireBounded(mac.getIterationCount());
    String digest = digest(algorithm.getAlgorithm().getId());
    for (byte[] secret : PasswordBasedEncryption.pkcs12Secrets(password)) {
      byte[] key = macKey(digest, secret, mac.getSalt(), mac.getIterationCount().intValue());
      if (MessageDigest.isEqual(hmac(digest, key, content), expected.getDigest())) {
        return true;
      }
    }
    return false;
  }

  /** HMAC-SHA-256 in the form of appendix B, which all of the field can check. */
  static MacData make(byte[] content, char[] password, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    byte[] secret = PasswordBasedEncryption.pkcs12Secrets(password)[0];
    byte[] key = macKey("SHA-256", secret, salt, PasswordBasedEncryption.ITERATIONS);
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    return new MacData(
        new DigestInfo(sha256, hmac("SHA-256", key, content)),
        salt,
        PasswordBasedEncryption.ITERATIONS);
  }

  /**
   * RFC 7292 appendix B.2 with the identifier 3, for a key as long as the digest: so the first
   * block is the key. Bouncy Castle has the same; the JDK's digests are some times faster, and this
   * is what every opening of a key file waits for.
   */
  private static byte[] macKey(String digest, byte[] secret, byte[] salt, int iterations) {
    int block = digest.equals("SHA-384") || digest.equals("SHA-512") ? 128 : 64;
    byte[] diversifier = new byte[block];
    Arrays.fill(diversifier, (byte) 3);
    try {
      MessageDigest hash = MessageDigest.getInstance(digest);
      hash.update(diversifier);
      hash.update(repeated(salt, block));
      byte[] key = hash.digest(repeated(secret, block));
      for (int i = 1; i < iterations; i++) {
        hash.update(key);
        hash.digest(key, 0, key.length);
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + digest, e);
    }
  }

  /** As often as it takes to fill whole blocks; nothing stays nothing. */
  private static byte[] repeated(byte[] bytes, int block) {
    byte[] filled = new byte[(bytes.length + block - 1) / block * block];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = bytes[i % bytes.length];
    }
    return filled;
  }

  private static byte[] pbmac1(AlgorithmIdentifier algorithm, byte[] content, char[] password)
      throws IOException {
    PBMAC1Params parameters = PBMAC1Params.getInstance(algorithm.getParameters());
    String digest =
        switch (parameters.getMessageAuthScheme().getAlgorithm().getId()) {
          case "1.2.840.113549.2.7" -> "SHA-1";
          case "1.2.840.113549.2.8" -> "SHA-224";
          case "1.2.840.113549.2.9" -> "SHA-256";
          case "1.2.840.113549.2.10" -> "SHA-384";
          case "1.2.840.113549.2.11" -> "SHA-512";
          default -> throw new IOException("has a MAC that is not supported (RFC 9579)");
        };
    KeyDerivationFunc function = KeyDerivationFunc.getInstance(parameters.getKeyDerivationFunc());
    byte[] secret = PasswordBasedEncryption.utf8(password);
    byte[] key = Pbkdf2.derive(function, secret, keyLength(function)).key();
    return hmac(digest, key, content);
  }

  /** RFC 9579 §3: it must be stated, because the MAC does not imply it. */
  private static int keyLength(KeyDerivationFunc function) throws IOException {
    BigInteger length =
        function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
            ? PBKDF2Params.getInstance(function.getParameters()).getKeyLength()
            : null;
    if (length == null || length.signum() <= 0 || length.bitLength() > 8) {
      throw new IOException("has a MAC whose key length is not stated (RFC 9579 §3)");
    }
    return length.intValue();
  }

  private static byte[] hmac(String digest, byte[] key, byte[] content) {
    String name = "Hmac" + digest.replace("-", "");
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  private static String digest(String oid) throws IOException {
    return switch (oid) {
      case "1.3.14.3.2.26" -> "SHA-1";
      case "2.16.840.1.101.3.4.2.4" -> "SHA-224";
      case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
      case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
      case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
      default -> throw new IOException("has a MAC that is not supported (digest " + oid + ")");
    };
  }
}
