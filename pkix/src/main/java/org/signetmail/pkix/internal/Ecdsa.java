package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Verifies ECDSA over the curves of NIST with Bouncy Castle's arithmetic, which is several times as
 * fast as the JDK's, and ten times for the first signature of a process: the JDK begins with a
 * table of multiples of the base point. Nothing secret is computed with here.
 */
public final class Ecdsa {
  private static final ASN1ObjectIdentifier P_256 = new ASN1ObjectIdentifier("1.2.840.10045.3.1.7");
  private static final ASN1ObjectIdentifier P_384 = new ASN1ObjectIdentifier("1.3.132.0.34");
  private static final ASN1ObjectIdentifier P_521 = new ASN1ObjectIdentifier("1.3.132.0.35");

  private Ecdsa() {}

  /** The curve of the key, when it is one of those. */
  private static @Nullable X9ECParameters curve(ECParameterSpec spec) {
    ASN1ObjectIdentifier oid =
        switch (spec.getCurve().getField().getFieldSize()) {
          case 256 -> P_256;
          case 384 -> P_384;
          case 521 -> P_521;
          default -> null;
        };
    X9ECParameters curve = oid == null ? null : CustomNamedCurves.getByOID(oid);
    return curve != null
            && curve.getN().equals(spec.getOrder())
            && curve.getCurve().getA().toBigInteger().equals(spec.getCurve().getA())
            && curve.getCurve().getB().toBigInteger().equals(spec.getCurve().getB())
            && curve
                .getG()
                .getAffineXCoord()
                .toBigInteger()
                .equals(spec.getGenerator().getAffineX())
            && curve
                .getG()
                .getAffineYCoord()
                .toBigInteger()
                .equals(spec.getGenerator().getAffineY())
        ? curve
        : null;
  }

  public static boolean knows(ECPublicKey key) {
    return curve(key.getParams()) != null;
  }

  /**
   * Whether {@code signature}, an ECDSA-Sig-Value in DER (RFC 3279 §2.2.3), is one over {@code
   * digest}.
   */
  public static boolean verifies(ECPublicKey key, byte[] digest, byte[] signature) {
    X9ECParameters curve = curve(key.getParams());
    if (curve == null) {
      throw new IllegalArgumentException("a curve that is not one of P-256, P-384, P-521");
    }
    try {
      ECPoint point = key.getW();
      BigInteger[] values = StandardDSAEncoding.INSTANCE.decode(curve.getN(), signature);
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(
          false,
          new ECPublicKeyParameters(
              curve.getCurve().validatePoint(point.getAffineX(), point.getAffineY()),
              new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH())));
      return verifier.verifySignature(digest, values[0], values[1]);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
