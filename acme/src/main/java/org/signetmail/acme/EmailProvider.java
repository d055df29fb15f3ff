package org.signetmail.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * Any directory over HTTPS (RFC 8555 §6.1), with the roots that were given for it, and with the
 * challenge for mailboxes.
 */
final class EmailProvider extends AbstractAcmeProvider {
  private final Optional<SSLContext> trust;

  EmailProvider(Optional<SSLContext> trust) {
    this.trust = trust;
  }

  @Override
  public boolean accepts(URI directory) {
    return "https".equals(directory.getScheme()) && directory.getHost() != null;
  }

  @Override
  public URL resolve(URI directory) {
    try {
      return directory.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(directory + ": is no address of a directory", e);
    }
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(settings.getTimeout());
    trust.ifPresent(builder::sslContext);
    return builder.build();
  }

  @Override
  protected HttpConnector createHttpConnector(NetworkSettings settings, HttpClient client) {
    return new HttpConnector(settings, client) {
      @Override
      public HttpRequest.Builder createRequestBuilder(URL url) {
        if (!"https".equals(url.getProtocol())) {
          throw new AcmeProtocolException("sends to " + url + ", which is not HTTPS");
        }
        return super.createRequestBuilder(url);
      }
    };
  }

  @Override
  public Challenge createChallenge(Login login, JSON data) {
    return EmailReplyChallenge.TYPE.equals(data.get("type").asString())
        ? new EmailReplyChallenge(login, data)
        : super.createChallenge(login, data);
  }
}
