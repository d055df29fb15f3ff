package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;

/** TLS to servers under a root that a person names. */
final class TlsTrust {
  private TlsTrust() {}

  static SSLContext under(Path roots) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate root :
          Certificates.read(Input.smallFile(roots, "a certificate"), roots.toString())) {
        store.setCertificateEntry("root-" + number++, root.x509());
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw Failure.unreadable(roots + ": is no root that TLS takes; give a CA certificate", e);
    }
  }
}
