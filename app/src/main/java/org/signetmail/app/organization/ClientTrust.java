package org.signetmail.app.organization;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.signetmail.pkix.Certificate;

/**
 * What a TLS server of ours wants of a client's certificate: nothing but that the client holds its
 * key, which the handshake proves. Whose it is, and whether it counts today, is looked up among the
 * certificates that we issued, with each request; one of somebody else's is nobody's. So a client
 * with a certificate from elsewhere still gets in as everybody does.
 *
 * <p>Clients choose by the authorities that are named here. This never decides about a server.
 */
final class ClientTrust extends X509ExtendedTrustManager {
  private static final int LONGEST_PATH = 10;

  private final List<Certificate> authorities;

  ClientTrust(List<Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.stream().map(Certificate::x509).toArray(X509Certificate[]::new);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (chain.length == 0 || chain.length > LONGEST_PATH) {
      throw new CertificateException("a client shows between one and ten certificates");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no server is trusted by this");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }
}
