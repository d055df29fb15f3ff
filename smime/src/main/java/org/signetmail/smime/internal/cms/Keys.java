package org.signetmail.smime.internal.cms;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/** What a public key says of itself, whichever provider made its object. */
public final class Keys {
  private Keys() {}

  /** The AlgorithmIdentifier and the bits of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  record PublicKeyInfo(String oid, Der algorithm, byte[] bits) {}

  static PublicKeyInfo info(PublicKey key) {
    try {
      List<Der> parts = Der.of(key.getEncoded()).children(Asn1.SEQUENCE, 2);
      Der algorithm = parts.getFirst();
      return new PublicKeyInfo(
          algorithm.children(Asn1.SEQUENCE, 1).getFirst().oid(), algorithm, parts.get(1).bits());
    } catch (Asn1Exception e) {
      throw new IllegalArgumentException("public key: has no SubjectPublicKeyInfo", e);
    }
  }

  /** Object identifier of the key's algorithm. */
  public static String algorithmOid(PublicKey key) {
    return info(key).oid();
  }

  /** Bits of the field of an elliptic curve, or 0 for a key of another kind. */
  public static int curveBits(PublicKey key) {
    return ecBits(key);
  }

  static int ecBits(PublicKey key) {
    return key instanceof ECPublicKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
  }

  /** Bits of the modulus, or 0 for a key that is not RSA. */
  public static int rsaBits(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
  }
}
