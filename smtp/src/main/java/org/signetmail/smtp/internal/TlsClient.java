package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.signetmail.smtp.RelaySettings;

/** The TLS side of a conversation with a next hop (RFC 3207 §4). Safe for use by many threads. */
public final class TlsClient {
  private TlsClient() {}

  /** TLS did not come about, or the server did not show who it is: nothing was said over it. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }

    Failed(IOException cause) {
      super("no TLS: " + cause.getMessage(), cause);
    }
  }

  /** Secures a connection; its name goes along (RFC 6066 §3), and is checked when TLS is. */
  static SSLSocket secure(Socket socket, RelaySettings settings) throws IOException {
    SSLContext context =
        settings.tls().isChecked()
            ? settings.tlsContext().orElseGet(TlsClient::platform)
            : anybody();
    SSLSocket secured =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
    if (settings.tls().isChecked()) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    secured.setSoTimeout((int) settings.timeouts().connect().toMillis());
    try {
      secured.startHandshake();
    } catch (IOException e) {
      throw new Failed(e);
    }
    return secured;
  }

  private static SSLContext platform() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * Encrypts to whoever is there. It is used where the alternative is to send in clear, which
   * protects against nobody (RFC 7435), or where DANE says that there is TLS and not by whom (RFC
   * 7672 §2.2).
   */
  public static SSLContext anybody() {
    return Anybody.CONTEXT;
  }

  /** A context with one judge of certificates. */
  static SSLContext context(ServerJudge judge) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {judge}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static final class Anybody extends ServerJudge {
    static final SSLContext CONTEXT = context(new Anybody());

    @Override
    void check(List<X509Certificate> chain) {}
  }
}
