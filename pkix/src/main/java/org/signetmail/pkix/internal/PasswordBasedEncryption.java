package org.signetmail.pkix.internal;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.params.RC2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Encryption under a password: PBES2 (RFC 8018 §6.2) both ways, and for reading the schemes of RFC
 * 7292 appendix C with 3DES and RC2, in which most files of the last decades are written.
 *
 * <p>One value serves one file and one thread: it remembers the last key it derived, because the
 * bags of a file that {@link Pkcs12Writer} wrote share it.
 */
public final class PasswordBasedEncryption {
  /**
   * Iterations of PBKDF2 in what is written. Each doubling costs an attacker one bit of password,
   * and every start of a command that opens the file the same time: 200,000 are 0.1 s of a JVM, 100
   * times the 2048 of OpenSSL 3, and every mail client reads them.
   */
  static final int ITERATIONS = 200_000;

  private static final int MOST_ITERATIONS = 5_000_000;
  private static final String PKCS12_PBE = "1.2.840.113549.1.12.1.";

  private final char[] password;
  private Pbkdf2.@Nullable Derived last;

  PasswordBasedEncryption(char[] password) {
    this.password = password;
  }

  /** The password did not open it: wrong, or the ciphertext is damaged; no one can tell which. */
  public static final class WrongPassword extends IOException {
    private static final long serialVersionUID = 1L;

    WrongPassword() {
      super("does not open with this password");
    }
  }

  /** What the writer uses: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC. */
  static AlgorithmIdentifier scheme(byte[] salt, SecureRandom random) {
    byte[] iv = new byte[16];
    random.nextBytes(iv);
    AlgorithmIdentifier hmac =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, 32, hmac)),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv))));
  }

  byte[] encrypt(AlgorithmIdentifier scheme, byte[] plaintext) throws IOException {
    try {
      return pbes2(scheme, Cipher.ENCRYPT_MODE, utf8()).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
  }

  /**
   * @throws WrongPassword when it does not open
   * @throws IOException saying in a phrase what is not supported
   */
  byte[] decrypt(AlgorithmIdentifier scheme, byte[] ciphertext) throws IOException {
    byte[] plain = decrypted(scheme, ciphertext);
    try {
      Asn1.requireOneValue(plain);
    } catch (IOException e) {
      // The padding of what a wrong password makes is right once in 256 times.
      throw new WrongPassword();
    }
    return plain;
  }

  private byte[] decrypted(AlgorithmIdentifier scheme, byte[] ciphertext) throws IOException {
    String oid = scheme.getAlgorithm().getId();
    try {
      if (oid.equals(PKCSObjectIdentifiers.id_PBES2.getId())) {
        return decryptPbes2(scheme, ciphertext);
      }
      if (oid.startsWith(PKCS12_PBE)) {
        return decryptPkcs12(scheme, ciphertext);
      }
    } catch (RuntimeException e) {
      throw new IOException("has password encryption that is not well-formed (RFC 8018)", e);
    }
    throw new IOException("is encrypted with a scheme that is not supported (" + oid + ")");
  }

  static void requireBounded(java.math.BigInteger iterations) throws IOException {
    if (iterations.signum() <= 0
        || iterations.bitLength() > 31
        || iterations.intValue() > MOST_ITERATIONS) {
      throw new IOException(
          "wants "
              + iterations
              + " iterations, more than the "
              + MOST_ITERATIONS
              + " that are made");
    }
  }

  private byte[] decryptPbes2(AlgorithmIdentifier scheme, byte[] ciphertext) throws IOException {
    try {
      return pbes2(scheme, Cipher.DECRYPT_MODE, utf8()).doFinal(ciphertext);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      if (new String(password).chars().allMatch(c -> c < 0x80)) {
        throw new WrongPassword();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("has password encryption that is not supported (RFC 8018)", e);
    }
    // Some writers put the BMPString of RFC 7292 appendix B.1 where RFC 8018 wants UTF-8.
    try {
      return pbes2(
              scheme, Cipher.DECRYPT_MODE, PBEParametersGenerator.PKCS12PasswordToBytes(password))
          .doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      throw new WrongPassword();
    }
  }

  private Cipher pbes2(AlgorithmIdentifier scheme, int mode, byte[] secret)
      throws IOException, GeneralSecurityException {
    PBES2Parameters parameters = PBES2Parameters.getInstance(scheme.getParameters());
    EncryptionScheme encryption = parameters.getEncryptionScheme();
    String name;
    int keyLength;
    switch (encryption.getAlgorithm().getId()) {
      case "2.16.840.1.101.3.4.1.2" -> {
        name = "AES";
        keyLength = 16;
      }
      case "2.16.840.1.101.3.4.1.22" -> {
        name = "AES";
        keyLength = 24;
      }
      case "2.16.840.1.101.3.4.1.42" -> {
        name = "AES";
        keyLength = 32;
      }
      case "1.2.840.113549.3.7" -> {
        name = "DESede";
        keyLength = 24;
      }
      default ->
          throw new IOException(
              "is encrypted with a cipher that is not supported ("
                  + encryption.getAlgorithm().getId()
                  + ")");
    }
    byte[] iv = ASN1OctetString.getInstance(encryption.getParameters()).getOctets();
    Cipher cipher = Cipher.getInstance(name + "/CBC/PKCS5Padding");
    cipher.init(
        mode,
        new SecretKeySpec(derive(parameters.getKeyDerivationFunc(), secret, keyLength), name),
        new IvParameterSpec(iv));
    return cipher;
  }

  private byte[] derive(KeyDerivationFunc function, byte[] secret, int keyLength)
      throws IOException {
    Pbkdf2.Derived known = last;
    if (known == null || !known.isFor(function, secret, keyLength)) {
      known = Pbkdf2.derive(function, secret, keyLength);
      last = known;
    }
    return known.key();
  }

  private byte[] decryptPkcs12(AlgorithmIdentifier scheme, byte[] ciphertext) throws IOException {
    PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(scheme.getParameters());
    requireBounded(parameters.getIterations());
    BufferedBlockCipher cipher;
    int keyBits;
    boolean rc2 = false;
    switch (scheme.getAlgorithm().getId().substring(PKCS12_PBE.length())) {
      case "3" -> {
        cipher = padded(new DESedeEngine());
        keyBits = 192;
      }
      case "4" -> {
        cipher = padded(new DESedeEngine());
        keyBits = 128;
      }
      case "5" -> {
        cipher = padded(new RC2Engine());
        keyBits = 128;
        rc2 = true;
      }
      case "6" -> {
        cipher = padded(new RC2Engine());
        keyBits = 40;
        rc2 = true;
      }
      default ->
          throw new IOException(
              "is encrypted with a scheme that is not supported ("
                  + scheme.getAlgorithm().getId()
                  + ")");
    }
    for (byte[] secret : pkcs12Secrets(password)) {
      PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
      generator.init(secret, parameters.getIV(), parameters.getIterations().intValue());
      ParametersWithIV keyAndIv =
          (ParametersWithIV) generator.generateDerivedParameters(keyBits, 64);
      CipherParameters key = keyAndIv.getParameters();
      if (rc2) {
        key = new RC2Parameters(((KeyParameter) key).getKey(), keyBits);
      }
      cipher.init(false, new ParametersWithIV(key, keyAndIv.getIV()));
      byte[] out = new byte[cipher.getOutputSize(ciphertext.length)];
      try {
        int length = cipher.processBytes(ciphertext, 0, ciphertext.length, out, 0);
        length += cipher.doFinal(out, length);
        return Arrays.copyOf(out, length);
      } catch (InvalidCipherTextException | RuntimeException e) {
        cipher.reset();
      }
    }
    throw new WrongPassword();
  }

  /**
   * The password as RFC 7292 appendix B.1 wants it; an empty one has two forms, and both are met:
   * with the terminating zeros (OpenSSL, NSS) and without (Windows, Java).
   */
  static byte[][] pkcs12Secrets(char[] password) {
    return password.length > 0
        ? new byte[][] {PBEParametersGenerator.PKCS12PasswordToBytes(password)}
        : new byte[][] {new byte[2], new byte[0]};
  }

  private byte[] utf8() {
    return utf8(password);
  }

  static byte[] utf8(char[] password) {
    java.nio.ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static BufferedBlockCipher padded(org.bouncycastle.crypto.BlockCipher engine) {
    return new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(engine), new PKCS7Padding());
  }
}
