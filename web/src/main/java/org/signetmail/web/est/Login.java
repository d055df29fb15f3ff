package org.signetmail.web.est;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Mailbox;
import org.signetmail.web.ClientCertificate;

/**
 * Who asks, and how they show it: a certificate in the TLS handshake (RFC 7030 §3.3.2), else the
 * mailbox and its code by HTTP Basic (RFC 7030 §3.2.3, RFC 7617). The code is not checked here.
 */
record Login(Mailbox mailbox, Proof proof) {
  private static final int LONGEST_HEADER = 1024; // characters
  private static final String BASIC = "basic ";

  /** Empty when nobody says who they are in a way that can be read. */
  static Optional<Login> of(ServerRequest request, CertificateDesk desk) {
    return byCertificate(request, desk).or(() -> byCode(request));
  }

  private static Optional<Login> byCertificate(ServerRequest request, CertificateDesk desk) {
    return ClientCertificate.shown(request)
        .flatMap(certificate ->
            desk.holder(certificate)
                .map(mailbox -> new Login(mailbox, new Proof.CurrentCertificate(certificate))));
  }

  private static Optional<Login> byCode(ServerRequest request) {
    if (!request.headers().contains(HeaderNames.AUTHORIZATION)) {
      return Optional.empty();
    }
    String header = request.headers().get(HeaderNames.AUTHORIZATION).get();
    if (header.length() > LONGEST_HEADER || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new Login(
                  Mailbox.of(pair.substring(0, colon)),
                  new Proof.MailReply(pair.substring(colon + 1))));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Without the code. */
  @Override
  public String toString() {
    return "Login[" + mailbox + "]";
  }
}
