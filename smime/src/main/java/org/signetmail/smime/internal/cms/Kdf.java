package org.signetmail.smime.internal.cms;

import java.security.MessageDigest;
import java.util.Arrays;
import org.signetmail.smime.internal.asn1.Asn1;

/**
 * Key derivation: X9.63 (RFC 5753 §7.2), KDF3 (RFC 9690) and HKDF (RFC 5869), with what CMS binds.
 */
final class Kdf {
  private Kdf() {}

  static byte[] x963(Jca jca, Digests digest, byte[] secret, byte[] info, int length) {
    byte[] out = new byte[0];
    MessageDigest md = jca.digest(digest.jca());
    for (int counter = 1; out.length < length; counter++) {
      md.update(secret);
      md.update(new byte[] {0, 0, 0, (byte) counter});
      md.update(info);
      out = joined(out, md.digest());
    }
    return Arrays.copyOf(out, length);
  }

  /** KDF3 of ANS X9.44, as RFC 9690 appendix B.1 restates it. */
  static byte[] kdf3(Jca jca, Digests digest, byte[] secret, byte[] info, int length) {
    byte[] out = new byte[0];
    MessageDigest md = jca.digest(digest.jca());
    for (int counter = 1; out.length < length; counter++) {
      md.update(new byte[] {0, 0, 0, (byte) counter});
      md.update(secret);
      md.update(info);
      out = joined(out, md.digest());
    }
    return Arrays.copyOf(out, length);
  }

  /**
   * @param salt empty for none
   */
  static byte[] hkdf(Jca jca, Digests digest, byte[] salt, byte[] secret, byte[] info, int length) {
    String hmac = "Hmac" + digest.inSignature();
    byte[] zeros = new byte[jca.digest(digest.jca()).getDigestLength()];
    byte[] key = jca.hmac(hmac, salt.length == 0 ? zeros : salt, secret);
    byte[] out = new byte[0];
    byte[] block = new byte[0];
    for (int counter = 1; out.length < length; counter++) {
      block = jca.hmac(hmac, key, block, info, new byte[] {(byte) counter});
      out = joined(out, block);
    }
    return Arrays.copyOf(out, length);
  }

  /** ECC-CMS-SharedInfo (RFC 5753 §7.2). */
  static byte[] sharedInfo(byte[] wrapIdentifier, byte[] ukm, int keyLength) {
    byte[] length =
        Asn1.context(
            2, Asn1.octets(new byte[] {0, 0, (byte) (keyLength >> 5), (byte) (keyLength << 3)}));
    return ukm.length == 0
        ? Asn1.sequence(wrapIdentifier, length)
        : Asn1.sequence(wrapIdentifier, Asn1.context(0, Asn1.octets(ukm)), length);
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
