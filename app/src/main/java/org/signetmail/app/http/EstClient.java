package org.signetmail.app.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyId;

/**
 * A client of Enrolment over Secure Transport (RFC 7030) that has a certificate and wants the next
 * one. Who it is, its TLS says. Thread-safe.
 */
public final class EstClient implements Closeable {
  private static final int LARGEST = 1 << 20; // octets of an answer

  private final URI server;
  private final BoundedHttp http;

  /**
   * @param server the server, without a path: {@code https://signet.example.com:8443}
   * @param http shows the certificate that the next one is asked for with
   */
  public EstClient(URI server, BoundedHttp http) {
    this.server = server;
    this.http = http;
  }

  /** What came of a request. */
  public sealed interface Answer {
    record Issued(Certificate certificate) implements Answer {}

    /** Somebody decides; the same request is to be sent again later (RFC 7030 §4.2.3). */
    record Waiting() implements Answer {}

    /**
     * Nothing came of it, nor will by itself.
     *
     * @param why in a few words
     */
    record Refused(String why) implements Answer {}
  }

  /**
   * Asks for a certificate over another key (RFC 7030 §4.2.2).
   *
   * @throws IOException in one line, when there is no answer or none that is understood
   */
  public Answer reenrol(CertificationRequest request) throws IOException {
    BoundedHttp.Answer answer;
    try {
      answer =
          http.post(
              at("simplereenroll"),
              "application/pkcs10",
              Base64.getEncoder().encode(request.encoded()),
              LARGEST);
    } catch (IOException e) {
      throw new IOException(server + ": " + e.getMessage(), e);
    }
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_OK -> new Answer.Issued(over(request, answer));
      case HttpURLConnection.HTTP_ACCEPTED -> new Answer.Waiting();
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          new Answer.Refused("the server does not take the present certificate");
      case HttpURLConnection.HTTP_FORBIDDEN -> new Answer.Refused("the server refuses the request");
      case HttpURLConnection.HTTP_NOT_FOUND -> new Answer.Refused("the server speaks no EST");
      default -> throw new IOException(server + ": answers with HTTP " + answer.status());
    };
  }

  /** The certificates of the authority that issues there (RFC 7030 §4.1). */
  public List<Certificate> authorities() throws IOException {
    BoundedHttp.Answer answer = http.get(at("cacerts"), LARGEST);
    if (!answer.isOk()) {
      throw new IOException(server + ": answers with HTTP " + answer.status());
    }
    return certificates(answer);
  }

  private Certificate over(CertificationRequest request, BoundedHttp.Answer answer)
      throws IOException {
    return certificates(answer).stream()
        .filter(one -> one.keyId().equals(KeyId.of(request.publicKey())))
        .findFirst()
        .orElseThrow(
            () -> new IOException(server + ": answers with no certificate over the requested key"));
  }

  private List<Certificate> certificates(BoundedHttp.Answer answer) throws IOException {
    String text = new String(answer.body(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    try {
      return Certificates.read(Base64.getDecoder().decode(text), server.toString());
    } catch (IllegalArgumentException e) {
      throw new IOException(server + ": answers with what is not Base64 (RFC 8951 §3)", e);
    }
  }

  private URI at(String operation) {
    return server.resolve("/.well-known/est/" + operation);
  }

  @Override
  public void close() {
    http.close();
  }
}
