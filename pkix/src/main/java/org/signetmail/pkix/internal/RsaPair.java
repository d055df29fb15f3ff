package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The public half of an RSA key, and whether the private half is one: the numbers are held to each
 * other (RFC 8017 §3.2), which is both more than a library asks that only copies modulus and
 * exponent, and a thousand times cheaper than its test that the modulus is no prime. With a wrong
 * number among them a key opens nothing, or betrays itself by its faulty signatures.
 */
final class RsaPair {
  private RsaPair() {}

  /** Whether the numbers can be looked at here: rsaEncryption (RFC 8017 appendix A.1). */
  static boolean is(PrivateKeyInfo info) {
    return info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
  }

  /**
   * The SubjectPublicKeyInfo.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  static byte[] publicOf(PrivateKeyInfo info) throws IOException {
    RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
    if (!isConsistent(key)) {
      throw new IOException("holds an RSA key whose numbers do not fit together (RFC 8017 §3.2)");
    }
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(key.getModulus(), key.getPublicExponent()))
        .getEncoded();
  }

  private static boolean isConsistent(RSAPrivateKey key) {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger two = BigInteger.TWO;
    if (p.compareTo(two) <= 0 || q.compareTo(two) <= 0 || key.getPublicExponent().signum() <= 0) {
      return false;
    }
    BigInteger d = key.getPrivateExponent();
    BigInteger ofP = p.subtract(BigInteger.ONE);
    BigInteger ofQ = q.subtract(BigInteger.ONE);
    return p.multiply(q).equals(key.getModulus())
        && d.mod(ofP).equals(key.getExponent1().mod(ofP))
        && d.mod(ofQ).equals(key.getExponent2().mod(ofQ))
        && isOne(key.getPublicExponent().multiply(key.getExponent1()), ofP)
        && isOne(key.getPublicExponent().multiply(key.getExponent2()), ofQ)
        && isOne(key.getCoefficient().multiply(q), p);
  }

  private static boolean isOne(BigInteger product, BigInteger modulus) {
    return product.mod(modulus).equals(BigInteger.ONE);
  }
}
