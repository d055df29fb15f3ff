package org.signetmail.app.organization;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/** A TLS server that shows one of our own certificates. */
final class ServerTls {
  private ServerTls() {}

  static SSLContext context(SigningIdentity identity) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      X509Certificate[] path =
          identity.path().stream().map(Certificate::x509).toArray(X509Certificate[]::new);
      char[] none = new char[0];
      keys.setKeyEntry("server", identity.key().privateKey(SecretAccess.TOKEN), none, path);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "tls: the server's key cannot be used ("
              + e.getMessage()
              + "); bring keys/tls.p12 back from a backup",
          e);
    }
  }
}
