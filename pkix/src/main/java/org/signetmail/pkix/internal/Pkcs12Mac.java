package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

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
    for (byte[] secret : PasswordBasedEncryption.pkcs12Secrets(password)) {
      byte[] computed =
          pkcs12(
              digest(algorithm.getAlgorithm().getId()),
              secret,
              mac.getSalt(),
              mac.getIterationCount().intValue(),
              content);
      if (MessageDigest.isEqual(computed, expected.getDigest())) {
        return true;
      }
    }
    return false;
  }

  /** HMAC-SHA-256 in the form of appendix B, which all of the field can check. */
  static MacData make(byte[] content, char[] password, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    byte[] mac =
        pkcs12(
            SHA256Digest.newInstance(),
            PasswordBasedEncryption.pkcs12Secrets(password)[0],
            salt,
            PasswordBasedEncryption.ITERATIONS,
            content);
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    return new MacData(new DigestInfo(sha256, mac), salt, PasswordBasedEncryption.ITERATIONS);
  }

  private static byte[] pkcs12(
      Digest digest, byte[] secret, byte[] salt, int iterations, byte[] content) {
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(digest);
    generator.init(secret, salt, iterations);
    return hmac(
        digest,
        ((KeyParameter) generator.generateDerivedMacParameters(digest.getDigestSize() * 8))
            .getKey(),
        content);
  }

  private static byte[] pbmac1(AlgorithmIdentifier algorithm, byte[] content, char[] password)
      throws IOException {
    PBMAC1Params parameters = PBMAC1Params.getInstance(algorithm.getParameters());
    Digest digest =
        switch (parameters.getMessageAuthScheme().getAlgorithm().getId()) {
          case "1.2.840.113549.2.7" -> new SHA1Digest();
          case "1.2.840.113549.2.8" -> new SHA224Digest();
          case "1.2.840.113549.2.9" -> SHA256Digest.newInstance();
          case "1.2.840.113549.2.10" -> new SHA384Digest();
          case "1.2.840.113549.2.11" -> new SHA512Digest();
          default -> throw new IOException("has a MAC that is not supported (RFC 9579)");
        };
    byte[] key =
        Pbkdf2.derive(
                org.bouncycastle.asn1.pkcs.KeyDerivationFunc.getInstance(
                    parameters.getKeyDerivationFunc()),
                PasswordBasedEncryption.utf8(password),
                digest.getDigestSize())
            .key();
    return hmac(digest, key, content);
  }

  private static byte[] hmac(Digest digest, byte[] key, byte[] content) {
    HMac hmac = new HMac(digest);
    hmac.init(new KeyParameter(key));
    hmac.update(content, 0, content.length);
    byte[] out = new byte[hmac.getMacSize()];
    hmac.doFinal(out, 0);
    return out;
  }

  private static Digest digest(String oid) throws IOException {
    return switch (oid) {
      case "1.3.14.3.2.26" -> new SHA1Digest();
      case "2.16.840.1.101.3.4.2.4" -> new SHA224Digest();
      case "2.16.840.1.101.3.4.2.1" -> SHA256Digest.newInstance();
      case "2.16.840.1.101.3.4.2.2" -> new SHA384Digest();
      case "2.16.840.1.101.3.4.2.3" -> new SHA512Digest();
      default -> throw new IOException("has a MAC that is not supported (digest " + oid + ")");
    };
  }
}
