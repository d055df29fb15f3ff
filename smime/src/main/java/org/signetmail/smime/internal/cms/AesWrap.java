package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** AES key wrap (RFC 3394, RFC 3565 §2.3.2). */
final class AesWrap {
  private AesWrap() {}

  /** AlgorithmIdentifier for a key-encryption key of so many octets; parameters absent. */
  static byte[] identifier(int length) {
    return Asn1.algorithm(
        switch (length) {
          case 16 -> Oids.AES128_WRAP;
          case 24 -> Oids.AES192_WRAP;
          default -> Oids.AES256_WRAP;
        });
  }

  /** Octets of the key-encryption key that an AlgorithmIdentifier asks for. */
  static int length(Der identifier) throws GeneralSecurityException, Asn1Exception {
    return switch (identifier.children(Asn1.SEQUENCE, 1).getFirst().oid()) {
      case Oids.AES128_WRAP -> 16;
      case Oids.AES192_WRAP -> 24;
      case Oids.AES256_WRAP -> 32;
      default -> throw new InvalidKeyException("key wrap that is not known");
    };
  }

  static byte[] wrap(Jca jca, byte[] kek, byte[] key) throws GeneralSecurityException {
    return jca.cipher("AESWrap", Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"), null, null)
        .wrap(new SecretKeySpec(key, "AES"));
  }

  static byte[] unwrap(Jca jca, byte[] kek, byte[] wrapped) throws GeneralSecurityException {
    return jca.cipher("AESWrap", Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"), null, null)
        .unwrap(wrapped, "AES", Cipher.SECRET_KEY)
        .getEncoded();
  }
}
