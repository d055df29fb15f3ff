package org.signetmail.web;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.Optional;
import org.signetmail.pkix.Certificate;

/** The certificate whose key a client proved in the TLS handshake (RFC 8446 §4.4.2, §4.4.3). */
public final class ClientCertificate {
  private ClientCertificate() {}

  /** Empty when the client showed none that can be read. What it is worth is not looked at. */
  public static Optional<Certificate> shown(ServerRequest request) {
    try {
      Optional<java.security.cert.Certificate[]> chain = request.remotePeer().tlsCertificates();
      return chain.isEmpty() || chain.get().length == 0
          ? Optional.empty()
          : Optional.of(Certificate.of(chain.get()[0].getEncoded()));
    } catch (CertificateEncodingException | IOException e) {
      return Optional.empty();
    }
  }
}
