package org.signetmail.smime.internal.cms;

import java.nio.charset.StandardCharsets;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * How content is encrypted: the cipher, and whether its key is derived from the one that recipients
 * get together with the algorithm's name, so that nobody passes a message off as encrypted with
 * another (RFC 9709).
 */
public record ContentEncryption(ContentCipher cipher, KeyDerivation derivation) {
  private static final byte[] SALT =
      "The Cryptographic Message Syntax".getBytes(StandardCharsets.US_ASCII);

  /** What stands between the key that recipients get and the cipher. */
  public enum KeyDerivation {
    NONE,
    HKDF_SHA256
  }

  /** With the very key that recipients get. */
  public static ContentEncryption of(ContentCipher cipher) {
    return new ContentEncryption(cipher, KeyDerivation.NONE);
  }

  /** AlgorithmIdentifier as it stands in the message. */
  byte[] identifier(byte[] ofCipher) {
    return derivation == KeyDerivation.NONE
        ? ofCipher
        : Asn1.algorithm(Oids.CEK_HKDF_SHA256, ofCipher);
  }

  /** The cipher's key from the one that recipients get (RFC 9709 §2). */
  byte[] key(Jca jca, byte[] given, byte[] ofCipher) {
    return derivation == KeyDerivation.NONE
        ? given
        : Kdf.hkdf(jca, Digests.SHA_256, SALT, given, ofCipher, given.length);
  }
}
