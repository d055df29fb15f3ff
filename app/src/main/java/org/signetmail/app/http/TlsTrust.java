package org.signetmail.app.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;

/** TLS to servers under roots that a person names. */
public final class TlsTrust {
  private TlsTrust() {}

  /**
   * @param roots PEM or DER
   * @param file its name, for whoever must correct it
   * @throws IOException when it holds no certificates
   * @throws Failure when TLS does not take them
   */
  public static SSLContext under(byte[] roots, String file) throws IOException {
    return under(roots, file, new KeyManager[0]);
  }

  /**
   * The same for a client that says who it is.
   *
   * @param client what it shows (RFC 8446 §4.4.2)
   */
  public static SSLContext under(byte[] roots, String file, KeyManager... client)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate root : Certificates.read(roots, file)) {
        store.setCertificateEntry("root-" + number++, root.x509());
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw Failure.unreadable(file + ": is no root that TLS takes; give a CA certificate", e);
    }
  }

  /** TLS under the platform's roots, for a client that says who it is. */
  public static SSLContext ofPlatform(KeyManager... client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS under the platform's roots", e);
    }
  }
}
