package org.signetmail.pkix.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;

/** Parses one DER certificate: with the JDK, and where that lacks a curve, with Bouncy Castle. */
public final class X509 {
  private static final int LARGEST = 1 << 20; // octets

  private X509() {}

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public static X509Certificate parse(byte[] der) throws IOException {
    if (der.length > LARGEST) {
      throw new IOException("is larger than the " + (LARGEST >> 20) + " MiB of a certificate");
    }
    Asn1.requireOneValue(der);
    X509Certificate certificate;
    try {
      certificate = with(CertificateFactory.getInstance("X.509"), der);
    } catch (CertificateException e) {
      certificate = withBouncyCastle(der, e);
    }
    requireReadable(certificate);
    return certificate;
  }

  /**
   * What decides the use of a key must be readable: an extension that the parser passed over would
   * count as absent, and absent means allowed.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public static void requireReadable(X509Certificate certificate) throws IOException {
    if (certificate.getExtensionValue(Extensions.KEY_USAGE) != null
        && certificate.getKeyUsage() == null) {
      throw new IOException("has a key usage that cannot be read (RFC 5280 §4.2.1.3)");
    }
    try {
      if (certificate.getExtensionValue(Extensions.EXTENDED_KEY_USAGE) != null
          && certificate.getExtendedKeyUsage() == null) {
        throw new IOException("has an extended key usage that cannot be read (RFC 5280 §4.2.1.12)");
      }
      PublicKey key = certificate.getPublicKey();
      if (key == null) { // what Bouncy Castle says of an algorithm that it does not know
        throw new IOException("has a public key that cannot be read (RFC 5280 §4.1.2.7)");
      }
      PublicKeys.requireBounded(key);
    } catch (CertificateParsingException e) {
      throw new IOException(
          "has an extended key usage that cannot be read (RFC 5280 §4.2.1.12)", e);
    } catch (RuntimeException e) {
      throw new IOException("has a public key that cannot be read", e);
    }
  }

  /** The key: ours where the JDK has no algorithm of its name, and names it by its number. */
  public static PublicKey publicKey(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    if (key.getAlgorithm().indexOf('.') < 0) {
      return key;
    }
    try {
      return PublicKeys.of(key.getEncoded());
    } catch (IOException e) {
      return key; // of a kind that nobody here knows
    }
  }

  private static X509Certificate withBouncyCastle(byte[] der, CertificateException jdk)
      throws IOException {
    try {
      return with(CertificateFactory.getInstance("X.509", BouncyCastle.provider()), der);
    } catch (CertificateException | RuntimeException e) {
      jdk.addSuppressed(e);
      throw new IOException("is not a certificate (RFC 5280 §4.1)", jdk);
    }
  }

  private static X509Certificate with(CertificateFactory factory, byte[] der)
      throws CertificateException {
    if (factory.generateCertificate(new ByteArrayInputStream(der))
        instanceof X509Certificate certificate) {
      return certificate;
    }
    throw new CertificateException("no certificate");
  }
}
