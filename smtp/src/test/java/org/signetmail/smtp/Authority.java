package org.signetmail.smtp;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root that issues certificates to servers, and what servers and clients do with them. */
final class Authority {
  private static final SecureRandom RANDOM = new SecureRandom();

  final KeyPair key = pair();
  final X509Certificate root;

  Authority(String name) throws Exception {
    this.root = certificate(name, key, name, key, Instant.now().plus(Duration.ofDays(30)), true);
  }

  /** A server with a certificate of its own. */
  record Server(KeyPair key, X509Certificate certificate, SSLContext context) {}

  /** One whose certificate has these names, and ends then. */
  Server server(Duration validFor, String... names) throws Exception {
    KeyPair own = pair();
    X509Certificate certificate =
        certificate(
            names[0],
            own,
            root.getSubjectX500Principal().getName().substring(3),
            key,
            Instant.now().plus(validFor),
            false,
            names);
    return new Server(own, certificate, context(own, certificate, root));
  }

  /** What it shows, without the root behind it. */
  static SSLContext alone(Server server) throws Exception {
    return context(server.key, server.certificate);
  }

  Server server(String... names) throws Exception {
    return server(Duration.ofDays(10), names);
  }

  /** A client that trusts this root and no other. */
  SSLContext trusting() throws Exception {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static SSLContext context(KeyPair key, Certificate... path) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("server", key.getPrivate(), new char[0], path);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static X509Certificate certificate(
      String subject,
      KeyPair key,
      String issuer,
      KeyPair issuerKey,
      Instant end,
      boolean authority,
      String... names)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            new BigInteger(127, RANDOM),
            Date.from(end.minus(Duration.ofDays(60))),
            Date.from(end),
            new X500Name("CN=" + subject),
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (names.length > 0) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              Stream.of(names)
                  .map(name -> new GeneralName(GeneralName.dNSName, name))
                  .toArray(GeneralName[]::new)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
  }
}
