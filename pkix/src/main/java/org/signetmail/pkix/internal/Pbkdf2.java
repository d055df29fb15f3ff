package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.generators.SCrypt;

/** Derives keys from passwords: PBKDF2 (RFC 8018 §5.2) and scrypt (RFC 7914), within budgets. */
final class Pbkdf2 {
  private static final BigInteger MOST_MEMORY = BigInteger.valueOf(1L << 28); // octets, scrypt

  private Pbkdf2() {}

  /** A key with what it was derived from. */
  record Derived(KeyDerivationFunc function, byte[] secret, byte[] key) {
    boolean isFor(KeyDerivationFunc function, byte[] secret, int keyLength) {
      return this.function.equals(function)
          && Arrays.equals(this.secret, secret)
          && key.length == keyLength;
    }
  }

  static Derived derive(KeyDerivationFunc function, byte[] secret, int keyLength)
      throws IOException {
    byte[] key =
        function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
            ? pbkdf2(PBKDF2Params.getInstance(function.getParameters()), secret, keyLength)
            : scrypt(function, secret, keyLength);
    return new Derived(function, secret, key);
  }

  private static byte[] pbkdf2(PBKDF2Params parameters, byte[] secret, int keyLength)
      throws IOException {
    PasswordBasedEncryption.requireBounded(parameters.getIterationCount());
    String hmac =
        switch (parameters.getPrf().getAlgorithm().getId()) {
          case "1.2.840.113549.2.7" -> "HmacSHA1";
          case "1.2.840.113549.2.8" -> "HmacSHA224";
          case "1.2.840.113549.2.9" -> "HmacSHA256";
          case "1.2.840.113549.2.10" -> "HmacSHA384";
          case "1.2.840.113549.2.11" -> "HmacSHA512";
          default ->
              throw new IOException(
                  "derives its key with a function that is not supported ("
                      + parameters.getPrf().getAlgorithm().getId()
                      + ")");
        };
    try {
      Mac mac = Mac.getInstance(hmac);
      // A zero octet pads the key of HMAC to its block anyway (RFC 2104 §2), and the JDK refuses
      // none.
      mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, hmac));
      return blocks(
          mac, parameters.getSalt(), parameters.getIterationCount().intValue(), keyLength);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + hmac, e);
    }
  }

  private static byte[] blocks(Mac mac, byte[] salt, int iterations, int keyLength)
      throws GeneralSecurityException {
    int length = mac.getMacLength();
    byte[] key = new byte[keyLength];
    for (int block = 1, at = 0; at < keyLength; block++, at += length) {
      mac.update(salt);
      mac.update(
          new byte[] {
            (byte) (block >> 24), (byte) (block >> 16), (byte) (block >> 8), (byte) block
          });
      byte[] u = mac.doFinal();
      byte[] t = u.clone();
      for (int i = 1; i < iterations; i++) {
        mac.update(u);
        mac.doFinal(u, 0);
        for (int j = 0; j < length; j++) {
          t[j] ^= u[j];
        }
      }
      System.arraycopy(t, 0, key, at, Math.min(length, keyLength - at));
    }
    return key;
  }

  private static byte[] scrypt(KeyDerivationFunc function, byte[] secret, int keyLength)
      throws IOException {
    if (!function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      throw new IOException(
          "derives its key with a function that is not supported ("
              + function.getAlgorithm().getId()
              + ")");
    }
    var parameters = org.bouncycastle.asn1.misc.ScryptParams.getInstance(function.getParameters());
    BigInteger memory =
        parameters.getCostParameter().multiply(parameters.getBlockSize()).shiftLeft(7);
    if (memory.signum() <= 0
        || memory.compareTo(MOST_MEMORY) > 0
        || memory
                .multiply(parameters.getParallelizationParameter())
                .compareTo(MOST_MEMORY.shiftLeft(2))
            > 0) {
      throw new IOException("wants more memory for its key derivation than is given (RFC 7914 §2)");
    }
    return SCrypt.generate(
        secret,
        parameters.getSalt(),
        parameters.getCostParameter().intValueExact(),
        parameters.getBlockSize().intValueExact(),
        parameters.getParallelizationParameter().intValueExact(),
        keyLength);
  }
}
