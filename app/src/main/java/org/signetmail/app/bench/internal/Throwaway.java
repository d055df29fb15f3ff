package org.signetmail.app.bench.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A person under a root of their own, for one measurement. Nobody trusts the root, and the key is
 * gone with the folder that it is written to.
 *
 * @param keys sign and decrypt
 */
public record Throwaway(X509Certificate root, KeyPair keys, X509Certificate certificate) {
  /** The mailbox that the certificate names. */
  public static final String MAILBOX = "alice@example.test";

  private static final Duration LIFE = Duration.ofDays(1);

  /** The kind of key. */
  public enum Kind {
    RSA_2048("RSA-2048", KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
    P_256("P-256", KeyUsage.digitalSignature | KeyUsage.keyAgreement);

    private final String words;
    private final int usage;

    Kind(String words, int usage) {
      this.words = words;
      this.usage = usage;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Makes one, valid from an hour ago. */
  public static Throwaway make(Kind kind, Instant now, SecureRandom random) throws IOException {
    try {
      KeyPair authority = pair(Kind.P_256, random);
      X500Name root = new X500Name("CN=Bench root");
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder own = builder(root, root, BigInteger.ONE, authority, now);
      own.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      own.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      own.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(authority.getPublic()));
      KeyPair keys = pair(kind, random);
      X509v3CertificateBuilder person =
          builder(root, new X500Name("CN=Alice"), BigInteger.TWO, keys, now);
      person.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      person.addExtension(Extension.keyUsage, true, new KeyUsage(kind.usage));
      person.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
      person.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.rfc822Name, MAILBOX)));
      person.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(keys.getPublic()));
      person.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(authority.getPublic()));
      return new Throwaway(signed(own, authority), keys, signed(person, authority));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("bench: no key or certificate: " + e.getMessage(), e);
    }
  }

  /** The root's certificate in PEM. */
  public String rootPem() throws IOException {
    return pem(root);
  }

  /** The person's certificate in PEM. */
  public String certificatePem() throws IOException {
    return pem(certificate);
  }

  /** The person's key in PEM, not sealed. */
  public String keyPem() throws IOException {
    return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, BigInteger serial, KeyPair keys, Instant now) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        serial,
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(LIFE)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair authority)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
  }

  private static KeyPair pair(Kind kind, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind == Kind.P_256 ? "EC" : "RSA");
    if (kind == Kind.P_256) {
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    } else {
      generator.initialize(2048, random);
    }
    return generator.generateKeyPair();
  }

  private static String pem(Object thing) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(thing);
    }
    return text.toString();
  }
}
