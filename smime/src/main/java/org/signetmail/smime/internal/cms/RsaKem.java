package org.signetmail.smime.internal.cms;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;

/** RSA-KEM with KDF3 and SHA-256 (RFC 9690 appendix A). */
final class RsaKem {
  private RsaKem() {}

  static Kem.Encapsulated encapsulate(Jca jca, PublicKey key, int length, SecureRandom random)
      throws GeneralSecurityException {
    BigInteger modulus = rsa(key).getModulus();
    BigInteger z;
    do { // rejection keeps it uniform below n
      z = new BigInteger(modulus.bitLength(), random);
    } while (z.compareTo(modulus) >= 0);
    byte[] integer = fixed(z.toByteArray(), octets(modulus));
    byte[] ciphertext =
        jca.cipher("RSA/ECB/NoPadding", Cipher.ENCRYPT_MODE, key, null, null).doFinal(integer);
    return new Kem.Encapsulated(secret(jca, integer, length), ciphertext);
  }

  static byte[] decapsulate(Jca jca, PrivateKey key, PublicKey ours, byte[] ciphertext, int length)
      throws GeneralSecurityException {
    BigInteger modulus = rsa(ours).getModulus();
    if (ciphertext.length != octets(modulus)
        || new BigInteger(1, ciphertext).compareTo(modulus) >= 0) {
      throw new InvalidKeyException("encapsulated key out of its range");
    }
    byte[] integer =
        jca.cipher("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, key, null, null).doFinal(ciphertext);
    return secret(jca, fixed(integer, ciphertext.length), length);
  }

  private static byte[] secret(Jca jca, byte[] integer, int length) {
    try {
      return Kdf.kdf3(jca, Digests.SHA_256, integer, new byte[0], length);
    } finally {
      Arrays.fill(integer, (byte) 0);
    }
  }

  private static RSAPublicKey rsa(PublicKey key) throws InvalidKeyException {
    if (key instanceof RSAPublicKey rsa) {
      return rsa;
    }
    throw new InvalidKeyException("not an RSA key");
  }

  private static int octets(BigInteger modulus) {
    return (modulus.bitLength() + 7) / 8;
  }

  /** The same integer in so many octets. */
  static byte[] fixed(byte[] integer, int length) {
    byte[] out = new byte[length];
    int copied = Math.min(length, integer.length);
    System.arraycopy(integer, integer.length - copied, out, length - copied, copied);
    return out;
  }
}
