package org.signetmail.pkix;

import java.math.BigInteger;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Certificates that our own signer would refuse to make: what a validator must stand up to. */
final class Odd {
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private String subject = "CN=Alice";
  private Instant notBefore = Pki.NOW.minus(Duration.ofDays(1));
  private Instant notAfter = Pki.NOW.plus(Duration.ofDays(30));
  private String algorithm = "SHA256withECDSA";
  private boolean authority;
  private Consumer<X509v3CertificateBuilder> extensions = builder -> {};
  private SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, Pki.RANDOM);
  private @Nullable SigningIdentity issuer;

  static Odd of(String subject) {
    Odd odd = new Odd();
    odd.subject = subject;
    return odd;
  }

  Odd named(String name) {
    subject = name;
    return this;
  }

  Odd issuedBy(SigningIdentity authority) {
    issuer = authority;
    return this;
  }

  Odd over(SigningKey other) {
    key = other;
    return this;
  }

  Odd from(Instant instant) {
    notBefore = instant;
    return this;
  }

  Odd until(Instant instant) {
    notAfter = instant;
    return this;
  }

  Odd signedWith(String name) {
    algorithm = name;
    return this;
  }

  Odd extension(String oid, boolean critical, ASN1Encodable value) {
    Consumer<X509v3CertificateBuilder> before = extensions;
    extensions =
        builder -> {
          before.accept(builder);
          add(builder, new ASN1ObjectIdentifier(oid), critical, value);
        };
    return this;
  }

  /** With the extensions of an authority; path length as long as it likes. */
  Odd authority() {
    authority = true;
    return this;
  }

  Odd authority(int pathLength) {
    return extension("2.5.29.19", true, new BasicConstraints(pathLength))
        .extension("2.5.29.15", true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  SigningIdentity identity() {
    return new SigningIdentity(key, java.util.List.of(make()));
  }

  Certificate make() {
    try {
      X500Name name = new X500Name(subject);
      SigningIdentity by = issuer;
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              by == null ? name : X500Name.getInstance(by.certificate().subjectDer()),
              new BigInteger(100, Pki.RANDOM),
              Date.from(notBefore),
              Date.from(notAfter),
              name,
              SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
      if (authority) {
        add(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        add(
            builder,
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      }
      extensions.accept(builder);
      SigningKey signer = by == null ? key : by.key();
      return Certificate.of(
          builder
              .build(
                  new JcaContentSignerBuilder(algorithm)
                      .setProvider(PROVIDER)
                      .build(signer.privateKey(SecretAccess.TOKEN)))
              .getEncoded());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void add(
      X509v3CertificateBuilder builder,
      ASN1ObjectIdentifier oid,
      boolean critical,
      ASN1Encodable value) {
    try {
      builder.addExtension(oid, critical, value);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
