package org.signetmail.app.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.FoundCertificates;
import org.signetmail.pkix.Mailbox;

/**
 * A certificate store that is asked over HTTP by mailbox (RFC 4387 §2): the organisation's own.
 * Thread-safe.
 */
public final class SearchedCertificates implements CertificateSource, Closeable {
  private static final int LARGEST = 1 << 20;

  private final URI store;
  private final BoundedHttp http;

  /**
   * @param store where it searches, without a question: {@code
   *     https://signet.example.com/certificates/search}
   */
  public SearchedCertificates(URI store, BoundedHttp http) {
    this.store = store;
    this.http = http;
  }

  @Override
  public String name() {
    return "store at " + store.getAuthority();
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) throws IOException {
    URI question =
        URI.create(
            store + "?email=" + URLEncoder.encode(mailbox.toString(), StandardCharsets.UTF_8));
    BoundedHttp.Answer answer;
    try {
      answer = http.get(question, LARGEST);
    } catch (IOException e) {
      throw new IOException(name() + ": " + e.getMessage(), e);
    }
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_OK -> FoundCertificates.of(answer.body(), name());
      case HttpURLConnection.HTTP_NOT_FOUND -> List.of();
      default -> throw new IOException(name() + ": answers with HTTP " + answer.status());
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
