package org.signetmail.lookup.served;

import java.math.BigInteger;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** A TLS server's key with a certificate that nobody vouches for. */
final class ServerContext {
  private ServerContext() {}

  static SSLContext fresh() throws Exception {
    SecureRandom random = new SecureRandom();
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Instant now = Instant.now();
    Certificate certificate =
        CertificateSigner.selfSign(
            new ToBeSigned(
                CertificateProfile.standard(CertificateProfile.Kind.ROOT),
                new BigInteger(127, random),
                new SubjectName("localhost", Optional.of("Example Corp")),
                key.publicKey(),
                now,
                now.plus(Duration.ofDays(1)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            key);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        key.privateKey(SecretAccess.TOKEN),
        new char[0],
        new X509Certificate[] {certificate.x509()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, random);
    return context;
  }
}
